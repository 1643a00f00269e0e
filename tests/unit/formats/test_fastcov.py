from typing import Any

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import fastcov
from coverup.model import MAX_BRANCHES
from tests.unit.formats.documents import read, relevant, source_of


def run(lines: Any, branches: Any) -> dict[str, Any]:
    return {"functions": {}, "branches": branches, "lines": lines}


def document(**runs: Any) -> dict[str, Any]:
    return {"sources": {"/build/src/a.c": runs}}


def test_the_tests_of_a_file_add_up() -> None:
    first, second = run({"2": 3, "3": 0}, {"2": [1, 2]}), run({"2": 1}, {"2": [0, 1, 0]})
    [file], skipped = read(fastcov, document(unit=first, system=second))
    assert (file.path, relevant(file)) == ("/build/src/a.c", {2: 4, 3: 0})
    assert file.branches == {(2, 0, 0): 1, (2, 0, 1): 3, (2, 0, 2): 0}
    assert not skipped


def test_a_test_may_have_no_branches() -> None:
    [file], skipped = read(fastcov, document(unit={"lines": {"1": 2}}))
    assert (file.lines, file.branches, skipped) == ([2], {}, {})


@pytest.mark.parametrize(
    ("broken", "note"),
    [
        (run({"x": 1}, {}), "line number is not a number"),
        (run({"0": 1}, {}), "line number out of range"),
        (run({"2": "x"}, {}), "hit count is not a number"),
        (run({}, {"y": [1]}), "line number is not a number"),
        (run({}, {"2": 1}), "branches are not an array"),
        (run({}, {"2": [None]}), "hit count is not a number"),
        (run({}, [1]), "branches are not an object"),
        (run([1], {}), "test without lines"),
        (None, "test without lines"),
    ],
)
def test_a_broken_record_is_noted_and_left_out(broken: Any, note: str) -> None:
    [file], skipped = read(fastcov, document(good=run({"1": 1}, {}), broken=broken))
    assert (file.lines, file.branches, skipped) == ([1], {}, {note: 1})


def test_a_file_without_a_name_or_tests_is_noted_and_left_out() -> None:
    found, skipped = read(fastcov, {"sources": {"": {}, "a.c": [], "b.c": {}}})
    assert [file.path for file in found] == ["b.c"]
    assert skipped == {"file without a name or without an object": 2}


def test_a_line_has_no_more_branches_than_a_line_can_have() -> None:
    [file], skipped = read(fastcov, document(a=run({}, {"1": [1] * (MAX_BRANCHES + 1)})))
    assert len(file.branches) == MAX_BRANCHES
    assert skipped.popitem()[1] == 1


@pytest.mark.parametrize(
    ("document", "is_ours"),
    [
        (document(a=run({"1": 1}, {})), True),
        ({"sources": {}}, True),
        ({"sources": {"a.c": {}}}, True),
        ({"sources": {"a.c": {}}, "version": 3}, False),
        ({"version": 3, "sources": {}, "mappings": "AAAA"}, False),
        ({"sources": {"a.c": {"": {"lines": {}}}}}, False),
        ({"sources": {"a.js": {"url": "x"}}}, False),
        ({"sources": ["a.js"]}, False),
        ({}, False),
    ],
)
def test_the_structure_tells_the_format(document: Any, is_ours: bool) -> None:
    assert fastcov.sniff(source_of(document)) is is_ours


@pytest.mark.parametrize("other", [{}, [], {"sources": ["a.js"]}, b"42"])
def test_another_document_is_refused_when_forced(other: Any) -> None:
    with pytest.raises(InvalidReportError, match="not a JSON report of fastcov"):
        list(fastcov.read(source_of(other)))
