"""The JSON report of gcov (`gcov --json-format`), gzipped as gcov writes it or not.

https://gcc.gnu.org/onlinedocs/gcc/Invoking-Gcov.html
"""

from collections.abc import Iterator
from typing import TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._counts import add_branches, add_line, objects
from coverup.formats._exclusions import apply_markers
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "gcov-json"
ALIASES = ("gcovjson",)
TITLE = "gcov JSON report"
TOOLS = "gcov of GCC 9 and newer with --json-format"
MAPPING = (
    "Instances of a line and branches by index add up. Paths are relative to "
    "`current_working_directory`. Functions, calls and conditions are left out, since Coveralls "
    "has no place for them."
)
RANK = 74
JOINED = False


def sniff(source: Source) -> bool:
    """Tell by the list of files and gcov's own keys beside it."""
    return _is_report(source.json)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report.

    Paths are absolute or relative to where the compiler ran.

    Raises:
        InvalidReportError: The report cannot be opened, or is not gcov's JSON.
    """
    report = source.json
    if not _is_report(report):
        hint = "make it with `gcov --json-format --branch-probabilities`"
        raise InvalidReportError(source.name, "not a JSON report of gcov", hint=hint)
    folder = report.get("current_working_directory")
    bases = (folder,) if isinstance(folder, str) and folder else ()
    for entry in objects(report["files"], "files", source.notes):
        file = _file(entry, bases, source.notes)
        if file is not None:
            if source.lcov_exclusions:
                apply_markers(file, source)
            yield file


def _is_report(report: object) -> TypeGuard[dict[str, object]]:
    match report:
        case {"files": list(), "format_version": str(), "gcc_version": str()}:
            return True
        case {"files": list(), "format_version": str(), "current_working_directory": str()}:
            return True
        case _:
            return False


def _file(entry: dict[str, object], bases: tuple[str, ...], notes: Notes) -> FileCoverage | None:
    path = entry.get("file")
    if not isinstance(path, str) or not path:
        notes.skip("file without a name")
        return None
    file = FileCoverage(path, bases=bases)
    for record in objects(entry.get("lines"), "lines", notes):
        # Instances of a template or inline function have a record each for the same line.
        line = add_line(file, record.get("line_number"), record.get("count"), notes)
        branches = record.get("branches")
        if line is not None and branches:
            hits = (each.get("count") for each in objects(branches, "branches", notes))
            add_branches(file, line, enumerate(hits), notes)
    return file
