"""What the pages and their `.json` forms say about source files.

The names of the numbers are those of Coveralls' own `.json` pages. `covered_percent` counts lines
and branches together, as Coveralls does unless a repository's settings say otherwise
(https://github.com/lemurheavy/coveralls-public/issues/1386).
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, cast

from coverup.model import FileCoverage, Totals, percent
from coverup.sandbox.rows import measured_of
from coverup.sandbox.store import Store

Shown: TypeAlias = dict[str, object]


def file_of_job(store: Store, job_id: int, name: str) -> Shown | None:
    """Return one file of a job with its lines, None if there is none.

    Without the file's source only relevant lines and lines with branches are listed.
    """
    with store.transaction() as db:
        row = db.execute(
            "SELECT * FROM files WHERE job_id = ? AND name = ?", (job_id, name)
        ).fetchone()
    if row is None:
        return None
    measured = measured_of(row)
    source = cast(str | None, row["source"])
    lines = list(_lines(measured, source))
    return {**shown_file(measured), "has_source": source is not None, "lines": lines}


def numbers(totals: Totals) -> Shown:
    """Return totals under the names of Coveralls' own `.json` pages."""
    relevant = totals.lines + totals.branches
    covered = totals.covered_lines + totals.covered_branches
    return {
        "covered_percent": percent(covered, relevant),
        "line_percent": percent(totals.covered_lines, totals.lines),
        "branch_percent": percent(totals.covered_branches, totals.branches),
        "relevant_lines": totals.lines,
        "covered_lines": totals.covered_lines,
        "missed_lines": totals.lines - totals.covered_lines,
        "relevant_branches": totals.branches,
        "covered_branches": totals.covered_branches,
        "missed_branches": totals.branches - totals.covered_branches,
    }


def shown_file(measured: FileCoverage) -> Shown:
    """Return a file's name, its numbers and the lines without hits."""
    return {
        "name": measured.path,
        **numbers(measured.totals()),
        "missed_ranges": missed_ranges(measured.lines),
    }


def missed_ranges(lines: Iterable[int | None]) -> list[str]:
    """Return the lines without hits as ranges; lines that are not relevant do not end a range."""
    ranges: list[tuple[int, int]] = []
    is_open = False
    for line, hits in enumerate(lines, start=1):
        if hits == 0:
            first = ranges.pop()[0] if is_open else line
            ranges.append((first, line))
            is_open = True
        elif hits is not None:
            is_open = False
    return [str(first) if first == last else f"{first}-{last}" for first, last in ranges]


def _lines(measured: FileCoverage, source: str | None) -> Iterator[Shown]:
    texts = (source or "").replace("\r\n", "\n").removesuffix("\n").split("\n")
    branches: dict[int, list[int]] = {}
    for (line, _, _), hits in measured.all_branches().items():
        branches.setdefault(line, []).append(hits)
    length = max(len(measured.lines), len(texts))
    for number in sorted({*range(1, length + 1), *branches}):
        hits_of_branches = branches.get(number, [])
        hits_of_line = measured.hits_of(number)
        if source is not None or hits_of_line is not None or hits_of_branches:
            yield {
                "number": number,
                "hits": hits_of_line,
                "branches": len(hits_of_branches),
                "covered_branches": len(hits_of_branches) - hits_of_branches.count(0),
                "text": texts[number - 1] if number <= len(texts) else "",
            }
