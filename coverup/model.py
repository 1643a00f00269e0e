"""What was measured: files with lines and branches, and the laws by which measurements merge.

The laws, for any measurements a, b and c of one file:

- order does not matter: `merge([a, b]) == merge([b, a])`;
- grouping does not matter, as long as a group is of one kind (`counted` or not);
- a file without lines changes nothing.

Lines: hits add up, a line is relevant if any measurement says so. Formats that only know "covered"
(0 or 1) are joined by the maximum: two runs of coverage.py do not make a line hit twice.
Branches with an identity merge by it. Branches that are only counted ("1 of 2") cannot be told
apart, so per line the larger (total, taken) stays.
"""

from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, TypeAlias

from coverup.packed import PackedBranches

BranchKey: TypeAlias = tuple[int, int, int]
"""Line (from 1), block and branch, the first three of Coveralls' four numbers."""

MAX_LINE: Final = 10_000_000
"""No source file is longer; a larger line number is a broken record, not a line."""
MAX_HITS: Final = 2**53 - 1
"""Readers of JSON in JavaScript and Ruby lose digits above this."""
MAX_BRANCHES: Final = 4096
"""No line has more branches; a larger number is a broken record."""
NEAR: Final = 100_000
"""Lines after this one wait until the source's length is known."""


@dataclass(slots=True)
class FileCoverage:
    """What one report, or several merged, measured of one source file.

    Attributes:
        path: The file as the report names it; after resolving, its name in the repository.
        lines: Hits by line, index 0 is line 1, None is a line that is not relevant.
        branches: Hits by branch, for formats that tell branches apart.
        branch_counts: (total, taken) by line, for formats that only count branches.
        bases: Folders that the report says `path` may be relative to.
        counted: Whether hits are true counts, not just 0 and 1.
        far: Hits of lines that hardly any source is long enough for: a broken report must not cost
            an array of millions of lines. `fit` moves them to `lines` if the source is that long.
    """

    path: str
    lines: list[int | None] = field(default_factory=list)
    branches: MutableMapping[BranchKey, int] = field(default_factory=dict)
    branch_counts: dict[int, tuple[int, int]] = field(default_factory=dict)
    bases: tuple[str, ...] = ()
    counted: bool = True
    far: dict[int, int] = field(default_factory=dict)

    def hit(self, line: int, hits: int) -> None:
        """Add hits to a line (1 to MAX_LINE; the caller has checked) and make it relevant."""
        lines = self.lines
        gap = line - len(lines)
        if gap > 0:
            if line > NEAR:
                self.far[line] = self._join(self.far.get(line), hits)
                return
            lines.extend([None] * gap)
        old = lines[line - 1]
        lines[line - 1] = hits if old is None and hits <= MAX_HITS else self._join(old, hits)

    def take(self, key: BranchKey, hits: int) -> None:
        """Add hits to a branch."""
        self.branches[key] = self._join(self.branches.get(key), hits)

    def count_branches(self, line: int, total: int, taken: int) -> None:
        """Record that `taken` of `total` branches of a line were taken."""
        self.branch_counts[line] = max(self.branch_counts.get(line, (0, 0)), (total, taken))

    def absorb(self, other: "FileCoverage") -> None:
        """Merge another measurement of the same kind into this one."""
        grow = len(other.lines) - len(self.lines)
        if grow > 0:
            self.lines.extend([None] * grow)
        for index, hits in enumerate(other.lines):
            if hits is not None:
                self.lines[index] = self._join(self.lines[index], hits)
        for key, hits in other.branches.items():
            self.take(key, hits)
        for line, (total, taken) in other.branch_counts.items():
            self.count_branches(line, total, taken)
        for line, hits in other.far.items():
            self.hit(line, hits)

    def fit(self, line_count: int) -> int:
        """Bring the lines to the source's length and return how many relevant ones were beyond it.

        Branches beyond it go too.
        """
        beyond = 0
        if len(self.lines) > line_count:
            cut = self.lines[line_count:]
            beyond = len(cut) - cut.count(None)
            self.lines = self.lines[:line_count]
        else:
            # A new list has no room to grow, which in many files adds up.
            self.lines = [*self.lines, *([None] * (line_count - len(self.lines)))]
        if self.far:
            beyond += self._bring_near(line_count)
        packed = self.packed_branches
        if self.branches and not (packed and packed.last_line <= line_count):
            self.branches = {k: hits for k, hits in self.branches.items() if k[0] <= line_count}
        if self.branch_counts:
            self.branch_counts = {k: n for k, n in self.branch_counts.items() if k <= line_count}
        return beyond

    def _bring_near(self, line_count: int) -> int:
        """Move far lines to the others, and return how many are beyond the source's end."""
        far, self.far = self.far, {}
        for line, hits in far.items():
            if line <= line_count:
                self.lines[line - 1] = self._join(self.lines[line - 1], hits)
        return sum(line > line_count for line in far)

    @property
    def packed_branches(self) -> PackedBranches | None:
        """All branches in one array, in the order of lines, if they are still as they were read."""
        branches = self.branches
        if isinstance(branches, PackedBranches) and branches.array and not self.branch_counts:
            return branches
        return None

    def all_branches(self) -> dict[BranchKey, int]:
        """Return every branch by identity, counted ones spread out, in the order of lines.

        Of n counted branches with t taken, the first t get the line's hits (at least 1). A line
        that also has branches with an identity keeps those: they know more.
        """
        if not self.branches:
            return {(line, 0, i): hits for line, _, i, hits in self._spread(self.branch_counts)}
        told_apart = {line for line, _, _ in self.branches}
        others = self.branch_counts.keys() - told_apart
        spread = {(line, 0, i): hits for line, _, i, hits in self._spread(others)}
        return dict(sorted({**self.branches, **spread}.items()))

    def flat_branches(self) -> list[int]:
        """Return line, block, branch and hits of each branch, one after the other."""
        if not self.branches:
            return list(chain.from_iterable(self._spread(self.branch_counts)))
        branches = self.all_branches().items()
        return list(chain.from_iterable((*key, hits) for key, hits in branches))

    def _spread(self, lines: Iterable[int]) -> Iterator[tuple[int, int, int, int]]:
        """Yield counted branches in order: line, block, branch and hits."""
        for line in sorted(lines):
            total, taken = self.branch_counts[line]
            hits = max(self.hits_of(line) or 0, 1)
            for branch in range(total):
                yield line, 0, branch, hits if branch < taken else 0

    def hits_of(self, line: int) -> int | None:
        """Return the hits of a line, None if it is not relevant."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else None

    def totals(self) -> "Totals":
        """Count this file's relevant and covered lines and branches."""
        return totals_of((self,))

    def count_lines(self) -> tuple[int, int]:
        """Return how many lines are relevant, and how many of them are covered."""
        return len(self.lines) - self.lines.count(None), len(list(filter(None, self.lines)))

    def count_all_branches(self) -> tuple[int, int]:
        """Return how many branches there are, and how many of them were taken."""
        if packed := self.packed_branches:
            return len(packed), packed.taken
        if not self.branches:
            counts = self.branch_counts.values()
            return sum(total for total, _ in counts), sum(taken for _, taken in counts)
        hits = list(self.all_branches().values())
        return len(hits), len(hits) - hits.count(0)

    def _join(self, old: int | None, new: int) -> int:
        if old is None:
            return min(new, MAX_HITS)
        return min(old + new, MAX_HITS) if self.counted else max(old, new)


def merge(parts: Iterable[FileCoverage]) -> FileCoverage:
    """Join what several reports measured of one file; the result has the first part's path.

    True counts add up; to them the 0s and 1s of the other formats are joined by the maximum.
    Parts are left as they are.

    Raises:
        ValueError: There are no parts.
    """
    parts = list(parts)
    if not parts:
        raise ValueError("nothing to merge")
    if len(parts) == 1:
        return parts[0]
    path = parts[0].path
    counted = _absorbed(path, (part for part in parts if part.counted), counted=True)
    flags = _absorbed(path, (part for part in parts if not part.counted), counted=False)
    if not any(part.counted for part in parts):
        return flags
    counted.counted = False
    counted.absorb(flags)
    counted.counted = True
    return counted


def _absorbed(path: str, parts: Iterator[FileCoverage], *, counted: bool) -> FileCoverage:
    joined = FileCoverage(path, counted=counted)
    for part in parts:
        joined.absorb(part)
    return joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many lines and branches are relevant, and how many of them covered."""

    lines: int = 0
    covered_lines: int = 0
    branches: int = 0
    covered_branches: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            lines=self.lines + other.lines,
            covered_lines=self.covered_lines + other.covered_lines,
            branches=self.branches + other.branches,
            covered_branches=self.covered_branches + other.covered_branches,
        )


def totals_of(files: Iterable[FileCoverage]) -> Totals:
    """Count the lines and branches of several files: in integers, as they may be many."""
    lines = covered_lines = branches = covered_branches = 0
    for file in files:
        relevant, covered = file.count_lines()
        all_branches, taken = file.count_all_branches()
        lines += relevant
        covered_lines += covered
        branches += all_branches
        covered_branches += taken
    return Totals(
        lines=lines,
        covered_lines=covered_lines,
        branches=branches,
        covered_branches=covered_branches,
    )


def percent(covered: int, relevant: int) -> float | None:
    """Return a percentage with two decimals, None when nothing is relevant.

    Only all gives 100.0 and only none gives 0.0: what rounding would make so stays a hundredth
    away.
    """
    if not relevant:
        return None
    rounded = round(covered * 100 / relevant, 2)
    if covered < relevant:
        rounded = min(rounded, 99.99)
    return max(rounded, 0.01) if covered else rounded
