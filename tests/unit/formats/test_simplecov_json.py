import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import simplecov_json
from coverup.formats.source import Source
from coverup.model import FileCoverage

DATA = Path(__file__).parents[2] / "data"
CORPUS = DATA / "corpus/simplecov-branch-two-suites"
META = {"simplecov_version": "0.22.0"}


def source_of(document: object) -> Source:
    content = json.dumps(document).encode()
    return Source(Path("coverage.json"), "coverage.json", Path(), content=content)


def entry(value: object) -> Source:
    return source_of({"meta": META, "coverage": {"/a.rb": value}})


def only(source: Source) -> FileCoverage:
    (file,) = simplecov_json.read(source)
    return file


def sample(name: str) -> dict[str, FileCoverage]:
    source = Source(DATA / "simplecov" / name, name, DATA)
    files = {file.path: file for file in simplecov_json.read(source)}
    assert not source.notes.skipped
    return files


def test_a_real_report_gives_what_another_source_says() -> None:
    path = CORPUS / "repo/coverage/coverage.json"
    source = Source(path, path.name, CORPUS)
    document = json.loads((CORPUS / "expected.json").read_bytes())
    files = {each.path: each for each in simplecov_json.read(source)}
    assert len(files) == len(document["source_files"])
    for name, expected in document["source_files"].items():
        file = files[f"{document['generated_root']}/{name}"]
        skipped = document["nocov_lines"][name]
        assert {n: hits for n, hits in enumerate(file.lines, 1) if hits is not None} == {
            int(n): hits for n, hits in expected["hits"].items() if int(n) not in skipped
        }
        totals = file.totals()
        assert totals.branches == expected["branches_total"]
        assert totals.covered_branches == expected["branches_covered"]
    assert not source.notes.skipped


def test_what_simplecov_ignored_is_left_out_and_paths_are_below_its_root() -> None:
    first, second = sample("coverage-1.x.json").values()
    assert (first.path, first.bases) == ("lib/a.rb", ("/home/ci/app",))
    assert first.lines == [1, 3, None, None, None, None, None]
    # The report line 0 means that the arm begins on line 1.
    assert first.branches == {(2, 0, 0): 3, (2, 0, 1): 0, (1, 0, 0): 1}
    assert second.lines == [0]


def test_an_ignored_arm_keeps_its_number() -> None:
    arm = {"type": "then", "start_line": 4, "coverage": 1}
    ignored = {**arm, "coverage": "ignored"}
    assert only(entry({"lines": [], "branches": [ignored, arm]})).branches == {(4, 0, 1): 1}


def test_the_old_formatter_lists_files() -> None:
    files = sample("simplecov-json.json")
    assert files["/home/ci/app/lib/a.rb"].lines == [1, None, 0]
    assert files["/home/ci/app/lib/b.rb"].lines == [2, 2]
    assert files["/home/ci/app/lib/b.rb"].branches == {(2, 0, 0): 2, (2, 0, 1): 0}


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ({"branches": [1]}, "branch is not an object"),
        ({"branches": 1}, "branches is not an object"),
        ({"branches": [{"start_line": 0, "coverage": 1}]}, "line number out of range"),
        ({"branches": [{"coverage": 1}]}, "line number is not a number"),
        ({"branches": [{"start_line": 1, "coverage": None}]}, "hit count is not a number"),
        ({"lines": [True]}, "hit count is not a number"),
    ],
)
def test_a_broken_part_of_a_file_is_noted_and_left_out(value: dict[str, object], note: str) -> None:
    source = entry({"lines": [], **value})
    assert only(source).totals().lines == 0
    assert only(source).branches == {}
    assert set(source.notes.skipped) == {note}


def test_branches_may_be_all_there_is() -> None:
    source = entry({"branches": [{"start_line": 3, "coverage": 2}]})
    assert (only(source).lines, only(source).branches) == ([], {(3, 0, 0): 2})
    assert not source.notes.skipped


@pytest.mark.parametrize("value", [None, {}, 1, {"lines": None}])
def test_a_file_without_lines_is_noted(value: object) -> None:
    source = entry(value)
    assert list(simplecov_json.read(source)) == []
    assert source.notes.skipped == {"file without lines": 1}


@pytest.mark.parametrize("each", [1, {"coverage": [1]}, {"filename": "", "coverage": [1]}])
def test_a_file_without_a_name_is_noted(each: object) -> None:
    source = source_of({"files": [{"filename": "a.rb", "coverage": [1]}, each]})
    assert simplecov_json.sniff(source)
    assert only(source).path == "a.rb"
    assert source.notes.skipped == {"file without a name": 1}


@given(
    st.lists(st.none() | st.just("ignored") | st.integers(0, 2**53 - 1), max_size=20),
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), max_size=20),
)
def test_what_is_written_is_read(
    cells: list[int | str | None], arms: list[tuple[int, int]]
) -> None:
    branches = [{"type": "then", "start_line": n, "coverage": hits} for n, hits in arms]
    file = only(entry({"lines": cells, "branches": branches}))
    assert file.lines == [None if cell == "ignored" else cell for cell in cells]
    for line in {line for line, _ in arms}:
        read = [hits for key, hits in file.branches.items() if key[0] == line]
        assert read == [hits for number, hits in arms if number == line]
