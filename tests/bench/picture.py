"""Curves as SVG: both axes logarithmic, so that what grows as fast as its cause is a diagonal."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final

Point = tuple[float, float]

_WIDTH: Final = 720
_HEIGHT: Final = 400
_LEFT: Final = 70
_RIGHT: Final = 180
_TOP: Final = 56
_BOTTOM: Final = 56
_LINE: Final = 16
_COLOURS: Final = ("#0b6fa4", "#b93c0a", "#15803d", "#7e22ce", "#8a6d00")
_DARK: Final = ("#5cb8ea", "#ff9a6b", "#62d388", "#cf9bff", "#e2c14d")
"""The same colours, light enough to be seen on a dark page."""
_STYLE: Final = (
    ".page{fill:#fff}text{font:13px sans-serif;fill:#333}.title{font-weight:bold}"
    ".grid{stroke:#ddd}.pace{stroke:#999;stroke-dasharray:3 5}"
    "polyline{fill:none;stroke-width:2}.end{text-anchor:end}.middle{text-anchor:middle}"
)
_NIGHT: Final = ".page{fill:#14171c}text{fill:#ddd}.grid{stroke:#3a3f47}.pace{stroke:#888}"


def curves(title: str, across: str, up: str, series: Mapping[str, Sequence[Point]]) -> str:
    """Draw a curve for each series of points, which must be above 0.

    Dashed lines in the background rise as fast as what is across.

    Args:
        title: What is shown.
        across: What the horizontal axis measures, with its unit.
        up: What the vertical axis measures, with its unit.
        series: Points by the name of their curve; as many as there are colours.
    """
    points = [point for each in series.values() for point in each]
    horizontal = _Axis([x for x, _ in points], _LEFT, _WIDTH - _RIGHT)
    vertical = _Axis([y for _, y in points], _HEIGHT - _BOTTOM, _TOP)
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{_style()}</style>",
        f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}"/>',
        _text(_LEFT, 22, title, "title"),
        _text(middle, _HEIGHT - 14, f"{across} (dashed: grows as fast)", "middle"),
        _text(12, _TOP - 12, up),
        *_grid(horizontal, vertical),
        *_drawn(horizontal, vertical, series),
    )
    return "\n".join((*parts, "</svg>\n"))


class _Axis:
    """A logarithmic axis from one power of ten to another."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low = floor(log10(min(values)))
        self.high = max(ceil(log10(max(values))), self.low + 1)
        self._start, self._end = start, end

    @property
    def marks(self) -> list[float]:
        """The powers of ten on it."""
        return [10.0**power for power in range(self.low, self.high + 1)]

    def place(self, value: float) -> float:
        """Return where a value lies, in pixels."""
        share = (log10(value) - self.low) / (self.high - self.low)
        return self._start + share * (self._end - self._start)


def _style() -> str:
    def coloured(colours: Sequence[str]) -> str:
        return "".join(
            f".c{i}{{stroke:{each}}}.f{i}{{fill:{each}}}" for i, each in enumerate(colours)
        )

    night = f"@media(prefers-color-scheme:dark){{{_NIGHT}{coloured(_DARK)}}}"
    return f"{_STYLE}{coloured(_COLOURS)}{night}"


def _grid(horizontal: _Axis, vertical: _Axis) -> Iterator[str]:
    left, right, bottom, top = _LEFT, _WIDTH - _RIGHT, _HEIGHT - _BOTTOM, _TOP
    for value in horizontal.marks:
        x = horizontal.place(value)
        yield _line("grid", (x, top), (x, bottom))
        yield _text(x, bottom + 18, f"{value:,g}", "middle")
    for value in vertical.marks:
        y = vertical.place(value)
        yield _line("grid", (left, y), (right, y))
        yield _text(left - 8, y + 4, f"{value:,g}", "end")
    for power in range(vertical.low - horizontal.high, vertical.high - horizontal.low):
        # Of y = x * 10^power, the part that is within both axes.
        first = max(horizontal.low, vertical.low - power)
        last = min(horizontal.high, vertical.high - power)
        if first < last:
            ends = [(10.0**each, 10.0 ** (each + power)) for each in (first, last)]
            yield _line("pace", *((horizontal.place(x), vertical.place(y)) for x, y in ends))


def _drawn(
    horizontal: _Axis, vertical: _Axis, series: Mapping[str, Sequence[Point]]
) -> Iterator[str]:
    """Draw the curves, and beside them their names, in the order of the curves' ends."""
    ends = []
    for index, (name, each) in enumerate(series.items()):
        places = [(horizontal.place(x), vertical.place(y)) for x, y in each]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline class="c{index}" points="{path}"/>'
        yield from (_dot(index, place) for place in places)
        ends.append((places[-1][1], index, name))
    ends.sort()
    x = _WIDTH - _RIGHT + 20
    for (_, index, name), y in zip(ends, _apart([end for end, _, _ in ends]), strict=True):
        yield _dot(index, (x, y))
        yield _text(x + 9, y + 4, name, f"f{index}")


def _dot(index: int, place: Point) -> str:
    return f'<circle class="f{index}" cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="3"/>'


def _apart(places: Sequence[float]) -> list[float]:
    """Move names down, which are sorted from above, so that no two are on one another."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + _LINE) if moved else place)
    return moved


def _line(kind: str, start: Point, end: Point) -> str:
    x1, y1, x2, y2 = (f"{each:.1f}" for each in (*start, *end))
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
