import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import tarpaulin
from coverup.formats.source import Source
from coverup.model import FileCoverage

SAMPLE = Path(__file__).parents[2] / "data/tarpaulin/tarpaulin-report.json"


def source_of(*files: object, **others: object) -> Source:
    content = json.dumps({"files": files, **others}).encode()
    return Source(Path("tarpaulin-report.json"), "tarpaulin-report.json", Path(), content=content)


def traces(*values: object) -> Source:
    return source_of({"path": ["/", "a.rs"], "traces": values})


def only(source: Source) -> FileCoverage:
    (file,) = tarpaulin.read(source)
    return file


def test_a_report_gives_its_lines_and_the_outcomes_of_its_conditions() -> None:
    source = Source(SAMPLE, SAMPLE.name, SAMPLE.parent)
    assert tarpaulin.sniff(source)
    lib, main = tarpaulin.read(source)
    assert (lib.path, lib.lines, lib.branches) == ("/home/ci/app/src/lib.rs", [3, 0], {})
    assert (main.path, main.lines) == ("/home/ci/app/src/main.rs", [None, None, None, 1, None, 1])
    assert main.branches == {
        (4, 0, 0): 1,
        (4, 0, 1): 0,
        (6, 0, 0): 1,
        (6, 0, 1): 1,
        (6, 0, 2): 0,
        (6, 0, 3): 0,
    }
    assert not source.notes.skipped


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        (["/", "home", "a b", "ä.rs"], "/home/a b/ä.rs"),
        (["src", "lib.rs"], "src/lib.rs"),
        (["C:", "\\", "app", "src", "lib.rs"], "C:/app/src/lib.rs"),
    ],
)
def test_a_path_is_joined_from_its_pieces(parts: list[str], path: str) -> None:
    assert only(source_of({"path": parts, "traces": []})).path == path


def test_traces_of_a_line_add_up() -> None:
    line = {"line": 2, "stats": {"Line": 2}}
    branch = {"line": 2, "stats": {"Branch": {"been_true": False, "been_false": True}}}
    file = only(traces(line, line, branch, branch))
    assert file.lines == [None, 6]
    assert list(file.branches.values()) == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("trace", "note"),
    [
        (None, "trace without line or hits"),
        ({"line": 1}, "trace without line or hits"),
        ({"line": 1, "stats": {}}, "trace without line or hits"),
        ({"line": 1, "stats": {"Branch": 1}}, "trace without line or hits"),
        ({"line": 1, "stats": {"Line": None}}, "hit count is not a number"),
        ({"line": 0, "stats": {"Line": 1}}, "line number out of range"),
        ({"line": None, "stats": {"Line": 1}}, "line number is not a number"),
        ({"line": 10**12, "stats": {"Condition": []}}, "line number out of range"),
    ],
)
def test_a_broken_trace_is_noted_and_left_out(trace: object, note: str) -> None:
    source = traces(trace, {"line": 2, "stats": {"Line": 5}})
    assert only(source).lines == [None, 5]
    assert source.notes.skipped == {note: 1}


def test_a_condition_that_is_none_has_no_outcome_that_was_seen() -> None:
    assert only(traces({"line": 1, "stats": {"Condition": [7]}})).branches == {
        (1, 0, 0): 0,
        (1, 0, 1): 0,
    }


@pytest.mark.parametrize("file", [None, {}, {"path": [], "traces": []}, {"path": ["a"]}])
def test_a_file_without_path_or_traces_is_noted(file: object) -> None:
    source = source_of(file)
    assert list(tarpaulin.read(source)) == []
    assert source.notes.skipped == {"file without path or traces": 1}


def test_an_empty_report_is_recognised() -> None:
    assert tarpaulin.sniff(source_of(coverable=0, covered=0))
    assert not tarpaulin.sniff(source_of())


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(0, 2**20)), max_size=20))
def test_what_is_written_is_read(lines: list[tuple[int, int]]) -> None:
    file = only(traces(*({"line": line, "stats": {"Line": hits}} for line, hits in lines)))
    sums: Counter[int] = Counter()
    for line, hits in lines:
        sums[line] += hits
    assert {n: hits for n, hits in enumerate(file.lines, 1) if hits is not None} == dict(sums)
