"""Which files a table shows, and in which order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from coverup.verdict.gates import share
from coverup.verdict.totals import FileVerdict, FolderVerdict

Row = FileVerdict | FolderVerdict
_NOTHING_RELEVANT: Final = Fraction(101)
"""Sorts after all percentages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What to show.

    Attributes:
        sort: `name`, `percent` or `branches` (lowest first), or `missed` (most first).
        below: Only what has less coverage of lines than this, in percent.
        only: Only files of these names.
        folders: Whether folders are shown in place of files.
    """

    sort: str = "name"
    below: Fraction | None = None
    only: frozenset[str] | None = None
    folders: bool = False

    def rows(self, files: Iterable[FileVerdict], folders: Iterable[FolderVerdict]) -> list[Row]:
        """Return the files or folders that are wanted, in their order."""
        found: Iterable[Row] = folders if self.folders else files
        wanted = [each for each in found if self._shows(each)]
        return sorted(wanted, key=lambda each: (_KEYS[self.sort](each), each.name))

    def _shows(self, row: Row) -> bool:
        if self.only is not None and isinstance(row, FileVerdict) and row.name not in self.only:
            return False
        return self.below is None or _lines(row) < self.below


def _lines(row: Row) -> Fraction:
    return share(row.totals.covered_lines, row.totals.lines) or _none(row.totals.lines)


def _branches(row: Row) -> Fraction:
    return share(row.totals.covered_branches, row.totals.branches) or _none(row.totals.branches)


def _none(relevant: int) -> Fraction:
    return Fraction(0) if relevant else _NOTHING_RELEVANT


_KEYS: Final[Mapping[str, Callable[[Row], Fraction]]] = {
    "name": lambda _: Fraction(0),
    "percent": _lines,
    "branches": _branches,
    "missed": lambda row: Fraction(row.totals.covered_lines - row.totals.lines),
}
