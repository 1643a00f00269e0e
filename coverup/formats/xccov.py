"""The JSON of Xcode's coverage archive (`xcrun xccov view --archive --json`).

xccov has no published description; `man xccov` and `xcrun xccov help view` name the command.
"""

from collections.abc import Iterator
from typing import TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._counts import add_line, objects
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "xccov"
ALIASES = ("xcode", "xccov-json")
TITLE = "Xcode coverage archive as JSON"
TOOLS = "xcrun xccov view --archive --json"
MAPPING = (
    "Executable lines with their counts. Subranges are parts of lines, not branches, and left "
    "out; what `--report` writes has no lines and is refused."
)
RANK = 40
JOINED = False


def sniff(source: Source) -> bool:
    """Tell by the first line of the first file that has any."""
    report = source.json
    if not _is_object(report):
        return False
    first = next((lines[0] for lines in report.values() if isinstance(lines, list) and lines), None)
    return isinstance(first, dict) and first.keys() >= {"line", "isExecutable"}


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the archive; paths are absolute.

    Raises:
        InvalidReportError: The report cannot be opened, or is no JSON object.
    """
    report = source.json
    if not _is_object(report) or isinstance(report.get("targets"), list):
        hint = "make it with `xcrun xccov view --archive --json RESULT.xcresult`"
        raise InvalidReportError(source.name, "not an archive of xccov as JSON", hint=hint)
    for path, lines in report.items():
        if path and isinstance(lines, list):
            yield _file(path, lines, source.notes)
        else:
            source.notes.skip("file without a name or without an array of lines")


def _is_object(report: object) -> TypeGuard[dict[str, object]]:
    return isinstance(report, dict)


def _file(path: str, lines: list[object], notes: Notes) -> FileCoverage:
    file = FileCoverage(path)
    for record in objects(lines, "lines", notes):
        if record.get("isExecutable") is True:
            add_line(file, record.get("line"), record.get("executionCount"), notes)
    return file
