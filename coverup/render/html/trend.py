"""How the coverage of lines went from run to run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from coverup.model import Totals
from coverup.pipeline.earlier import Earlier
from coverup.render.html.names import shown
from coverup.render.html.shares import Shares

WIDTH: Final = 240
HEIGHT: Final = 48
_MARGIN: Final = 5
"""Units of the drawing that its points stay away from its edges."""
_FLAT: Final = 2.0
"""Percentage points that the drawing spans at least: a tenth of a point is no cliff."""
_MOST: Final = 30
"""Runs that are shown; of more, the latest."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Earlier runs and this one.

    Attributes:
        runs: Their names and shares, this one last.
        points: Where the drawing has them.
        change: The change of the line coverage against the run before, in words.
    """

    runs: Sequence[tuple[str, Shares]]
    points: Sequence[tuple[float, float]]
    change: str

    @property
    def line(self) -> str:
        """The points as SVG wants them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


def trend(earlier: Sequence[Earlier], now: Totals) -> Trend | None:
    """Return the trend; None if there is nothing to compare with."""
    before = [(shown(each.name), Shares.of(each.totals)) for each in earlier]
    runs = [*before[1 - _MOST :], ("this run", Shares.of(now))]
    percents = [shares.lines.percent for _, shares in runs]
    known = [each for each in percents if each is not None]
    if not before or len(known) < 2 or percents[-1] is None:  # noqa: PLR2004 - a line has two ends
        return None
    return Trend(runs, _points(known), _change(known[-1] - known[-2]))


def _points(percents: Sequence[float]) -> list[tuple[float, float]]:
    span = max(max(percents) - min(percents), _FLAT)
    middle = (max(percents) + min(percents)) / 2
    step = (WIDTH - 2 * _MARGIN) / (len(percents) - 1)
    scale = (HEIGHT - 2 * _MARGIN) / span
    return [
        (round(_MARGIN + i * step, 1), round(HEIGHT / 2 - (each - middle) * scale, 1))
        for i, each in enumerate(percents)
    ]


def _change(points: float) -> str:
    if abs(points) < 0.005:  # noqa: PLR2004 - what two decimals show as 0
        return "no change"
    sign = "+" if points > 0 else "\N{MINUS SIGN}"
    return f"{sign}{abs(points):.2f} points"
