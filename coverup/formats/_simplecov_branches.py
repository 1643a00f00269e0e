"""The branches in SimpleCov's results, as Ruby's Coverage module names them.

A condition and its arms are named by a type, an id and a place, as in `[:if, 0, 14, 6, 14, 50]`.
The id is another one in every process, so the place tells them apart:
https://docs.ruby-lang.org/en/master/Coverage.html
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from coverup.formats._counts import hits_of
from coverup.formats.notes import Notes
from coverup.model import MAX_HITS, MAX_LINE, BranchKey

NAME: Final = re.compile(r'\[:"?([^",]+)"?' + r", ([0-9]{1,12})" * 5 + r"\]")


class Place(NamedTuple):
    """Where a condition or an arm is, in the order by which they are numbered."""

    line: int
    column: int
    end_line: int
    end_column: int
    type: str


Conditions = dict[Place, dict[Place, int]]
"""The hits of the arms of each condition."""


def add_conditions(conditions: Conditions, value: object, notes: Notes) -> None:
    """Add the hits of what stands under `branches`; None and {} mean that there are none."""
    for name, arms in _members(value, notes):
        condition = _place(name)
        if condition is None:
            notes.skip("branch condition without a place")
            continue
        known = conditions.setdefault(condition, {})
        for arm_name, count in _members(arms, notes):
            arm = _place(arm_name)
            hits = None if arm is None else hits_of(count, notes)
            if arm is None:
                notes.skip("branch without a place")
            elif hits is not None:
                known[arm] = min(known.get(arm, 0) + hits, MAX_HITS)


def numbered(
    conditions: Conditions, skipped: Iterable[tuple[int, int]] = ()
) -> Iterator[tuple[BranchKey, int]]:
    """Yield the arms with their numbers: line of the condition, its index on it, index of the arm.

    Args:
        conditions: The arms, of all suites together.
        skipped: First and last lines of the parts of the source whose branches do not count.
    """
    skipped = list(skipped)
    per_line: Counter[int] = Counter()
    for condition, arms in sorted(conditions.items()):
        block = per_line[condition.line]
        per_line[condition.line] += 1
        for index, (arm, hits) in enumerate(sorted(arms.items())):
            if not any(first <= arm.end_line and arm.line <= last for first, last in skipped):
                yield (condition.line, block, index), hits


def _members(value: object, notes: Notes) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif value is not None:
        notes.skip("branches is not an object")


def _place(name: str) -> Place | None:
    found = NAME.fullmatch(name)
    if found is None:
        return None
    line, column, end_line, end_column = map(int, found.groups()[2:])
    if not 0 < line <= MAX_LINE:
        return None
    return Place(line, column, end_line, end_column, found[1])
