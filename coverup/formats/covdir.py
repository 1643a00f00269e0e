"""Covdir: folders within folders down to the hits of each file's lines, as grcov writes it.

https://github.com/mozilla/grcov/blob/master/src/covdir.rs
"""

from collections.abc import Iterator
from typing import Final, TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._json import line_hits
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "covdir"
ALIASES = ("covdir-json",)
TITLE = "Covdir JSON"
TOOLS = "grcov"
MAPPING = (
    "Nested folders become paths; -1 is a line that is not relevant. There are no branches. "
    "Percentages are left out."
)
RANK = 40
JOINED = False

IRRELEVANT: Final = (-1, None)
LONGEST: Final = 4096
"""Characters of a path; operating systems know no longer ones."""

Folder = dict[str, object]


def sniff(source: Source) -> bool:
    """Tell by the root folder: its children and its percentage."""
    report = source.json
    return _is_folder(report) and "coveragePercent" in report


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of all folders.

    Raises:
        InvalidReportError: The report cannot be opened, or is not covdir.
    """
    report = source.json
    if not _is_folder(report):
        hint = "make it with grcov --output-types covdir, or leave out --format"
        raise InvalidReportError(source.name, "not a covdir report", hint=hint)
    waiting = [("", report)]
    while waiting:
        folder, node = waiting.pop()
        for name, child in _children(node):
            path = f"{folder}/{name}" if folder.rstrip("/") else f"{folder}{name}"
            if not name or len(path) > LONGEST:
                source.notes.skip("path that cannot be one")
            elif _is_folder(child):
                waiting.append((path, child))
            elif isinstance(child, dict) and isinstance(cells := child.get("coverage"), list):
                yield FileCoverage(path, line_hits(cells, source.notes, IRRELEVANT))
            else:
                source.notes.skip("neither a folder nor a file with coverage")


def _is_folder(node: object) -> TypeGuard[Folder]:
    return isinstance(node, dict) and isinstance(node.get("children"), dict)


def _children(node: Folder) -> Iterator[tuple[str, object]]:
    children = node["children"]
    if isinstance(children, dict):
        yield from children.items()
