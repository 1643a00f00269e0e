from typing import Any

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import gcovr_json
from coverup.model import MAX_BRANCHES
from tests.unit.formats.documents import read, relevant, source_of


def document(*lines: Any) -> dict[str, Any]:
    return {"gcovr/format_version": "0.15", "files": [{"file": "src/a.c", "lines": list(lines)}]}


def line(number: int, count: Any, **more: Any) -> dict[str, Any]:
    return {"line_number": number, "count": count, "branches": [], "gcovr/md5": "0", **more}


def branch(count: int, **more: Any) -> dict[str, Any]:
    return {"count": count, "fallthrough": True, "throw": False, **more}


def test_repeated_lines_and_branches_add_up() -> None:
    first = line(2, 3, branches=[branch(1, branchno=0), branch(2, branchno=3)])
    second = line(2, 4, branches=[branch(4, branchno=3)])
    [file], skipped = read(gcovr_json, document(first, second, line(3, 0)))
    assert relevant(file) == {2: 7, 3: 0}
    assert file.branches == {(2, 0, 0): 1, (2, 0, 3): 6}
    assert not skipped


@pytest.mark.parametrize("mark", ["gcovr/excluded", "gcovr/noncode"])
def test_what_gcovr_excludes_is_left_out(mark: str) -> None:
    branches = [branch(1, branchno=0), branch(0, branchno=1, **{mark: True})]
    records = (line(1, 0, **{mark: True}), line(2, 1, branches=branches, **{mark: False}))
    [file], skipped = read(gcovr_json, document(*records))
    assert (file.lines, file.branches, skipped) == ([None, 1], {(2, 0, 0): 1}, {})


def test_branches_without_numbers_are_counted() -> None:
    [file], _ = read(gcovr_json, document(line(1, 1, branches=[branch(1), branch(0)])))
    assert file.branches == {(1, 0, 0): 1, (1, 0, 1): 0}


@pytest.mark.parametrize("number", [-1, MAX_BRANCHES, 10**15, "1", None, True])
def test_a_branch_number_that_cannot_be_right_is_noted(number: Any) -> None:
    record = line(1, 1, branches=[branch(1, branchno=number)])
    [file], skipped = read(gcovr_json, document(record))
    assert (file.lines, file.branches) == ([1], {})
    assert skipped == {f"branch number is not within 0 to {MAX_BRANCHES - 1}": 1}


def test_broken_files_are_noted_and_left_out() -> None:
    files = [{"file": "", "lines": []}, {"lines": []}, 5, {"file": "b.c", "lines": [line(1, 1)]}]
    found, skipped = read(gcovr_json, {"gcovr/format_version": "0.1", "files": files})
    assert [file.path for file in found] == ["b.c"]
    assert skipped == {"file without a name": 2, "files has an item that is not an object": 1}


@pytest.mark.parametrize(
    "other",
    [
        {"gcovr/summary_format_version": "0.6", "files": [{"filename": "a.c"}]},
        {"gcovr/format_version": "0.15", "files": {}},
        {"gcc_version": "12", "format_version": "1", "files": []},
        [],
        b"42",
    ],
)
def test_another_document_is_neither_recognised_nor_read(other: Any) -> None:
    assert not gcovr_json.sniff(source_of(other))
    with pytest.raises(InvalidReportError, match="not a JSON report of gcovr"):
        list(gcovr_json.read(source_of(other)))
