"""The JSON report of cargo-tarpaulin (`--out Json`).

https://github.com/xd009642/tarpaulin/blob/develop/src/report/json.rs
"""

from collections import Counter
from collections.abc import Iterator
from typing import TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._counts import hits_of, line_of
from coverup.formats._json import take_branches
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import BranchKey, FileCoverage

NAME = "tarpaulin"
ALIASES = ("tarpaulin-json",)
TITLE = "cargo-tarpaulin JSON report"
TOOLS = "cargo-tarpaulin"
MAPPING = (
    "`Line` has hits; `Branch` and `Condition` give two branches for each condition. Embedded "
    "sources and addresses are left out."
)
RANK = 40
JOINED = False


def sniff(source: Source) -> bool:
    """Tell by a file with its path in pieces and its traces."""
    report = source.json
    if not _is_report(report):
        return False
    files = report["files"]
    return any(map(_is_file, files)) or (not files and "coverable" in report)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report; their paths are absolute.

    Raises:
        InvalidReportError: The report cannot be opened, or is not tarpaulin's JSON.
    """
    report = source.json
    if not _is_report(report):
        hint = "make it with cargo tarpaulin --out Json, or leave out --format"
        raise InvalidReportError(source.name, "not a JSON report of tarpaulin", hint=hint)
    for entry in report["files"]:
        match entry:
            case {"path": list(parts), "traces": list(traces)} if path := _path(parts):
                yield _file(path, traces, source.notes)
            case _:
                source.notes.skip("file without path or traces")


def _is_report(report: object) -> TypeGuard[dict[str, list[object]]]:
    return isinstance(report, dict) and isinstance(report.get("files"), list)


def _is_file(entry: object) -> bool:
    match entry:
        case {"path": list(), "traces": list()}:
            return True
        case _:
            return False


def _path(parts: list[object]) -> str:
    r"""Join the pieces of a path, among which the root of a file system is `/` or `\`."""
    names = ["" if part == "/" else part for part in parts if part != "\\"]
    return "/".join(name for name in names if isinstance(name, str))


def _file(path: str, traces: list[object], notes: Notes) -> FileCoverage:
    file = FileCoverage(path)
    branches: list[tuple[BranchKey, int]] = []
    per_line: Counter[int] = Counter()
    for trace in traces:
        line, hits, outcomes = _trace(trace, notes)
        if line is None or hits is None:
            continue
        file.hit(line, hits)
        for outcome in outcomes:
            branches.append(((line, 0, per_line[line]), outcome))
            per_line[line] += 1
    take_branches(file, branches, notes)
    return file


def _trace(trace: object, notes: Notes) -> tuple[int | None, int | None, list[int]]:
    """Return the line of a trace, its hits, and whether each outcome of its conditions was seen."""
    match trace:
        case {"line": number, "stats": {"Line": count}}:
            return line_of(number, notes), hits_of(count, notes), []
        case {"line": number, "stats": {"Branch": dict(state)}}:
            outcomes = _outcomes([state])
        case {"line": number, "stats": {"Condition": list(states)}}:
            outcomes = _outcomes(states)
        case _:
            notes.skip("trace without line or hits")
            return None, None, []
    return line_of(number, notes), max(outcomes, default=0), outcomes


def _outcomes(states: list[object]) -> list[int]:
    """Return two for each condition, true and false; a condition that is none has seen neither."""
    return [
        int(isinstance(state, dict) and state.get(outcome) is True)
        for state in states
        for outcome in ("been_true", "been_false")
    ]
