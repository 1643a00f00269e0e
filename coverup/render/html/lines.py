"""The lines of one file: what each says of hits and branches, as rows of a table."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from coverup.model import FileCoverage

MISSED: Final = "m"
PARTIAL: Final = "p"
COVERED: Final = "c"
"""The classes of rows; a line that is not relevant has none."""
STOP: Final = "s"
"""The class of a row that is jumped to: the first of lines that are not all covered."""
_LARGE: Final = 100_000
"""Hits from which on a column has only room for a rounded number."""
_UNITS: Final = ((10**15, "P"), (10**12, "T"), (10**9, "G"), (10**6, "M"), (10**3, "k"))


@dataclass(slots=True)
class MeasuredLines:
    """What was measured of each line of a file.

    Attributes:
        file: The file.
        branches: Hits of the branches of each line that has any, in their order.
        stops: Where uncovered lines start, and where they end.
    """

    file: FileCoverage
    branches: dict[int, list[int]] = field(init=False)
    stops: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        branches: defaultdict[int, list[int]] = defaultdict(list)
        for (line, _, _), hits in self.file.all_branches().items():
            branches[line].append(hits)
        self.branches = dict(branches)
        self.stops = dict(self._stops())

    def state(self, line: int) -> str:
        """Return the class of a line's row; `""` if the line is not relevant."""
        hits = self.file.hits_of(line)
        if hits == 0:
            return MISSED
        branches = self.branches.get(line)
        if branches and 0 in branches:
            return PARTIAL
        return COVERED if branches or hits is not None else ""

    def relevant(self) -> list[int]:
        """Return the lines that were measured."""
        lines = (line for line, hits in enumerate(self.file.lines, start=1) if hits is not None)
        return sorted({*lines, *self.branches})

    def _stops(self) -> Iterator[tuple[int, int]]:
        """Yield the first and last lines without full coverage, over lines that do not count."""
        first = last = 0
        for line in self.relevant():
            if self.state(line) != COVERED:
                first, last = first or line, line
            elif first:
                yield first, last
                first = 0
        if first:
            yield first, last


def row(measured: MeasuredLines, line: int, source: str) -> str:
    """Return the row of a line; end tags that HTML allows to leave out are left out."""
    state = measured.state(line)
    end = measured.stops.get(line)
    if end is not None:
        state += f" {STOP}"
    attributes = f' class="{state}"' if state else ""
    if end is not None:
        attributes += f' data-to="{end}"'
    hits = _hits(measured.file.hits_of(line), counted=measured.file.counted)
    branches = _branches(measured, line)
    return f'<tr id="L{line}"{attributes}><th>{line}<td>{hits}<td>{branches}<td>{source}\n'


def rows(measured: MeasuredLines, texts: Sequence[str]) -> Iterator[str]:
    """Yield the rows of all lines of the source, and of measured lines that it does not have."""
    for line, text in enumerate(texts, start=1):
        yield row(measured, line, text)
    for line in measured.relevant():
        if line > len(texts):
            yield row(measured, line, "")


def _hits(hits: int | None, *, counted: bool) -> str:
    if hits is None:
        return ""
    if hits and not counted:
        return "✓"
    if hits < _LARGE:
        return str(hits)
    size, unit = next(each for each in _UNITS if hits >= each[0])
    return f'<abbr title="{hits}">{hits // size}{unit}</abbr>'


def _branches(measured: MeasuredLines, line: int) -> str:
    """Return how many branches were taken, with each of them to be opened if it is known."""
    branches = measured.branches.get(line)
    if not branches:
        return ""
    taken = f"{len(branches) - branches.count(0)}/{len(branches)}"
    if line in measured.file.branch_counts:
        return taken
    counted = measured.file.counted
    items = "".join(
        f"<li>{_hits(hits, counted=counted)}" if hits else '<li class="m">missed'
        for hits in branches
    )
    return f"<details><summary>{taken}</summary><ol>{items}</ol></details>"
