"""Totals of files and of folders."""

from hypothesis import given
from hypothesis import strategies as st

from coverup.model import FileCoverage, Totals
from coverup.verdict.totals import FolderVerdict, file_verdicts, folder_verdicts

FILES = {
    "src/core/b.py": FileCoverage("b", [1, 0]),
    "src/core/a.py": FileCoverage("a", [1, None, 1], {(1, 0, 0): 1, (1, 0, 1): 0}),
    "src/main.py": FileCoverage("m", [0]),
    "setup.py": FileCoverage("s", [1]),
    "src-old/x.py": FileCoverage("x", [None]),
}


def test_files_come_in_the_order_of_names_each_with_its_own_totals() -> None:
    found = file_verdicts(FILES)
    assert [file.name for file in found] == sorted(FILES)
    core = next(file for file in found if file.name == "src/core/a.py")
    assert core.totals == Totals(lines=2, covered_lines=2, branches=2, covered_branches=1)
    assert core.uncovered == "1 (1/2)"
    assert core.partial == {1: 1}


def test_a_folder_has_all_that_is_below_it_and_the_root_has_everything() -> None:
    assert folder_verdicts(file_verdicts(FILES)) == [
        FolderVerdict("", Totals(lines=6, covered_lines=4, branches=2, covered_branches=1), 5),
        FolderVerdict("src", Totals(lines=5, covered_lines=3, branches=2, covered_branches=1), 3),
        FolderVerdict("src-old", Totals(), 1),
        FolderVerdict(
            "src/core", Totals(lines=4, covered_lines=3, branches=2, covered_branches=1), 2
        ),
    ]


def test_nothing_measured_has_no_folders() -> None:
    assert folder_verdicts(file_verdicts({})) == []


@given(st.dictionaries(st.from_regex(r"\A([ab]/){0,3}[xyz]\Z"), st.lists(st.integers(0, 1))))
def test_the_root_is_the_sum_of_all_files(files: dict[str, list[int | None]]) -> None:
    found = file_verdicts({name: FileCoverage(name, lines) for name, lines in files.items()})
    if found:
        total = sum((file.totals for file in found), start=Totals())
        assert folder_verdicts(found)[0] == FolderVerdict("", total, len(files))
