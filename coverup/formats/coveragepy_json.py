"""The JSON report of coverage.py (`coverage json`).

https://coverage.readthedocs.io/en/latest/commands/cmd_json.html
"""

from collections.abc import Iterator
from typing import Final, TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._coveragepy_entry import file_coverage
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "coveragepy-json"
ALIASES = ("coverage-json",)
TITLE = "coverage.py JSON report"
TOOLS = "coverage.py, pytest-cov, SlipCover"
GLOBS = ("coverage.json", "*coverage*.json")
RANK = 90
JOINED = False

META_KEYS: Final = frozenset({"branch_coverage", "show_contexts"})
"""In `meta` of every version of the format; other tools have a `meta`, too."""


def sniff(source: Source) -> bool:
    """Tell by coverage.py's own keys in `meta` and by the lines of a file in `files`."""
    report = source.json
    if not _is_report(report):
        return False
    files = report["files"].values()
    return not files or any(isinstance(each, dict) and "executed_lines" in each for each in files)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report; paths are absolute or relative to where the tests ran.

    Raises:
        InvalidReportError: The report cannot be opened, or is not coverage.py's JSON.
    """
    report = source.json
    if not _is_report(report):
        hint = "make it with `coverage json`, or leave out --format to have it recognised"
        raise InvalidReportError(source.name, "not a JSON report of coverage.py", hint=hint)
    for path, entry in report["files"].items():
        if path and isinstance(entry, dict):
            yield file_coverage(path, entry, source.notes)
        else:
            source.notes.skip("file without a name or without an object")


def _is_report(report: object) -> TypeGuard[dict[str, dict[str, object]]]:
    match report:
        case {"meta": dict(meta), "files": dict()}:
            return bool(META_KEYS & meta.keys())
        case _:
            return False
