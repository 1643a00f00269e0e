"""The lines and branches of one Cobertura class, as its `line` elements tell them."""

import re
from dataclasses import dataclass, field
from typing import Final

from coverup.formats._cobertura_runs import Run
from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count, line_number
from coverup.model import MAX_BRANCHES, FileCoverage

TAKEN_OF_TOTAL: Final = re.compile(r"\(\s*(\d{1,18})\s*/\s*(\d{1,18})\s*\)")
"""How `condition-coverage` ends, as in `50% (1/2)`."""


@dataclass(slots=True)
class _Untold:
    """A line with branches that does not say how many.

    Attributes:
        line: Its number.
        hits: Its hits.
        is_garbled: Whether it tried to say.
        conditions: The `coverage` attributes of its `condition` elements.
    """

    line: int
    hits: int
    is_garbled: bool
    conditions: list[str] = field(default_factory=list)


class Block:
    """The lines of a class, or those of its methods, which mostly repeat them.

    Attributes:
        file: What was measured.
        is_empty: Whether there was no line, not even a broken one.
        untold: The current line, if it waits for its conditions.
    """

    def __init__(self, file: FileCoverage, notes: Notes) -> None:
        self.file = file
        self.is_empty = True
        self.untold: _Untold | None = None
        self._notes = notes

    def add_line(self, attributes: dict[str, str], at: int) -> None:
        """Add a `line` element by its attributes."""
        self.is_empty = False
        line = line_number(attributes.get("number", ""), self._notes, at)
        if line is None:
            return
        hits = hit_count(attributes.get("hits", ""), self._notes, at)
        if hits is None:
            return
        self.file.hit(line, hits)
        covered = attributes.get("condition-coverage")
        # Older tools have condition-coverage without branch; .NET's write "True".
        branch = attributes.get("branch", "false" if covered is None else "true")
        if branch != "false" and branch.strip().lower() == "true":
            self._add_branches(_Untold(line, hits, covered is not None), covered or "", at)

    def add_run(self, run: Run, at: int) -> None:
        """Add a run of `line` elements that starts at a line of the report."""
        if self.untold is None and run.add_to(self.file):
            self.is_empty = False
            return
        for attributes, below in run.each_line():
            self.add_line(attributes, at + below)
            self.end_line(at + below)

    def add_branches(self, number: str, covered: str, at: int) -> None:
        """Count the branches of a line that is not relevant."""
        line, found = line_number(number, self._notes, at), TAKEN_OF_TOTAL.fullmatch(covered)
        if line is not None and found is not None:
            self._count(line, int(found[2]), int(found[1]), at)

    def end_line(self, at: int) -> None:
        """Count the branches of a line by its conditions, now that they are known."""
        untold = self.untold
        if untold is None:
            return
        self.untold = None
        if untold.conditions:
            counts = [_branches_of(coverage) for coverage in untold.conditions]
            total, taken = (sum(column) for column in zip(*counts, strict=True))
            self._count(untold.line, total, taken, at)
        elif untold.is_garbled:
            self._notes.skip("condition-coverage without a count", at)
        else:
            # Scoverage marks branches as lines of their own.
            self._count(untold.line, 1, min(untold.hits, 1), at)

    def _add_branches(self, untold: _Untold, covered: str, at: int) -> None:
        found = TAKEN_OF_TOTAL.search(covered)
        if found:
            self._count(untold.line, int(found[2]), int(found[1]), at)
        else:
            self.untold = untold

    def _count(self, line: int, total: int, taken: int, at: int) -> None:
        if total > MAX_BRANCHES:
            self._notes.skip(f"more than {MAX_BRANCHES} branches on a line", at)
            return
        if taken > total:
            self._notes.skip("more branches taken than there are", at)
        if total:
            self.file.count_branches(line, total, min(taken, total))


def _branches_of(coverage: str) -> tuple[int, int]:
    """Return (total, taken) of one `condition`.

    Grcov has one for each branch, with "0" or "1". Others have one for each jump, with "0%", "50%"
    or "100%" of its two branches; a switch, whose number of branches is not told, is taken so too.
    """
    text = coverage.strip()
    is_jump = text.endswith("%")
    try:
        part = float(text.removesuffix("%"))
    except ValueError:
        part = 0.0
    if not is_jump:
        return 1, int(part > 0)
    return 2, 2 if part >= 100 else int(part > 0)  # noqa: PLR2004 - per cent
