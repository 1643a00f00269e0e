import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import codecov_json
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, FileCoverage, merge

DATA = Path(__file__).parents[2] / "data"


def report(content: str) -> Source:
    return Source(Path("codecov.json"), "codecov.json", Path(), content=content.encode())


def cells(value: object) -> Source:
    return report(json.dumps({"coverage": {"a.c": value}}))


def only(source: Source) -> FileCoverage:
    (file,) = codecov_json.read(source)
    return file


def relevant(file: FileCoverage) -> dict[int, int]:
    return {line: hits for line, hits in enumerate(file.lines, start=1) if hits is not None}


def sample(name: str) -> list[FileCoverage]:
    source = Source(DATA / "codecov" / name, name, DATA)
    files = list(codecov_json.read(source))
    assert not source.notes.skipped
    return files


def test_a_real_report_gives_its_lines() -> None:
    folder = DATA / "corpus/codecov-json-monocart"
    source = Source(folder / "repo/coverage/codecov.json", "codecov.json", folder)
    expected = json.loads((folder / "expected.json").read_bytes())["codecov_json"]
    files = {file.path: file for file in codecov_json.read(source)}
    assert files.keys() == expected.keys()
    for name, wanted in expected.items():
        lines = relevant(files[name])
        assert [line for line, hits in lines.items() if hits] == wanted["covered"]
        assert [line for line, hits in lines.items() if not hits] == wanted["missed"]
    assert not source.notes.skipped


def test_kcov_counts_places_of_a_line_and_may_name_a_file_twice() -> None:
    main, *parts = sample("kcov.json")
    assert relevant(main) == {3: 1, 4: 1, 7: 0}
    assert main.branch_counts == {4: (3, 2), 7: (2, 0)}
    assert [part.path for part in parts] == ["app/util.c", "app/util.c"]
    assert relevant(merge(parts)) == {2: 2, 5: 0}


def test_the_lists_of_covr_begin_with_a_line_0_that_is_none() -> None:
    r_file, c_file = sample("covr.json")
    assert (r_file.path, relevant(r_file)) == ("R/sum.R", {2: 5, 3: 0, 5: 2})
    assert (c_file.path, relevant(c_file)) == ("src/sum.c", {1: 1})


def test_names_that_are_there_twice_are_all_kept() -> None:
    source = report('{"coverage":{"a.c":{"1":1,"1":2},"a.c":{"2":0}},"coverage":{"a.c":[9,1]}}')
    assert [relevant(file) for file in codecov_json.read(source)] == [{1: 3}, {2: 0}, {1: 1}]


@pytest.mark.parametrize(
    ("value", "hits", "branches"),
    [
        (5, 5, {}),
        ("5", 5, {}),
        (True, 1, {}),
        ("1/2", 1, {1: (2, 1)}),
        ("0/3", 0, {1: (3, 0)}),
        ("2/2", 1, {1: (2, 2)}),
        ("9/2", 1, {1: (2, 2)}),
        ("1/1", 1, {}),
        ("0/1", 0, {}),
        ("0/0", 0, {}),
    ],
)
def test_a_line_is_hits_or_a_fraction_of_its_branches(
    value: object, hits: int, branches: dict[int, tuple[int, int]]
) -> None:
    for source in (cells({"1": value}), cells([None, value])):
        file = only(source)
        assert (file.lines, file.branch_counts) == ([hits], branches)
        assert not source.notes.skipped


def test_null_is_no_relevant_line_and_messages_are_not_read() -> None:
    text = '{"coverage": {"a.c": {"1": null, "2": 0}}, "messages": {"a.c": {"1": "hm"}}}'
    assert relevant(only(report(text))) == {2: 0}


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ({"1": False}, "hit count is not a number"),
        ({"1": "a/b"}, "hit count is not a number"),
        ({"1": [1]}, "hit count is not a number"),
        ({"1": {"2": 3}}, "hit count is not a number"),
        ({"0": 1}, "line number out of range"),
        ({"x": 1}, "line number is not a number"),
        ({"10000001": 1}, "line number out of range"),
    ],
)
def test_a_broken_line_is_noted_and_left_out(value: dict[str, object], note: str) -> None:
    source = cells({**value, "2": 3})
    assert relevant(only(source)) == {2: 3}
    assert source.notes.skipped == {note: 1}


def test_a_line_has_no_more_branches_than_a_line_can_have() -> None:
    source = cells({"1": f"1/{MAX_BRANCHES + 1}", "2": f"1/{MAX_BRANCHES}"})
    assert only(source).branch_counts == {2: (MAX_BRANCHES, 1)}
    assert source.notes.skipped == {f"more than {MAX_BRANCHES} branches on a line": 1}


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ('{"coverage": {"": {"1": 1}}}', "file without a name"),
        ('{"coverage": {"a.c": 1}}', "file without lines"),
        ('{"coverage": []}', "coverage is not an object"),
        ('{"files": [{"coverage": [1]}], "uploader": "R"}', "file without a name"),
        ('{"files": [1], "uploader": "R"}', "file without a name"),
        ('{"files": [{"name": "a.R"}], "uploader": "R"}', "file without lines"),
    ],
)
def test_a_broken_file_is_noted_and_left_out(content: str, note: str) -> None:
    source = report(content)
    assert list(codecov_json.read(source)) == []
    assert source.notes.skipped == {note: 1}


@pytest.mark.parametrize(
    ("content", "is_ours"),
    [
        ('{"coverage": {}}', True),
        ('{"coverage": {}, "messages": {}}', True),
        ('{"coverage": {}, "branches": {}}', False),
        ('{"coverage": {"a": {"1": 0}}}', True),
        ('{"coverage": {"a": [null, 0, "1/2", true]}}', True),
        ('{"coverage": {"a": [null, {}]}}', False),
        ('{"coverage": {"a": {"lines": [1]}}}', False),
        ('{"meta": {}, "coverage": {"a": {"1": 0}}}', False),
    ],
)
def test_the_structure_tells_the_format(content: str, is_ours: bool) -> None:
    assert codecov_json.sniff(report(content)) is is_ours


def test_what_may_be_nested_too_deep_for_python_is_read_or_refused() -> None:
    # Where the limit is depends on the version of Python.
    source = report('{"coverage": {"a": ' + "[" * 1020 + "]" * 1020 + "}}")
    try:
        told = str(only(source).lines)
    except InvalidReportError as error:
        told = error.message
    assert told in {"[]", "codecov.json: JSON nested too deep"}


@given(st.dictionaries(st.integers(1, 99_999), st.integers(0, 2**53 - 1)), st.booleans())
def test_what_is_written_is_read(lines: dict[int, int], as_list: bool) -> None:
    last = max(lines, default=0)
    dense = [lines.get(number) for number in range(last + 1)]
    file = only(cells(dense if as_list else lines))
    assert relevant(file) == lines


@given(st.dictionaries(st.integers(1, 99), st.tuples(st.integers(0, 99), st.integers(2, 99))))
def test_branches_that_are_written_are_read(lines: dict[int, tuple[int, int]]) -> None:
    file = only(cells({number: f"{taken}/{total}" for number, (taken, total) in lines.items()}))
    assert file.branch_counts == {
        n: (total, min(taken, total)) for n, (taken, total) in lines.items()
    }
