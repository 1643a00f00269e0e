"""Codecov's custom JSON, and the JSON that covr (R) writes for Codecov.

https://docs.codecov.com/docs/codecov-custom-coverage-format
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._counts import hits_of, line_of
from coverup.formats.notes import Notes
from coverup.formats.source import Source, decode
from coverup.model import MAX_BRANCHES, FileCoverage

NAME = "codecov"
ALIASES = ("codecov-json",)
TITLE = "Codecov custom JSON"
TOOLS = "kcov, monocart, cargo-llvm-cov --codecov, covr, Devel::Cover, hpc-codecov"
MAPPING = (
    "Hits by line number, or as a list whose first item is unused. `a/b` is a of b branches, "
    "`true` a covered line. A file that is named twice is merged. Messages are left out; covr's "
    "own shape is read."
)
RANK = 35
JOINED = False

FRACTION: Final = re.compile(r"\s*([0-9]{1,18})\s*/\s*([0-9]{1,18})\s*")
"""Taken and all branches of a line that is covered in part, as in `1/2`."""
MEMBERS: Final = frozenset({"coverage", "messages"})

Pairs = tuple[tuple[str, object], ...]
"""An object of JSON with all of its members, even those that have the same name."""


def sniff(source: Source) -> bool:
    """Tell by files that have hits by line number, or by covr's name for itself."""
    match source.json:
        case {"uploader": "R", "files": list()}:
            return True
        case {"meta": _}:
            return False
        case {"coverage": dict(files), **rest}:
            is_known = any(map(_has_lines, files.values()))
            return is_known or (not files and rest.keys() <= MEMBERS)
        case _:
            return False


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report; one that is in it twice is yielded twice.

    Raises:
        InvalidReportError: The report cannot be opened, or is not Codecov's JSON.
    """
    for path, cells in _files(_document(source), source):
        if not isinstance(path, str) or not path:
            source.notes.skip("file without a name")
        elif isinstance(cells, tuple):
            yield _file(path, cells, source.notes)
        elif isinstance(cells, list):
            # There is no line 0, but a value for it.
            yield _file(path, enumerate(cells[1:], start=1), source.notes)
        else:
            source.notes.skip("file without lines")


def _has_lines(cells: object) -> bool:
    match cells:
        case dict():
            return any(key.isdecimal() for key in cells)
        case list():
            return all(isinstance(each, int | str | None) for each in cells)
        case _:
            return False


def _document(source: Source) -> Pairs:
    """Parse the report anew: writers by hand, such as kcov's, give two files the same name."""
    hint = "name a JSON report for Codecov, or leave out --format to have it recognised"
    if source.json is None:
        raise InvalidReportError(source.name, "not a JSON report for Codecov", hint=hint)
    try:
        document: object = json.loads(decode(source.read()), object_pairs_hook=tuple)
    except RecursionError as error:
        raise InvalidReportError(source.name, "JSON nested too deep", hint=hint) from error
    if not isinstance(document, tuple):
        raise InvalidReportError(source.name, "not a JSON report for Codecov", hint=hint)
    return document


def _files(document: Pairs, source: Source) -> Iterator[tuple[object, object]]:
    members = dict(document)
    files = members.get("files")
    if "coverage" not in members and isinstance(files, list):
        for each in files:
            entry = dict(each) if isinstance(each, tuple) else {}
            yield entry.get("name"), entry.get("coverage")
        return
    for name, value in document:
        if name == "coverage" and isinstance(value, tuple):
            yield from value
        elif name == "coverage":
            source.notes.skip("coverage is not an object")


def _file(path: str, cells: Iterable[tuple[object, object]], notes: Notes) -> FileCoverage:
    file = FileCoverage(path)
    for key, value in cells:
        if value is None:
            continue
        line = line_of(key, notes)
        if line is not None:
            _add(file, line, value, notes)
    return file


def _add(file: FileCoverage, line: int, value: object, notes: Notes) -> None:
    """Add a line: hits, `taken/all` branches, or true for one that is covered in part."""
    fraction = FRACTION.fullmatch(value) if isinstance(value, str) else None
    if fraction is None:
        hits = 1 if value is True else hits_of(value, notes)
        if hits is not None:
            file.hit(line, hits)
        return
    taken, total = map(int, fraction.groups())
    file.hit(line, int(taken > 0))
    if total > MAX_BRANCHES:
        notes.skip(f"more than {MAX_BRANCHES} branches on a line")
    elif total > 1:  # One of one says no more than that the line was hit.
        file.count_branches(line, total, min(taken, total))
