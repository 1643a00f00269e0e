"""The JSON report of fastcov.

https://github.com/RPGillespie6/fastcov
"""

from collections.abc import Iterator
from typing import Final, TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._counts import add_branches, add_line, line_of
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "fastcov"
ALIASES = ("fastcov-json",)
TITLE = "fastcov JSON report"
TOOLS = "fastcov"
MAPPING = "Lines, and branches by index, of all tests add up. Functions are left out."
RANK = 73
JOINED = False

PARTS: Final = frozenset({"lines", "branches", "functions"})
"""What fastcov has of each test of a file, even when one of them is empty."""


def sniff(source: Source) -> bool:
    """Tell by a test of a source file, which has lines, branches and functions."""
    report = source.json
    if not _is_report(report):
        return False
    tests = (test for each in report["sources"].values() for test in _values(each))
    first = next(tests, None)
    if first is None:
        return report.keys() == {"sources"}
    return isinstance(first, dict) and first.keys() >= PARTS


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report, all tests of a file added up.

    Raises:
        InvalidReportError: The report cannot be opened, or is not fastcov's JSON.
    """
    report = source.json
    if not _is_report(report):
        hint = "make it with fastcov, without --lcov, or leave out --format"
        raise InvalidReportError(source.name, "not a JSON report of fastcov", hint=hint)
    for path, tests in report["sources"].items():
        if not path or not isinstance(tests, dict):
            source.notes.skip("file without a name or without an object")
            continue
        file = FileCoverage(path)
        for test in tests.values():
            _add_test(file, test, source.notes)
        yield file


def _is_report(report: object) -> TypeGuard[dict[str, dict[str, object]]]:
    return isinstance(report, dict) and isinstance(report.get("sources"), dict)


def _values(tests: object) -> Iterator[object]:
    yield from tests.values() if isinstance(tests, dict) else ()


def _add_test(file: FileCoverage, test: object, notes: Notes) -> None:
    match test:
        case {"lines": dict(lines), **rest}:
            for line, hits in lines.items():
                add_line(file, line, hits, notes)
        case _:
            notes.skip("test without lines")
            return
    for text, hits in _items(rest.get("branches"), notes):
        line = line_of(text, notes)
        if line is None:
            continue
        if isinstance(hits, list):
            add_branches(file, line, enumerate(hits), notes)
        else:
            notes.skip("branches are not an array")


def _items(branches: object, notes: Notes) -> Iterator[tuple[str, object]]:
    if isinstance(branches, dict):
        yield from branches.items()
    elif branches is not None:
        notes.skip("branches are not an object")
