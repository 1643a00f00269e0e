from typing import Any

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import xccov
from coverup.formats.source import Source
from tests.unit.formats.documents import CORPUS, read, relevant, source_of

GOOD = {"line": 1, "isExecutable": True, "executionCount": 2}


def test_executable_lines_are_relevant() -> None:
    sample = CORPUS.parent / "xccov/xccov.json"
    greeter, empty = xccov.read(Source(sample, "xccov.json", sample.parent))
    assert greeter.path == "/Users/runner/build/App/App/Sources/Greeter.swift"
    assert (relevant(greeter), greeter.counted) == ({2: 4, 3: 0}, True)
    assert (empty.path, empty.lines) == ("/Users/runner/build/App/App/Sources/Empty.swift", [])


@pytest.mark.parametrize(
    ("record", "note"),
    [
        ({**GOOD, "line": 0}, "line number out of range"),
        ({**GOOD, "line": None}, "line number is not a number"),
        ({"line": 2, "isExecutable": True}, "hit count is not a number"),
        (5, "lines has an item that is not an object"),
    ],
)
def test_a_broken_line_is_noted_and_left_out(record: Any, note: str) -> None:
    [file], skipped = read(xccov, {"/a.swift": [GOOD, record]})
    assert (file.lines, skipped) == ([2], {note: 1})


def test_a_file_without_a_name_or_lines_is_noted_and_left_out() -> None:
    files, skipped = read(xccov, {"": [GOOD], "/b.swift": {}, "/a.swift": [GOOD]})
    assert [file.path for file in files] == ["/a.swift"]
    assert skipped == {"file without a name or without an array of lines": 2}


@pytest.mark.parametrize(
    ("document", "is_ours"),
    [
        ({"/a.swift": [GOOD]}, True),
        ({"/a.swift": [], "/b.swift": [{"isExecutable": False, "line": 1}]}, True),
        ({"/a.swift": []}, False),
        ({"/a.swift": [{"line": 1}]}, False),
        ({"targets": [{"files": []}]}, False),
        ({}, False),
        ([GOOD], False),
    ],
)
def test_the_structure_tells_the_format(document: Any, is_ours: bool) -> None:
    assert xccov.sniff(source_of(document)) is is_ours


@pytest.mark.parametrize("other", [[], {"targets": [{"files": []}]}, b"42"])
def test_another_document_is_refused_when_forced(other: Any) -> None:
    with pytest.raises(InvalidReportError, match="not an archive of xccov") as caught:
        list(xccov.read(source_of(other)))
    assert "--archive" in str(caught.value.hint)
