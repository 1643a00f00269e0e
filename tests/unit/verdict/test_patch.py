"""The changed lines of measured files, sorted into four groups."""

from hypothesis import given
from hypothesis import strategies as st

from coverup.model import FileCoverage, Totals
from coverup.verdict.patch import PatchFile, PatchVerdict, patch_verdict

FILE = FileCoverage(
    "a.py",
    lines=[3, 0, None, 1, 2],
    branches={(4, 0, 0): 1, (4, 0, 1): 0, (5, 0, 0): 1, (5, 0, 1): 1},
)


def test_each_changed_line_is_in_one_group() -> None:
    (file,) = patch_verdict({"a.py": {1, 2, 3, 4, 9}}, {"a.py": FILE}).files
    assert file == PatchFile(
        "a.py",
        covered=(1,),
        partial=(4,),
        missed=(2,),
        not_relevant=(3, 9),
        branches=2,
        covered_branches=1,
    )


def test_a_partly_covered_line_is_a_covered_one() -> None:
    verdict = patch_verdict({"a.py": {4}}, {"a.py": FILE})
    expected = Totals(lines=1, covered_lines=1, branches=2, covered_branches=1)
    assert verdict.totals == verdict.files[0].totals == expected


def test_branches_that_are_only_counted_make_a_line_partly_covered() -> None:
    file = FileCoverage("a.c", lines=[1, 1], branch_counts={1: (4, 3), 2: (2, 2)})
    (judged,) = patch_verdict({"a.c": {1, 2}}, {"a.c": file}).files
    assert (judged.partial, judged.covered) == ((1,), (2,))
    assert (judged.branches, judged.covered_branches) == (6, 5)


def test_branches_of_a_line_that_did_not_run_leave_it_missed() -> None:
    file = FileCoverage("a.c", lines=[0], branch_counts={1: (2, 0)})
    (judged,) = patch_verdict({"a.c": {1}}, {"a.c": file}).files
    assert (judged.missed, judged.partial, judged.branches) == ((1,), (), 2)


def test_files_are_told_in_the_order_of_their_names_and_by_what_is_known_of_them() -> None:
    files = {"z.py": FILE, "a.py": FILE, "unchanged.py": FILE, "utf16.cs": FILE}
    changed = {"z.py": {1}, "docs.md": {1, 2}, "a.py": frozenset[int](), "utf16.cs": None}
    verdict = patch_verdict(changed, files)
    assert [file.name for file in verdict.files] == ["a.py", "z.py"]
    assert verdict.unmeasured == ("docs.md",)
    assert verdict.unknown == ("utf16.cs",)


def test_every_line_of_a_file_that_git_does_not_track_is_new() -> None:
    (file,) = patch_verdict({}, {"a.py": FILE}, untracked=["a.py"]).files
    assert (file.covered, file.partial, file.missed) == ((1, 5), (4,), (2,))


def test_no_change_is_an_empty_verdict() -> None:
    verdict = patch_verdict({}, {"a.py": FILE})
    assert verdict == PatchVerdict()
    assert verdict.totals == Totals()


LINES = st.lists(st.none() | st.integers(0, 3), max_size=12)


@given(LINES, st.sets(st.integers(1, 14)), st.dictionaries(st.integers(1, 12), st.integers(1, 3)))
def test_no_line_is_lost_and_all_lines_together_are_the_file(
    lines: list[int | None], among: set[int], counts: dict[int, int]
) -> None:
    kept = {line: (n, n // 2) for line, n in counts.items() if line <= len(lines)}
    file = FileCoverage("a", lines=lines, branch_counts=kept)
    (judged,) = patch_verdict({"a": among}, {"a": file}).files
    groups = (judged.covered, judged.partial, judged.missed, judged.not_relevant)
    assert sorted(line for group in groups for line in group) == sorted(among)
    whole = patch_verdict({"a": range(1, len(lines) + 1)}, {"a": file})
    assert whole.totals == file.totals()
    rest = patch_verdict({"a": set(range(1, 15)) - among}, {"a": file})
    assert judged.totals + rest.totals == file.totals()
