"""What several formats share: branches within bounds."""

from collections import Counter

from coverup.formats.notes import Notes
from coverup.model import MAX_BRANCHES, BranchKey, FileCoverage

TOO_MANY = f"more than {MAX_BRANCHES} branches on a line"


def count_branches(
    file: FileCoverage, line: int, counts: tuple[int, int], notes: Notes, at: int | None = None
) -> None:
    """Record (total, taken) branches of a line; note what cannot be right."""
    total, taken = counts
    if total > MAX_BRANCHES:
        notes.skip(TOO_MANY, at)
        return
    if taken > total:
        notes.skip("more branches taken than there are", at)
    if total:
        file.count_branches(line, total, min(taken, total))


class BranchTaker:
    """Adds branches with an identity to one file, up to MAX_BRANCHES a line."""

    def __init__(self, file: FileCoverage) -> None:
        self._file = file
        self._per_line: Counter[int] = Counter()

    def take(self, key: BranchKey, hits: int, notes: Notes, at: int | None = None) -> None:
        """Add hits to a branch, or note that its line has too many."""
        if key not in self._file.branches:
            if self._per_line[key[0]] >= MAX_BRANCHES:
                notes.skip(TOO_MANY, at)
                return
            self._per_line[key[0]] += 1
        self._file.take(key, hits)
