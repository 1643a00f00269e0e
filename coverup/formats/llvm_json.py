"""The JSON export of LLVM (`llvm-cov export`), also through cargo-llvm-cov and Swift.

https://llvm.org/docs/CommandGuide/llvm-cov.html#llvm-cov-export
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final, TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._counts import hits_of, line_of, objects
from coverup.formats._json import take_branches
from coverup.formats._llvm_lines import line_hits, segments_of
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import MAX_HITS, BranchKey, FileCoverage

NAME = "llvm"
ALIASES = ("llvm-cov", "llvm-json", "llvm-cov-json")
TITLE = "LLVM JSON export"
TOOLS = "llvm-cov export, cargo-llvm-cov with --json, swift test with --enable-code-coverage"
MAPPING = (
    "Lines as `llvm-cov show` prints them, worked out from the segments; two branches per "
    "condition, instantiations added up. Conditions in a macro are branches of the line that "
    "uses it, as in LLVM's LCOV and totals. Functions and MC/DC are left out; an export with "
    "`-summary-only` is refused."
)
RANK = 82
JOINED = False

TYPE: Final = "llvm.coverage.json.export"

Place = tuple[int, int, bool, int, int, int, int]
"""Where a condition counts, whether it is in a macro used there, and where it begins and ends.

All places are a line and a column.
"""
Condition = tuple[int, int, int, int, int, int]
"""Where a condition begins and ends, how often it was true and how often false."""


def sniff(source: Source) -> bool:
    """Tell by the type that the export names itself."""
    return _is_export(source.json)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the export; paths are those the compiler was given.

    Raises:
        InvalidReportError: The report cannot be opened, is not an export of llvm-cov, or is a
            summary without lines.
    """
    report = source.json
    if not _is_export(report):
        hint = "make it with `llvm-cov export`, or leave out --format"
        raise InvalidReportError(source.name, "not an export of llvm-cov", hint=hint)
    notes = source.notes
    parts = objects(report.get("data"), "data", notes)
    listed = (part["files"] for part in parts if isinstance(part.get("files"), list))
    files = list(chain.from_iterable(objects(each, "files", notes) for each in listed))
    if not any("segments" in each for each in files):
        hint = "make the export without -summary-only"
        raise InvalidReportError(source.name, "only a summary, which has no lines", hint=hint)
    for entry in files:
        path, segments = entry.get("filename"), entry.get("segments")
        if isinstance(path, str) and path and isinstance(segments, list):
            yield _file(path, segments, entry, notes)
        else:
            notes.skip("file without a name or without segments")


def _is_export(report: object) -> TypeGuard[dict[str, object]]:
    return isinstance(report, dict) and report.get("type") == TYPE


def _file(
    path: str, segments: list[object], entry: Mapping[str, object], notes: Notes
) -> FileCoverage:
    file = FileCoverage(path)
    for line, hits in line_hits(segments_of(segments, notes), notes):
        file.hit(line, hits)
    take_branches(file, _branches(entry, notes), notes)
    return file


def _branches(entry: Mapping[str, object], notes: Notes) -> Iterator[tuple[BranchKey, int]]:
    """Yield two branches per condition with their hits, its instantiations added up.

    The column is the block, so that a condition has the same numbers in every export. Those that
    begin at one place are counted on, first those of the line itself, then those of macros.
    """
    sides: defaultdict[Place, list[int]] = defaultdict(lambda: [0, 0])
    for place, true, false in _conditions(entry, notes):
        sides[place][0] += true
        sides[place][1] += false
    per_start: Counter[tuple[int, int]] = Counter()
    for (line, column, *_), both in sorted(sides.items()):
        for hits in both:
            yield (line, column, per_start[line, column]), hits
            per_start[line, column] += 1


def _conditions(entry: Mapping[str, object], notes: Notes) -> Iterator[tuple[Place, int, int]]:
    """Yield the conditions of a file, then those of the macros that it uses."""
    for line, column, end, end_column, true, false in _counted(entry.get("branches"), notes):
        yield (line, column, False, line, column, end, end_column), true, false
    expansions = entry.get("expansions")
    for expansion in objects(expansions, "expansions", notes) if expansions else ():
        conditions = list(_counted(expansion.get("branches"), notes))
        used_at = _start(expansion.get("source_region"), notes) if conditions else None
        if used_at:
            yield from (((*used_at, True, *c[:4]), *c[4:]) for c in conditions)


def _counted(branches: object, notes: Notes) -> Iterator[Condition]:
    for value in branches if isinstance(branches, list) else ():
        match value:
            case [_, _, int(end), int(end_column), true, false, *_]:
                start = _start(value, notes)
                taken, untaken = hits_of(true, notes), hits_of(false, notes)
                if start and taken is not None and untaken is not None:
                    yield *start, end, end_column, taken, untaken
            case _:
                notes.skip("branch is not an array of lines, columns and counts")


def _start(region: object, notes: Notes) -> tuple[int, int] | None:
    """Return the line and column where a region of code begins."""
    match region:
        case [line, int(column), *_] if type(column) is int and 0 <= column <= MAX_HITS:
            number = line_of(line, notes)
            return None if number is None else (number, column)
        case _:
            notes.skip("region does not begin at a line and a column")
            return None
