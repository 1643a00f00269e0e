"""An earlier result, to compare with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from coverup.model import Totals
from coverup.verdict.gates import share

LARGEST: Final = 200_000_000
"""Bytes: the JSON of a repository with a million files is smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """An earlier result.

    Attributes:
        name: Where it is from, in words.
        percent: Its coverage of lines in percent; None if nothing was relevant.
        totals: Its lines and branches, if they are known.
        files: Lines and branches of its files by name, if they are known.
    """

    name: str
    percent: Fraction | None
    totals: Totals | None = None
    files: Mapping[str, Totals] = field(default_factory=dict)

    def change(self, totals: Totals) -> Fraction | None:
        """Return how many percent points more totals are; None where one of both has no share."""
        now = share(totals.covered_lines, totals.lines)
        return None if now is None or self.percent is None else now - self.percent


@dataclass(frozen=True, slots=True)
class Fallen:
    """A file that was covered better before.

    Attributes:
        name: The file.
        before: What it was.
        now: What it is.
    """

    name: str
    before: Totals
    now: Totals


def from_json(name: str, content: bytes) -> Previous:
    """Read what `coverup check --json`, or another command of coverup, printed in an earlier run.

    Raises:
        ValueError: It is no such document.
    """
    import orjson

    document = orjson.loads(content)
    try:
        totals = _totals(document["totals"])
        listed = document.get("source_files", ())
        files = {str(each["name"]): _totals(each["totals"]) for each in listed}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(name) from error
    percent = share(totals.covered_lines, totals.lines)
    return Previous(name=name, percent=percent, totals=totals, files=files)


def fallen(previous: Previous, files: Iterable[tuple[str, Totals]]) -> Iterator[Fallen]:
    """Yield the files whose coverage of lines is less than before, the largest drop first.

    It explains how a change that touches one file lets the whole fall, and the other way round.
    """
    drops = []
    for name, now in files:
        before = previous.files.get(name)
        if before is None:
            continue
        old = share(before.covered_lines, before.lines)
        new = share(now.covered_lines, now.lines)
        if old is not None and new is not None and new < old:
            drops.append((old - new, Fallen(name, before, now)))
    yield from (each for _, each in sorted(drops, key=lambda drop: (-drop[0], drop[1].name)))


def _totals(shares: Mapping[str, Mapping[str, object]]) -> Totals:
    lines, covered_lines = _counts(shares["lines"])
    branches, covered_branches = _counts(shares["branches"])
    return Totals(
        lines=lines,
        covered_lines=covered_lines,
        branches=branches,
        covered_branches=covered_branches,
    )


def _counts(share_of: Mapping[str, object]) -> tuple[int, int]:
    relevant, covered = share_of["relevant"], share_of["covered"]
    if not isinstance(relevant, int) or not isinstance(covered, int):
        raise TypeError(share_of)
    if not 0 <= covered <= relevant:
        raise ValueError(share_of)
    return relevant, covered
