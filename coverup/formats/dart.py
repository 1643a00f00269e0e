"""The raw JSON of Dart's VM (`dart test --coverage=DIRECTORY`), a file per test suite.

https://pub.dev/packages/coverage
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._counts import add_line, hits_of, line_of, objects
from coverup.formats.notes import Notes
from coverup.formats.source import HEAD_SIZE, Source
from coverup.model import FileCoverage

NAME = "dart"
ALIASES = ("dart-json",)
TITLE = "Dart VM coverage JSON"
TOOLS = "dart test --coverage, collect_coverage"
MAPPING = (
    "Hits of all isolates add up; `branchHits` give one branch per line. `package:NAME/` is "
    "`lib/` of the folder whose `pubspec.yaml` has that name; libraries of the SDK and other "
    "packages are left out."
)
RANK = 40
JOINED = False

PACKAGE: Final = "package:"
MAX_RANGE: Final = 10_000
"""Old VMs write a range of lines as "3-7"; a longer one is not believed."""

_NAME: Final = re.compile(rb"^name[ \t]*:[ \t]*[\"']?([A-Za-z_]\w*)", re.MULTILINE)
_RANGE: Final = re.compile(r"(\d{1,8})-(\d{1,8})")


def sniff(source: Source) -> bool:
    """Tell by the type that the report names itself, and its list of scripts."""
    return _is_report(source.json)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the scripts of the packages around the report; those of others are left out.

    Raises:
        InvalidReportError: The report cannot be opened, or is not the Dart VM's.
    """
    report = source.json
    if not _is_report(report):
        hint = "make it with `dart test --coverage=coverage`, or leave out --format"
        raise InvalidReportError(source.name, "not a coverage report of the Dart VM", hint=hint)
    packages = _packages(source)
    for entry in objects(report["coverage"], "coverage", source.notes):
        file = _place(entry.get("source"), packages, source.notes)
        if file is not None:
            _add_lines(file, entry.get("hits"), source.notes)
            _add_branches(file, entry.get("branchHits"), source.notes)
            yield file


def _is_report(report: object) -> TypeGuard[dict[str, object]]:
    match report:
        case {"type": "CodeCoverage", "coverage": list()}:
            return True
        case _:
            return False


def _packages(source: Source) -> dict[str, str]:
    """Return the folders of the packages that the report is in, by their names."""
    folder, root = source.path.resolve().parent, source.root.resolve()
    around = [folder, *folder.parents] if folder.is_relative_to(root) else [folder]
    found: dict[str, str] = {}
    for each in around:
        name = _package_name(each / "pubspec.yaml")
        if name:
            found.setdefault(name, str(each))
        if each == root:
            break
    return found


def _package_name(pubspec: Path) -> str | None:
    try:
        with pubspec.open("rb") as file:
            match = _NAME.search(file.read(HEAD_SIZE))
    except OSError:
        return None
    return match[1].decode() if match else None


def _place(uri: object, packages: dict[str, str], notes: Notes) -> FileCoverage | None:
    """Return an empty measurement of a script, None if it is not this project's."""
    if not isinstance(uri, str) or not uri:
        notes.skip("script without a source")
        return None
    if uri.startswith("dart:"):
        return None  # Dart's own libraries; the VM lists them in every report.
    if not uri.startswith(PACKAGE):
        return FileCoverage(uri)
    name, _, path = uri.removeprefix(PACKAGE).partition("/")
    if name not in packages:
        # By the end of its path alone it could be taken for a file of this project.
        notes.skip("script of another package, or of one without pubspec.yaml around the report")
        return None
    return FileCoverage(f"lib/{path}", bases=(packages[name],))


def _add_lines(file: FileCoverage, flat: object, notes: Notes) -> None:
    for line, hits in _pairs(flat, notes):
        span = _RANGE.fullmatch(line) if isinstance(line, str) else None
        if span is None:
            add_line(file, line, hits, notes)
            continue
        first, last = int(span[1]), int(span[2])
        if not first <= last < first + MAX_RANGE:
            notes.skip("range of lines is not believable")
            continue
        for each in range(first, last + 1):
            add_line(file, each, hits, notes)


def _add_branches(file: FileCoverage, flat: object, notes: Notes) -> None:
    """Add one branch for each block that the VM counted, as format_coverage does for LCOV."""
    for value, hits in _pairs(flat, notes) if flat is not None else ():
        line, count = line_of(value, notes), hits_of(hits, notes)
        if line is not None and count is not None:
            file.take((line, 0, 0), count)


def _pairs(flat: object, notes: Notes) -> Iterator[tuple[object, object]]:
    """Yield lines with their hits from an array where they follow one another."""
    if not isinstance(flat, list) or len(flat) % 2:
        notes.skip("hits are not pairs of line and count")
        return
    yield from zip(islice(flat, 0, None, 2), islice(flat, 1, None, 2), strict=True)
