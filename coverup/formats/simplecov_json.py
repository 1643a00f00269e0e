"""SimpleCov's coverage.json: its merged result, as its JSON formatter and simplecov-json write it.

https://github.com/simplecov-ruby/simplecov/tree/main/lib/simplecov/formatter/json_formatter
https://github.com/vicentllongo/simplecov-json
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._counts import hits_of, line_of
from coverup.formats._json import line_hits, take_branches
from coverup.formats._simplecov_branches import Conditions, add_conditions, numbered
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import BranchKey, FileCoverage

NAME = "simplecov-json"
ALIASES = ("simplecov-coverage-json",)
TITLE = "SimpleCov coverage.json"
TOOLS = "SimpleCov's JSON formatter (simplecov_json_formatter), simplecov-json"
MAPPING = (
    "Lines, and branches by the line they are reported at. What SimpleCov marks as ignored is "
    "left out, and so are methods, groups and totals. The files of old simplecov-json are read "
    "too."
)
RANK = 70
JOINED = False

IGNORED: Final = "ignored"
"""In place of hits, where a comment such as `# :nocov:` leaves code out."""

OLD_KEYS: Final = frozenset({"filename", "coverage"})
"""What simplecov-json has of each file."""


def sniff(source: Source) -> bool:
    """Tell by SimpleCov's version, or by the old formatter's list of files."""
    match source.json:
        case {"meta": {"simplecov_version": _}, "coverage": dict()}:
            return True
        case {"files": list(files)}:
            return any(isinstance(each, dict) and each.keys() >= OLD_KEYS for each in files)
        case _:
            return False


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report; paths are absolute, or relative to SimpleCov's root.

    Raises:
        InvalidReportError: The report cannot be opened, or is not SimpleCov's.
    """
    bases = _bases(source.json)
    for path, entry in _entries(source):
        if not isinstance(path, str) or not path:
            source.notes.skip("file without a name")
            continue
        match entry:
            case list(cells) | {"lines": list(cells)}:
                file = FileCoverage(path, _hits(cells, source.notes), bases=bases)
            case {"branches": _}:
                file = FileCoverage(path, bases=bases)
            case _:
                source.notes.skip("file without lines")
                continue
        if isinstance(entry, dict):
            take_branches(file, _branches(entry.get("branches"), source.notes), source.notes)
        yield file


def _entries(source: Source) -> Iterator[tuple[object, object]]:
    match source.json:
        case {"meta": dict(), "coverage": dict(files)}:
            yield from files.items()
        case {"files": list(files)}:
            for each in files:
                is_file = isinstance(each, dict)
                yield (each.get("filename"), each.get("coverage")) if is_file else (None, None)
        case _:
            hint = "name SimpleCov's coverage.json, or leave out --format to have it recognised"
            raise InvalidReportError(source.name, "not a JSON report of SimpleCov", hint=hint)


def _bases(report: object) -> tuple[str, ...]:
    match report:
        case {"meta": {"root": str(root)}} if root:
            return (root,)
        case _:
            return ()


def _hits(cells: list[object], notes: Notes) -> list[int | None]:
    return line_hits(cells, notes, (None, IGNORED))


def _branches(value: object, notes: Notes) -> Iterator[tuple[BranchKey, int]]:
    """Yield the arms: of a list, or of the old formatter's objects, which are Ruby's own."""
    if not isinstance(value, list):
        conditions: Conditions = {}
        add_conditions(conditions, value, notes)
        yield from numbered(conditions)
        return
    per_line: Counter[int] = Counter()
    for arm in value:
        if not isinstance(arm, dict):
            notes.skip("branch is not an object")
            continue
        # A report line of 0 stands above the first line of the file.
        line = line_of(arm.get("report_line") or arm.get("start_line"), notes)
        if line is None:
            continue
        index = per_line[line]
        per_line[line] += 1
        hits = None if arm.get("coverage") == IGNORED else hits_of(arm.get("coverage"), notes)
        if hits is not None:
            yield (line, 0, index), hits
