"""The JSON report of coverage.py (`coverage json`).

https://coverage.readthedocs.io/en/latest/commands/cmd_json.html
"""

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._coveragepy_entry import Entry, file_coverage
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "coveragepy-json"
ALIASES = ("coverage-json",)
TITLE = "coverage.py JSON report"
TOOLS = "coverage.py, pytest-cov, SlipCover"
MAPPING = (
    "`executed_lines` and `missing_lines`, `executed_branches` and `missing_branches`. Excluded "
    "lines are left out; so are functions and classes, which repeat the same."
)
RANK = 90
JOINED = False

COUNTS_HINT: Final = "make the report with coverage.py 7.13.1 or newer, or upload `coverage xml`"
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
            file = file_coverage(path, entry, source.notes)
            _drop_docstrings(source, file, entry)
            yield file
        else:
            source.notes.skip("file without a name or without an object")


def _is_report(report: object) -> TypeGuard[dict[str, dict[str, object]]]:
    match report:
        case {"meta": dict(meta), "files": dict()}:
            return bool(META_KEYS & meta.keys())
        case _:
            return False


def _drop_docstrings(source: Source, file: FileCoverage, entry: Entry) -> None:
    """Make docstrings irrelevant where the summary does not count them, though they were executed.

    They are in the reports of coverage.py before 7.13.1; which lines they are, the source tells.
    """
    match entry.get("summary"):
        case {"covered_lines": int(covered)} if file.totals().covered_lines > covered:
            for line in _docstrings(source.locate(file.path)):
                if file.hits_of(line):
                    file.lines[line - 1] = None
            if file.totals().covered_lines > covered:
                problem = f"lines that are no code count as covered, as in {file.path}"
                source.notes.remark(f"{problem}; {COUNTS_HINT}")
        case _:
            pass


def _docstrings(path: Path | None) -> set[int]:
    """Return the first lines of the docstrings that are executed: of the module and its classes."""
    if path is None:
        return set()
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return set()
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef))
    return {
        node.body[0].lineno for node in nodes if ast.get_docstring(node, clean=False) is not None
    }
