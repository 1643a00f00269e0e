"""The JSON report of gcovr (`gcovr --json`).

https://gcovr.com/en/stable/output/json.html
"""

from collections.abc import Iterator
from typing import Final, TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._counts import add_branches, add_line, objects
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "gcovr"
ALIASES = ("gcovr-json",)
TITLE = "gcovr JSON report"
TOOLS = "gcovr with --json"
MAPPING = (
    "Repeated lines and branches (by `branchno`) add up. What gcovr marks as excluded or as no "
    "code is left out, and so are conditions. Paths are relative to gcovr's `--root`."
)
RANK = 76
JOINED = False

VERSION: Final = "gcovr/format_version"
LEFT_OUT: Final = ("gcovr/excluded", "gcovr/noncode")
"""Marks of lines and branches that the user's markers or options exclude; the second is old."""


def sniff(source: Source) -> bool:
    """Tell by gcovr's own version of its format."""
    return _is_report(source.json)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report; paths are relative to gcovr's `--root`.

    Raises:
        InvalidReportError: The report cannot be opened, or is not gcovr's JSON.
    """
    report = source.json
    if not _is_report(report):
        hint = "make it with `gcovr --json` (not --json-summary, which has no lines)"
        raise InvalidReportError(source.name, "not a JSON report of gcovr", hint=hint)
    for entry in objects(report["files"], "files", source.notes):
        path = entry.get("file")
        if isinstance(path, str) and path:
            yield _file(path, entry.get("lines"), source.notes)
        else:
            source.notes.skip("file without a name")


def _is_report(report: object) -> TypeGuard[dict[str, object]]:
    return isinstance(report, dict) and VERSION in report and isinstance(report.get("files"), list)


def _file(path: str, lines: object, notes: Notes) -> FileCoverage:
    file = FileCoverage(path)
    for record in objects(lines, "lines", notes):
        if _is_left_out(record):
            continue
        line = add_line(file, record.get("line_number"), record.get("count"), notes)
        branches = record.get("branches")
        if line is not None and branches:
            add_branches(file, line, _branches(branches, notes), notes)
    return file


def _branches(branches: object, notes: Notes) -> Iterator[tuple[object, object]]:
    for index, branch in enumerate(objects(branches, "branches", notes)):
        if not _is_left_out(branch):
            yield branch.get("branchno", index), branch.get("count")


def _is_left_out(record: dict[str, object]) -> bool:
    return any(record.get(key) for key in LEFT_OUT)
