"""What the JSON formats share that list the hits of a file's lines one after the other."""

from collections import Counter
from collections.abc import Iterable

from coverup.formats._counts import hits_of
from coverup.formats.notes import Notes
from coverup.model import MAX_BRANCHES, MAX_HITS, BranchKey, FileCoverage


def line_hits(
    cells: list[object], notes: Notes, irrelevant: tuple[object, ...] = (None,)
) -> list[int | None]:
    """Return the hits of lines 1, 2, 3 and so on, None for a line that is not relevant.

    A cell that is no number is noted, and its line is not relevant; strings of digits, fractions
    and negative numbers are read as in the text formats.

    Args:
        cells: One value for each line.
        notes: Where broken cells are noted.
        irrelevant: What the format writes for a line that is not relevant.
    """
    return [
        cell
        if type(cell) is int and 0 <= cell <= MAX_HITS
        else None
        if cell in irrelevant
        else hits_of(cell, notes)
        for cell in cells
    ]


def take_branches(
    file: FileCoverage, branches: Iterable[tuple[BranchKey, int]], notes: Notes
) -> None:
    """Add the hits of branches to a file; those beyond MAX_BRANCHES of a line are noted."""
    per_line: Counter[int] = Counter()
    for key, hits in branches:
        if key not in file.branches:
            per_line[key[0]] += 1
            if per_line[key[0]] > MAX_BRANCHES:
                notes.skip(f"more than {MAX_BRANCHES} branches on a line")
                continue
        file.take(key, hits)
