"""Gates: the least coverage that passes, and how much is missing where it does not.

All is reckoned in exact fractions: 79.996 % is below 80 %, whatever a table shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Final, Literal

from coverup.model import Totals

Unit = Literal["line", "branch"]

_PLURAL: Final[Mapping[Unit, str]] = {"line": "lines", "branch": "branches"}
_MOST_DIGITS: Final = 12
"""More are not told of a percentage, whatever it is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFailure:
    """A gate that does not hold.

    Attributes:
        name: What was demanded, by its option or key: `--fail-under`, `thresholds: src/**`.
        subject: What is too little: `lines`, `branches of the changed lines`.
        wanted: The least percentage.
        got: The percentage that there is.
        missing: How many more lines or branches would have to be covered.
        unit: Which of the two.
    """

    name: str
    subject: str
    wanted: Fraction
    got: Fraction
    missing: int
    unit: Unit = "line"

    @property
    def more(self) -> str:
        """What is missing: `12 more lines`."""
        unit = self.unit if self.missing == 1 else _PLURAL[self.unit]
        return f"{self.missing} more {unit}"

    def __str__(self) -> str:
        got, wanted = shown_pair(self.got, self.wanted)
        return f"{self.name}: {got} % of {self.subject} covered, less than {wanted} %: {self.more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The least coverage of something.

    Attributes:
        name: The gate's option or key, as failures name it.
        least: The least percentage that passes.
        subject: What has to be covered, in words.
        unit: Whether lines or branches count.
    """

    name: str
    least: Fraction
    subject: str = "lines"
    unit: Unit = "line"

    def failure(self, totals: Totals) -> GateFailure | None:
        """Return what is missing, None if nothing is or nothing is relevant."""
        covered, relevant = counts(totals, self.unit)
        got = share(covered, relevant)
        if got is None or got >= self.least:
            return None
        return GateFailure(
            name=self.name,
            subject=self.subject,
            wanted=self.least,
            got=got,
            missing=ceil(self.least * relevant / 100) - covered,
            unit=self.unit,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """All that is demanded of a measurement.

    Attributes:
        lines: Of the lines of all files.
        branches: Of the branches of all files.
        patch: Of the changed lines.
        max_drop: How many percent points the coverage of lines may be less than before.
        drop_name: The option or key of `max_drop`.
        paths: Of the lines of files that match a pattern, by the pattern.
        flags: Of the lines of each flag, by the flag.
    """

    lines: Gate | None = None
    branches: Gate | None = None
    patch: Gate | None = None
    max_drop: Fraction | None = None
    drop_name: str = "--max-drop"
    paths: Mapping[str, Gate] = field(default_factory=dict)
    flags: Mapping[str, Gate] = field(default_factory=dict)

    def drop(self, before: Fraction, when: str) -> Gate | None:
        """Return the gate that an earlier percentage makes, None if any drop is allowed."""
        if self.max_drop is None:
            return None
        allowed = shown_wanted(self.max_drop)
        name = f"{self.drop_name} {allowed} ({shown_wanted(before)} % in {when})"
        return Gate(name=name, least=max(before - self.max_drop, Fraction(0)))


def failures(pairs: Iterable[tuple[Gate, Totals]]) -> list[GateFailure]:
    """Return the failures of gates, each held against its totals."""
    found = (gate.failure(totals) for gate, totals in pairs)
    return [failure for failure in found if failure is not None]


def counts(totals: Totals, unit: Unit) -> tuple[int, int]:
    """Return how many lines or branches are covered, and how many are relevant."""
    if unit == "branch":
        return totals.covered_branches, totals.branches
    return totals.covered_lines, totals.lines


def share(covered: int, relevant: int) -> Fraction | None:
    """Return an exact percentage, None when nothing is relevant."""
    return Fraction(covered * 100, relevant) if relevant else None


def shown_wanted(percent: Fraction) -> str:
    """Return a percentage as a person would write it: `80`, `79.5`, `66.67`."""
    return _fixed(percent, 2).rstrip("0").rstrip(".")


def shown_pair(got: Fraction, wanted: Fraction) -> tuple[str, str]:
    """Return two percentages with so many digits that the first is seen to be less."""
    for digits in range(2, _MOST_DIGITS):
        if Fraction(_fixed(got, digits)) < Fraction(_fixed(wanted, digits)):
            return _fixed(got, digits), _fixed(wanted, digits).rstrip("0").rstrip(".")
    return str(got), str(wanted)


def _fixed(percent: Fraction, digits: int) -> str:
    """Return a decimal number with so many digits after the point, rounded once and exactly."""
    whole, part = divmod(round(percent * 10**digits), 10**digits)
    return f"{whole}.{part:0{digits}d}"
