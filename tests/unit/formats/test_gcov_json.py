import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import gcov_json
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, MAX_HITS
from tests.unit.formats.documents import read, relevant, source_of

HEAD = {"format_version": "1", "gcc_version": "12.2.0", "current_working_directory": "/build"}


def line(number: Any, count: Any, *branches: Any) -> dict[str, Any]:
    found = [{"count": each, "fallthrough": False, "throw": False} for each in branches]
    return {"line_number": number, "count": count, "branches": found, "unexecuted_block": False}


def document(*lines: Any, path: Any = "src/a.c") -> dict[str, Any]:
    return {**HEAD, "files": [{"file": path, "functions": [], "lines": list(lines)}]}


def test_the_instances_of_a_line_and_of_its_branches_add_up() -> None:
    [file], skipped = read(gcov_json, document(line(2, 3, 1, 2), line(2, 4, 4, 0), line(3, 0)))
    assert relevant(file) == {2: 7, 3: 0}
    assert file.branches == {(2, 0, 0): 5, (2, 0, 1): 2}
    assert (file.path, file.bases, skipped) == ("src/a.c", ("/build",), {})


def test_newer_versions_with_conditions_and_calls_are_read() -> None:
    record = {**line(1, 2), "conditions": [{"count": 4, "covered": 3}], "calls": [{"returned": 1}]}
    [file], skipped = read(gcov_json, {**document(record), "format_version": "2"})
    assert (file.lines, file.branches, skipped) == ([2], {}, {})


def test_a_gzipped_report_is_the_same() -> None:
    plain = json.dumps(document(line(1, 2))).encode()
    source = source_of(gzip.compress(plain), "a.gcov.json.gz")
    assert gcov_json.sniff(source)
    assert list(gcov_json.read(source)) == list(gcov_json.read(source_of(plain)))


@pytest.mark.parametrize(
    ("honoured", "lines", "branches"),
    [(True, [1, 1, None], 0), (False, [1, 1, 0], 4)],
)
def test_lines_that_markers_exclude_are_left_out_on_request(
    tmp_path: Path, lines: list[int | None], branches: int, *, honoured: bool
) -> None:
    (tmp_path / "a.c").write_text("if (a) // LCOV_EXCL_BR_LINE\nx\ny // LCOV_EXCL_LINE\n")
    source = source_of(document(line(1, 1, 1, 0), line(2, 1), line(3, 0, 0, 0)))
    source.locate = {"/build/src/a.c": tmp_path / "a.c"}.get
    source.lcov_exclusions = honoured
    [file] = gcov_json.read(source)
    assert (file.lines, len(file.branches)) == (lines, branches)


@pytest.mark.parametrize(
    ("records", "lines", "note"),
    [
        ([line(0, 1)], {}, "line number out of range"),
        ([line(10**12, 1)], {}, "line number out of range"),
        ([line(None, 1)], {}, "line number is not a number"),
        ([line(True, 1)], {}, "line number is not a number"),
        ([line([1], 1)], {}, "line number is not a number"),
        ([line(1, -5)], {1: 0}, "negative hit count taken as 0"),
        ([line(1, 2**64 - 1)], {1: MAX_HITS}, "hit count too large"),
        ([line(1, {})], {}, "hit count is not a number"),
        ([line(1, "x")], {}, "hit count is not a number"),
        ([7], {}, "lines has an item that is not an object"),
        ([{**line(1, 1), "branches": 5}], {1: 1}, "branches is not an array"),
        ([{**line(1, 1), "branches": [5]}], {1: 1}, "branches has an item that is not an object"),
        ([line(1, 1, None)], {1: 1}, "hit count is not a number"),
    ],
)
def test_a_broken_record_is_noted_and_left_out(
    records: list[Any], lines: dict[int, int], note: str
) -> None:
    [file], skipped = read(gcov_json, document(*records))
    assert (relevant(file), file.branches, skipped) == (lines, {}, {note: 1})


def test_a_line_has_no_more_branches_than_a_line_can_have() -> None:
    [file], skipped = read(gcov_json, document(line(1, 1, *[1] * (MAX_BRANCHES + 2))))
    assert len(file.branches) == MAX_BRANCHES
    assert skipped == {f"branch number is not within 0 to {MAX_BRANCHES - 1}": 2}


@pytest.mark.parametrize("path", [None, "", 5, ["a.c"]])
def test_a_file_without_a_name_is_noted_and_left_out(path: Any) -> None:
    assert read(gcov_json, document(line(1, 1), path=path)) == ([], {"file without a name": 1})


def test_a_file_without_lines_is_noted_and_kept_empty() -> None:
    [file], skipped = read(gcov_json, {**HEAD, "files": [{"file": "a.c"}]})
    assert (file.path, file.lines, skipped) == ("a.c", [], {"lines is not an array": 1})


@pytest.mark.parametrize(
    "other",
    [
        {"files": []},
        {"gcovr/format_version": "0.15", "files": []},
        {**HEAD, "files": {}},
        {"meta": {"format": 3}, "files": {}},
        [HEAD],
        b"hello",
        b"{}",
        gzip.compress(b"hello"),
    ],
)
def test_another_document_is_neither_recognised_nor_read(other: Any) -> None:
    assert not gcov_json.sniff(source_of(other))
    with pytest.raises(InvalidReportError, match=r"^report\.json: not a JSON report of gcov"):
        list(gcov_json.read(source_of(other)))


def test_a_truncated_gzip_file_is_refused() -> None:
    packed = gzip.compress(json.dumps(document(line(1, 2))).encode())
    source = Source(Path("x.gz"), "x.gz", Path(), content=packed[:40])
    with pytest.raises(InvalidReportError, match="truncated gzip"):
        gcov_json.sniff(source)
