"""Which lines and branches of a file are not covered, as short text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from coverup.model import BranchKey, FileCoverage

Partial: TypeAlias = dict[int, tuple[list[BranchKey], int]]
"""By line: the branches that were missed, and how many branches it has."""


def uncovered(
    file: FileCoverage, partial: Partial, jumps: Mapping[BranchKey, str] | None = None
) -> str:
    """Return what is not covered, in the order of lines: `12-18, 40, 52->exit, 60 (1/2)`.

    A range goes over lines that are not relevant, as in coverage.py's reports. A covered line with
    missed branches has each by its jump if that is known, else how many of its branches were taken.
    A jump to an uncovered line is not told: the line is.

    Args:
        file: What was measured.
        partial: Its missed branches, as `partial_branches` gives them.
        jumps: Where branches lead to, as far as that is known: a line, or `exit`.
    """
    ranges = [(first, shown_range(first, last)) for first, last in missed_ranges(file.lines)]
    branches = list(_partial_texts(file, partial, jumps or {}))
    return ", ".join(text for _, text in sorted(ranges + branches, key=lambda each: each[0]))


def missed_ranges(lines: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each run without hits, over lines that are not relevant."""
    first = last = 0
    for line, hits in enumerate(lines, start=1):
        if hits == 0:
            first, last = first or line, line
        elif hits is not None and first:
            yield first, last
            first = 0
    if first:
        yield first, last


def shown_range(first: int, last: int) -> str:
    """Return a range as people read it."""
    return str(first) if first == last else f"{first}-{last}"


def partial_branches(file: FileCoverage) -> Partial:
    """Return the missed branches of each line that is not uncovered as a whole."""
    branches = file.all_branches()
    numbers: Counter[int] = Counter()
    missed: defaultdict[int, list[BranchKey]] = defaultdict(list)
    for key, hits in branches.items():
        numbers[key[0]] += 1
        if not hits:
            missed[key[0]].append(key)
    return {line: (keys, numbers[line]) for line, keys in missed.items() if file.hits_of(line) != 0}


def _partial_texts(
    file: FileCoverage, partial: Partial, jumps: Mapping[BranchKey, str]
) -> Iterator[tuple[int, str]]:
    for line, (missed, number) in partial.items():
        if all(key in jumps for key in missed):
            told = [jumps[key] for key in missed if not _is_missed(file, jumps[key])]
            if told:
                yield line, ", ".join(f"{line}->{target}" for target in told)
        else:
            yield line, f"{line} ({number - len(missed)}/{number})"


def _is_missed(file: FileCoverage, target: str) -> bool:
    """Tell whether a jump leads to a line that is told as uncovered already."""
    return target.isdecimal() and file.hits_of(int(target)) == 0


def shown_lines(lines: Iterable[int]) -> str:
    """Return line numbers as text, those that follow one another as a range."""
    ranges: list[list[int]] = []
    for line in sorted(lines):
        if ranges and line == ranges[-1][1] + 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    return ", ".join(shown_range(first, last) for first, last in ranges)
