"""The verdict as a table that fits the terminal, and the lines below it.

No line is longer than the terminal is wide, so that no terminal wraps one. Names are shortened in
the middle: the file's own name and the first folder are what people look for. What is not covered
has a column where there is room for one, else a line of its own below the file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from coverup.model import Totals
from coverup.pipeline.wording import counted
from coverup.render.columns import padded, shortened, width_of
from coverup.render.console import visible
from coverup.render.verdict_words import change_words, patch_words, percent_text, share_words
from coverup.verdict import FileVerdict, Verdict
from coverup.verdict.comparison import fallen
from coverup.verdict.patch import PatchFile
from coverup.verdict.ranges import shown_lines
from coverup.verdict.view import Row, View

_GAP: Final = "  "
_INDENT: Final = "    "
_LEAST_NAME: Final = 12
_LONGEST_NAME: Final = 60
"""Columns that a name gets at the most where there is a column of uncovered lines beside it."""
_LEAST_WIDTH: Final = 50
"""Columns below which branches are only in the summary."""
_LEAST_UNCOVERED: Final = 30
_MOST_LINES: Final = 3
"""Lines of the table that one file's uncovered lines may take."""
_MOST_FALLEN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is written on.

    Attributes:
        width: Columns.
        whole: Whether everything is listed, however long.
    """

    width: int = 100
    whole: bool = False


def verdict(found: Verdict, view: View, paper: Paper) -> Iterator[str]:
    """Yield the table, the changed lines that are not covered, and what all comes to."""
    rows = view.rows(found.files, found.folders)
    if rows:
        yield from _Table.of(rows, found.totals, view, paper).lines()
        yield ""
    if found.patch is not None:
        yield from _changed(found.patch.files, paper)
    yield from _wrapped(summary(found, len(rows), view), paper)


def summary(found: Verdict, shown: int, view: View) -> Iterator[str]:
    """Yield what all comes to, a sentence each."""
    everything = len(found.folders if view.folders else found.files)
    what = "folder" if view.folders else "file"
    if shown < everything:
        yield f"{shown} of {counted(everything, what)} shown"
    yield f"{counted(len(found.files), 'file')}, {share_words(found.totals)}"
    if found.patch is not None:
        yield patch_words(found.patch)
    if found.previous is not None:
        yield change_words(found.previous, found.totals)
        files = ((file.name, file.totals) for file in found.files)
        drops = list(fallen(found.previous, files))
        for each in drops[:_MOST_FALLEN]:
            before, now = percent_text(each.before), percent_text(each.now)
            yield f"less than before: {visible(each.name)}, {before} to {now} %"
        if drops[_MOST_FALLEN:]:
            yield f"and {counted(len(drops) - _MOST_FALLEN, 'more file')} less than before"


def _changed(files: Sequence[PatchFile], paper: Paper) -> Iterator[str]:
    lacking = [file for file in files if file.missed or file.partial]
    if not lacking:
        return
    yield "changed lines that are not covered"
    for file in lacking:
        yield f"  {shortened(visible(file.name), paper.width - 2)}"
        if file.missed:
            yield from _indented(f"missed {shown_lines(file.missed)}", paper)
        if file.partial:
            yield from _indented(f"partly covered {shown_lines(file.partial)}", paper)
    yield ""


def _indented(text: str, paper: Paper) -> Iterator[str]:
    lines = _cut(text, paper.width - len(_INDENT), paper)
    return (f"{_INDENT}{line}" for line in lines)


def _wrapped(lines: Iterator[str], paper: Paper) -> Iterator[str]:
    """Yield sentences, broken where they have commas."""
    for line in lines:
        first, *more = _flowed(line.split(", "), paper.width - len(_GAP))
        yield shortened(first, paper.width)
        yield from (f"{_GAP}{shortened(each, paper.width - len(_GAP))}" for each in more)


def _cut(text: str, width: int, paper: Paper) -> list[str]:
    """Return items in lines of a width; those that are left out after the third are counted."""
    items = text.split(", ") if text else []
    lines = _flowed(items, width)
    if paper.whole or len(lines) <= _MOST_LINES:
        return lines
    # No item takes less than a digit, a comma and a space.
    most = min(len(items) - 1, _MOST_LINES * width // 3)
    for kept in range(most, 0, -1):
        lines = _flowed([*items[:kept], f"and {len(items) - kept} more"], width)
        if len(lines) <= _MOST_LINES:
            return lines
    return lines


def _flowed(items: Sequence[str], width: int) -> list[str]:
    """Return items with commas between them, in lines that break between items only."""
    lines: list[str] = []
    for number, item in enumerate(items, start=1):
        word = item if number == len(items) else f"{item},"
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass
class _Table:
    """Rows of text in columns: a name, numbers, and what is not covered."""

    heads: list[str]
    rows: list[tuple[list[str], str]]
    foot: list[str]
    paper: Paper
    widths: list[int] = field(init=False)

    @classmethod
    def of(cls, rows: Sequence[Row], totals: Totals, view: View, paper: Paper) -> "_Table":
        """Write the cells of all rows, without branches where there is no room for them."""
        branches = bool(totals.branches) and paper.width >= _LEAST_WIDTH
        heads = ["folder" if view.folders else "file", "lines", "%"]
        cells = [(_cells(row, branches=branches), _uncovered(row)) for row in rows]
        foot = ["all", *_numbers(totals, branches=branches)]
        return cls([*heads, *(("branches", "%") if branches else ())], cells, foot, paper)

    def __post_init__(self) -> None:
        table = [self.heads, *(cells for cells, _ in self.rows), self.foot]
        self.widths = [max(map(width_of, column)) for column in zip(*table, strict=True)]
        room = self.paper.width - sum(self.widths[1:]) - len(_GAP) * (len(self.widths) - 1)
        natural = min(self.widths[0], _LONGEST_NAME)
        self._beside = room - natural - len(_GAP)
        if self._beside < _LEAST_UNCOVERED:
            self._beside, natural = 0, min(self.widths[0], room)
        self.widths[0] = max(natural, _LEAST_NAME)

    def lines(self) -> Iterator[str]:
        """Yield the table's lines."""
        has_uncovered = any(text for _, text in self.rows)
        last = "not covered" if self._beside and has_uncovered else ""
        yield self._line(self.heads, last)
        for cells, text in self.rows:
            if not self._beside:
                yield self._line(cells)
                yield from _indented(text, self.paper)
                continue
            first, *more = _cut(text, self._beside, self.paper) or [""]
            yield self._line(cells, first)
            yield from (self._line([""] * len(cells), each) for each in more)
        yield self._line(self.foot)

    def _line(self, cells: Sequence[str], last: str = "") -> str:
        name, *numbers = cells
        shown = [padded(shortened(name, self.widths[0]), self.widths[0])]
        shown += [f"{each:>{width}}" for each, width in zip(numbers, self.widths[1:], strict=True)]
        return _GAP.join((*shown, last)).rstrip()


def _cells(row: Row, *, branches: bool) -> list[str]:
    return [visible(row.name) or ".", *_numbers(row.totals, branches=branches)]


def _numbers(totals: Totals, *, branches: bool) -> list[str]:
    cells = [f"{totals.covered_lines}/{totals.lines}", percent_text(totals)]
    if branches:
        cells += [f"{totals.covered_branches}/{totals.branches}", percent_text(totals, "branch")]
    return cells


def _uncovered(row: Row) -> str:
    return row.uncovered if isinstance(row, FileVerdict) else ""
