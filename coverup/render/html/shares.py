"""Totals as pages show them."""

from dataclasses import dataclass
from typing import Final

from coverup.model import Totals, percent

_GOOD: Final = 80
_FAIR: Final = 50
NONE: Final = "\N{EN DASH}"
"""Stands where nothing is relevant."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of something is covered."""

    covered: int
    relevant: int

    @property
    def missed(self) -> int:
        """How much is not covered."""
        return self.relevant - self.covered

    @property
    def percent(self) -> float | None:
        """The share in percent, None when nothing is relevant."""
        return percent(self.covered, self.relevant)

    @property
    def missed_text(self) -> str:
        """How much is not covered, as people read it."""
        return str(self.missed) if self.relevant else NONE

    @property
    def text(self) -> str:
        """The share as people read it."""
        return NONE if self.percent is None else f"{self.percent:.2f} %"

    @property
    def level(self) -> str:
        """The class of its bar: `good`, `fair` or `poor`."""
        share = self.percent or 0
        return "good" if share >= _GOOD else "fair" if share >= _FAIR else "poor"


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of lines and branches."""

    lines: Share
    branches: Share

    @classmethod
    def of(cls, totals: Totals) -> "Shares":
        """Return the shares of totals."""
        return cls(
            Share(totals.covered_lines, totals.lines),
            Share(totals.covered_branches, totals.branches),
        )
