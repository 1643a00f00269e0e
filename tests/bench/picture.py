"""Curves as SVG: both axes logarithmic, so that what grows as fast as its cause is a diagonal."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final

Point = tuple[float, float]

_WIDTH: Final = 640
_HEIGHT: Final = 360
_LEFT: Final = 70
_RIGHT: Final = 150
_TOP: Final = 40
_BOTTOM: Final = 50
_COLOURS: Final = ("#0b6fa4", "#c2410c", "#15803d", "#7e22ce")
_STYLE: Final = (
    "text{font:13px sans-serif;fill:#444}.grid{stroke:#ddd}.curve{fill:none;stroke-width:2}"
    "@media(prefers-color-scheme:dark){text{fill:#ccc}.grid{stroke:#444}}"
)


def curves(title: str, across: str, up: str, series: Mapping[str, Sequence[Point]]) -> str:
    """Draw a curve for each series of points, which must be above 0.

    Args:
        title: What is shown.
        across: What the horizontal axis measures, with its unit.
        up: What the vertical axis measures, with its unit.
        series: Points by the name of their curve.
    """
    points = [point for each in series.values() for point in each]
    horizontal = _Axis([x for x, _ in points], _LEFT, _WIDTH - _RIGHT)
    vertical = _Axis([y for _, y in points], _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        _text(_LEFT, 20, title),
        _text(_LEFT, _HEIGHT - 12, across),
        _text(8, _TOP - 6, up),
    ]
    for value in horizontal.marks:
        x = horizontal.place(value)
        parts += (_line(x, _TOP, x, _HEIGHT - _BOTTOM), _text(x - 8, _HEIGHT - 32, f"{value:g}"))
    for value in vertical.marks:
        y = vertical.place(value)
        parts += (_line(_LEFT, y, _WIDTH - _RIGHT, y), _text(8, y + 4, f"{value:g}"))
    for colour, (name, each) in zip(_COLOURS, series.items(), strict=False):
        path = " ".join(f"{horizontal.place(x):.1f},{vertical.place(y):.1f}" for x, y in each)
        parts.append(f'<polyline class="curve" stroke="{colour}" points="{path}"/>')
        x, y = each[-1]
        parts.append(_text(horizontal.place(x) + 6, vertical.place(y) + 4, name))
    return "\n".join((*parts, "</svg>\n"))


class _Axis:
    """A logarithmic axis from one power of ten to another."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self._low = floor(log10(min(values)))
        self._high = max(ceil(log10(max(values))), self._low + 1)
        self._start, self._end = start, end

    @property
    def marks(self) -> list[float]:
        """The powers of ten on it."""
        return [10.0**power for power in range(self._low, self._high + 1)]

    def place(self, value: float) -> float:
        """Return where a value lies, in pixels."""
        share = (log10(value) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="grid" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
