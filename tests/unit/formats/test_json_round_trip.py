"""Any measurement, written in each JSON format, is read back as it was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import dart, fastcov, gcov_json, gcovr_json, istanbul, llvm_json, xccov
from coverup.formats._base import Format
from coverup.model import MAX_HITS
from tests.unit.formats.documents import read, relevant, source_of


@dataclass(frozen=True)
class Measured:
    """Hits by line, and the hits of two branches each by the lines that have any."""

    lines: dict[int, int]
    branches: dict[int, tuple[int, int]]


HITS = st.integers(0, MAX_HITS)
LINES = st.integers(1, 400)
FILES = st.dictionaries(
    st.from_regex(r"[a-z]{1,8}(/[a-z é]{1,8}){0,2}\.[ch]", fullmatch=True),
    st.builds(
        Measured,
        st.dictionaries(LINES, HITS, min_size=1, max_size=20),
        st.dictionaries(LINES, st.tuples(HITS, HITS), max_size=5),
    ),
    min_size=1,
    max_size=4,
)
Files = dict[str, Measured]


def gcov_lines(file: Measured) -> list[dict[str, Any]]:
    return [
        {
            "line_number": line,
            "count": hits,
            "branches": [{"count": each} for each in file.branches.get(line, ())],
        }
        for line, hits in file.lines.items()
    ]


def write_gcov(files: Files) -> Any:
    found = [{"file": path, "lines": gcov_lines(file)} for path, file in files.items()]
    return {"gcc_version": "14", "format_version": "2", "files": found}


def write_gcovr(files: Files) -> Any:
    found = [{"file": path, "lines": gcov_lines(file)} for path, file in files.items()]
    return {"gcovr/format_version": "0.15", "files": found}


def write_fastcov(files: Files) -> Any:
    return {
        "sources": {
            path: {"": {"functions": {}, "lines": file.lines, "branches": file.branches}}
            for path, file in files.items()
        }
    }


def write_istanbul(files: Files) -> Any:
    def place(line: int) -> Any:
        return {"start": {"line": line, "column": 3}, "end": {"line": line, "column": 9}}

    def entry(path: str, file: Measured) -> Any:
        return {
            "path": path,
            "statementMap": {str(line): place(line) for line in file.lines},
            "s": {str(line): hits for line, hits in file.lines.items()},
            "branchMap": {str(line): {"type": "if", "loc": place(line)} for line in file.branches},
            "b": {str(line): hits for line, hits in file.branches.items()},
        }

    return {path: entry(path, file) for path, file in files.items()}


def write_llvm(files: Files) -> Any:
    def entry(path: str, file: Measured) -> Any:
        segments = []
        for line, hits in sorted(file.lines.items()):
            segments += [[line, 1, hits, True, True, False], [line, 9, 0, False, False, False]]
        branches = [[line, 3, line, 5, *hits, 0, 0, 4] for line, hits in file.branches.items()]
        return {"filename": path, "segments": segments, "branches": branches}

    found = [entry(path, file) for path, file in files.items()]
    return {"type": "llvm.coverage.json.export", "version": "2.0.1", "data": [{"files": found}]}


def write_xccov(files: Files) -> Any:
    return {
        path: [
            {"line": line, "isExecutable": True, "executionCount": hits}
            for line, hits in file.lines.items()
        ]
        for path, file in files.items()
    }


def write_dart(files: Files) -> Any:
    found = [
        {"source": path, "hits": [number for pair in file.lines.items() for number in pair]}
        for path, file in files.items()
    ]
    return {"type": "CodeCoverage", "coverage": found}


WITH_BRANCHES: list[tuple[Format, Callable[[Files], Any]]] = [
    (fastcov, write_fastcov),
    (istanbul, write_istanbul),
    (llvm_json, write_llvm),
]
WITH_BRANCHES_OF_LINES: list[tuple[Format, Callable[[Files], Any]]] = [
    (gcov_json, write_gcov),
    (gcovr_json, write_gcovr),
]
WITHOUT_BRANCHES: list[tuple[Format, Callable[[Files], Any]]] = [
    (dart, write_dart),
    (xccov, write_xccov),
]


@pytest.mark.parametrize(
    ("form", "write"), [*WITH_BRANCHES, *WITH_BRANCHES_OF_LINES, *WITHOUT_BRANCHES]
)
@given(files=FILES)
def test_lines_are_read_as_they_were_written(
    form: Format, write: Callable[[Files], Any], files: Files
) -> None:
    document = write(files)
    assert form.sniff(source_of(document))
    found, skipped = read(form, document)
    assert {file.path: relevant(file) for file in found} == {
        path: dict(sorted(file.lines.items())) for path, file in files.items()
    }
    assert not skipped


@pytest.mark.parametrize(("form", "write"), WITH_BRANCHES)
@given(files=FILES)
def test_branches_are_read_as_they_were_written(
    form: Format, write: Callable[[Files], Any], files: Files
) -> None:
    for file in read(form, write(files))[0]:
        assert by_line(file.branches) == files[file.path].branches


@pytest.mark.parametrize(("form", "write"), WITH_BRANCHES_OF_LINES)
@given(files=FILES)
def test_branches_of_relevant_lines_are_read_as_they_were_written(
    form: Format, write: Callable[[Files], Any], files: Files
) -> None:
    for file in read(form, write(files))[0]:
        measured = files[file.path]
        assert by_line(file.branches) == {
            line: hits for line, hits in measured.branches.items() if line in measured.lines
        }


def by_line(branches: Mapping[tuple[int, int, int], int]) -> dict[int, tuple[int, ...]]:
    lines = {line for line, _, _ in branches}
    ordered = sorted(branches.items())
    return {line: tuple(hits for key, hits in ordered if key[0] == line) for line in lines}
