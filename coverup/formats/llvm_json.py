"""The JSON export of LLVM (`llvm-cov export`), also through cargo-llvm-cov and Swift.

https://llvm.org/docs/CommandGuide/llvm-cov.html#llvm-cov-export
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
    "condition, instantiations added up. Functions, expansions and MC/DC are left out; an "
    "export with `-summary-only` is refused."
)
GLOBS = ("coverage.json", "cov.json", "llvm-cov.json", "*llvm*cov*.json")
RANK = 75
JOINED = False

TYPE: Final = "llvm.coverage.json.export"

Place = tuple[int, int, int, int]
"""Where a condition begins and ends: line and column, line and column."""


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
            yield _file(path, segments, entry.get("branches"), notes)
        else:
            notes.skip("file without a name or without segments")


def _is_export(report: object) -> TypeGuard[dict[str, object]]:
    return isinstance(report, dict) and report.get("type") == TYPE


def _file(path: str, segments: list[object], branches: object, notes: Notes) -> FileCoverage:
    file = FileCoverage(path)
    for line, hits in line_hits(segments_of(segments, notes), notes):
        file.hit(line, hits)
    if isinstance(branches, list):
        _add_branches(file, branches, notes)
    return file


def _add_branches(file: FileCoverage, branches: list[object], notes: Notes) -> None:
    """Add two branches per condition, its instantiations added up.

    The column is the block, so that a condition has the same numbers in every export.
    """
    sides: defaultdict[Place, list[int]] = defaultdict(lambda: [0, 0])
    for value in branches:
        condition = _condition(value, notes)
        if condition is not None:
            place, true, false = condition
            sides[place][0] += true
            sides[place][1] += false
    take_branches(file, _numbered(sides), notes)


def _numbered(sides: Mapping[Place, Sequence[int]]) -> Iterator[tuple[BranchKey, int]]:
    """Yield branches with their hits; conditions that begin at one place are counted on."""
    per_start: Counter[tuple[int, int]] = Counter()
    for (line, column, *_), both in sorted(sides.items()):
        for hits in both:
            yield (line, column, per_start[line, column]), hits
            per_start[line, column] += 1


def _condition(value: object, notes: Notes) -> tuple[Place, int, int] | None:
    match value:
        case [start, int(column), int(end), int(end_column), true, false, *_] if (
            0 <= column <= MAX_HITS
        ):
            line, taken, untaken = (
                line_of(start, notes),
                hits_of(true, notes),
                hits_of(false, notes),
            )
            if line is None or taken is None or untaken is None:
                return None
            return (line, column, end, end_column), taken, untaken
        case _:
            notes.skip("branch is not an array of lines, columns and counts")
            return None
