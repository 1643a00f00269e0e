"""Branches as Coveralls sends them: a flat array of line, block, branch and hits."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

from coverup.model import BranchKey, FileCoverage

NUMBERS: Final = 4
"""How many items of the flat array make a branch."""


def by_identity(flat: Sequence[int]) -> dict[BranchKey, int]:
    """Return the hits of each branch; those of one that comes twice are added."""
    file = FileCoverage("")
    for start in range(0, len(flat), NUMBERS):
        line, block, branch, hits = flat[start : start + NUMBERS]
        file.take((line, block, branch), hits)
    return dict(file.branches)


def flat_array(branches: Mapping[BranchKey, int]) -> list[int]:
    """Return the flat array of branches: the opposite of `by_identity`."""
    return list(chain.from_iterable((*key, hits) for key, hits in branches.items()))
