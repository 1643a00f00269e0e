"""The coverage as a badge: a small SVG that needs nothing else, not even a font of its own."""

from typing import Final

from coverup.model import Totals, percent
from coverup.render.escapes import of_xml

_COLORS: Final = ((90.0, "#2e7d32"), (75.0, "#556b1f"), (60.0, "#a15c00"), (0.0, "#b3261e"))
"""The least percentage for each; white on any of them is easy to read (4.5 to 1 and more)."""
_UNKNOWN: Final = "#616161"
_LABEL: Final = "#424242"
_HEIGHT: Final = 20
_FONT: Final = "Verdana,DejaVu Sans,Geneva,sans-serif"
_NARROW: Final = frozenset("fijlrt.,:;!|' ()")
_WIDE: Final = frozenset("mwMW%@")


def badge(totals: Totals, label: str = "coverage") -> str:
    """Return the SVG: a label, and the percentage of covered lines.

    Args:
        totals: What was measured.
        label: What is left of the percentage.
    """
    share = percent(totals.covered_lines, totals.lines)
    value = "unknown" if share is None else f"{share:.2f}".rstrip("0").rstrip(".") + "%"
    left, right = _width(label), _width(value)
    told = of_xml(f"{label}: {value}")
    size = f'width="{left + right}" height="{_HEIGHT}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{told}">',
            f"<title>{told}</title>",
            f'<clipPath id="c"><rect {size} rx="3"/></clipPath>',
            '<g clip-path="url(#c)">',
            f'<rect width="{left}" height="{_HEIGHT}" fill="{_LABEL}"/>',
            f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="{_color(share)}"/>',
            "</g>",
            f'<g fill="#fff" font-family="{_FONT}" font-size="11" text-anchor="middle">',
            _text(label, left / 2, left),
            _text(value, left + right / 2, right),
            "</g>",
            "</svg>",
            "",
        )
    )


def _color(share: float | None) -> str:
    if share is None:
        return _UNKNOWN
    return next(color for least, color in _COLORS if share >= least)


def _text(text: str, middle: float, width: int) -> str:
    """Return a text that takes its width whatever font is there."""
    return f'<text x="{middle:g}" y="14" textLength="{width - 10}">{of_xml(text)}</text>'


def _width(text: str) -> int:
    """Return about how many pixels a text takes at 11 pixels, with 5 at either side."""
    return 10 + sum(11 if c in _WIDE else 4 if c in _NARROW else 7 for c in text)
