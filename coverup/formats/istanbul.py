"""Istanbul's JSON: `coverage-final.json`, and the raw files in `.nyc_output`.

Jest, Vitest, c8 and Cypress write it, too. Lines and branches are counted as by Istanbul itself:
https://github.com/istanbuljs/istanbuljs/blob/main/packages/istanbul-lib-coverage/lib/file-coverage.js
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._counts import hits_of, line_of
from coverup.formats._json import members, take_branches, with_repeats
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import MAX_HITS, BranchKey, FileCoverage

NAME = "istanbul"
ALIASES = ("nyc", "istanbul-json", "coverage-final")
TITLE = "Istanbul JSON"
TOOLS = "nyc, Jest, Vitest, c8, Cypress, Playwright (monocart), Karma"
MAPPING = (
    "A line has the hits of its most executed statement; branches are told apart by the line of "
    "the decision, its id and the way taken. Functions and what the source tells Istanbul to "
    "ignore are left out. So are files that were measured as transpiled code "
    "(`inputSourceMap`): their lines are not the source's."
)
RANK = 78
JOINED = True

PLAIN_DIGITS: Final = 6
"""A branch id with more digits is no number of a branch."""

Record = dict[str, object]


def sniff(source: Source) -> bool:
    """Tell by a file that has Istanbul's statements and their counts."""
    return _is_report(source.json)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report, or of all parts of it; paths are mostly absolute.

    `--all` lists files that were never loaded: such a stub is left out when another part has the
    file. Files that were transpiled before they were measured are left out with a remark.

    Raises:
        InvalidReportError: The report cannot be opened, or is not Istanbul's JSON.
    """
    records = [record for part in _parts(source) for record in _records(part)]
    loaded = {path for path, record in records if record.get("all") is not True}
    transpiled = 0
    for path, record in records:
        if record.get("all") is True and path in loaded:
            continue
        if record.get("inputSourceMap"):
            transpiled += 1
        else:
            yield _file(path, record, source.notes)
    if transpiled:
        source.notes.remark(
            f"{transpiled} file{'s' if transpiled > 1 else ''} left out, measured as transpiled "
            "code (inputSourceMap) with other lines: nyc report --reporter=lcov maps them back"
        )


def is_transpiled(source: Source) -> bool:
    """Tell whether files of a report were measured as transpiled code."""
    records = source.json.values() if isinstance(source.json, dict) else ()
    return any(isinstance(each, dict) and _record(each).get("inputSourceMap") for each in records)


def _parts(source: Source) -> Iterator[Source]:
    if not source.parts:
        yield source
    for path in source.parts:
        yield replace(source, path=path, name=path.name, parts=())


def _is_report(report: object) -> TypeGuard[dict[str, object]]:
    return isinstance(report, dict) and any(
        isinstance(entry, dict) and _record(entry).keys() >= {"statementMap", "s"}
        for entry in report.values()
    )


def _record(entry: Record) -> Record:
    """Return what was measured of a file; old versions wrap it."""
    wrapped = entry.get("data")
    return wrapped if isinstance(wrapped, dict) else entry


def _records(source: Source) -> Iterator[tuple[str, Record]]:
    report = source.json
    if not isinstance(report, dict) or (report and not _is_report(report)):
        hint = "name coverage-final.json or lcov.info, not coverage-summary.json"
        raise InvalidReportError(source.name, "not Istanbul's JSON", hint=hint)
    once = sum(_has_statements(_record(each)) for each in report.values() if isinstance(each, dict))
    for key, entry in members(with_repeats(source, report, b'"statementMap"', once)):
        record = _record(entry) if isinstance(entry, dict) else {}
        path = record.get("path") or key
        if isinstance(path, str) and path and _has_statements(record):
            yield path, record
        else:
            source.notes.skip("file without a name or without statements")


def _has_statements(record: Record) -> bool:
    return isinstance(record.get("statementMap"), dict) and isinstance(record.get("s"), dict)


def _file(path: str, record: Record, notes: Notes) -> FileCoverage:
    file = FileCoverage(path)
    lines: dict[int, int] = {}
    for _, statement, count in _counted(record, "statementMap", "s", notes):
        line = _line(notes, _get(statement, "start", "line"))
        hits = None if line is None else hits_of(count, notes)
        if line is not None and hits is not None:
            lines[line] = max(lines.get(line, 0), hits)
    for line, hits in lines.items():
        file.hit(line, hits)
    take_branches(file, _branches(record, notes), notes)
    return file


def _counted(
    record: Record, places: str, counts: str, notes: Notes
) -> Iterator[tuple[str, Record, object]]:
    """Yield id, place and count of what has both; what the source tells to ignore is left out."""
    mapped, counted = record.get(places), record.get(counts)
    if not isinstance(mapped, dict) or not isinstance(counted, dict):
        return
    for key, place in mapped.items():
        if not isinstance(place, dict) or key not in counted:
            notes.skip(f"{places} has an item without a place or a count")
        elif place.get("skip") is not True:
            yield key, place, counted[key]


def _branches(record: Record, notes: Notes) -> Iterator[tuple[BranchKey, int]]:
    """Yield branches with their hits: line of the decision, its id and the number of the way taken.

    V8's branches are numbered by what was executed, so their ids change from run to run: the column
    stands for them.
    """
    used: Counter[tuple[int, int]] = Counter()
    for key, branch, counts in _counted(record, "branchMap", "b", notes):
        start = _get(branch, "loc", "start")
        line = _line(notes, branch.get("line"), _get(start, "line"), _first_line(branch))
        if line is None:
            continue
        is_of_v8 = branch.get("type") == "branch"
        block = _column(start) if is_of_v8 else _number(key, len(used))
        for hits in _ways(branch, counts, notes):
            yield (line, block, used[line, block]), hits
            used[line, block] += 1


def _ways(branch: Record, counts: object, notes: Notes) -> Iterator[int]:
    """Yield the hits of the ways that a branch may take."""
    if not isinstance(counts, list):
        notes.skip("counts of a branch are not an array")
        return
    locations = branch.get("locations")
    places = locations if isinstance(locations, list) else []
    for index, count in enumerate(counts):
        if index < len(places) and _get(places[index], "skip") is True:
            continue
        hits = hits_of(count, notes)
        if hits is not None:
            yield hits


def _line(notes: Notes, *candidates: object) -> int | None:
    """Return the first line number there is; source maps leave some places without any."""
    line = next((each for each in candidates if each is not None), None)
    if line is None:
        notes.skip("place without a line")
        return None
    return line_of(line, notes)


def _first_line(branch: Record) -> object:
    locations = branch.get("locations")
    first = locations[0] if isinstance(locations, list) and locations else None
    return _get(first, "start", "line")


def _column(start: object) -> int:
    column = _get(start, "column")
    return column if type(column) is int and 0 <= column <= MAX_HITS else 0


def _number(key: str, otherwise: int) -> int:
    is_plain = key.isascii() and key.isdigit() and len(key) <= PLAIN_DIGITS
    return int(key) if is_plain else otherwise


def _get(value: object, *keys: str) -> object:
    """Return what is under keys within one another, None where there is nothing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
