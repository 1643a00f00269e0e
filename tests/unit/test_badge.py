"""The badge: an SVG that says the same to eyes and to screen readers."""

import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Final

import pytest

from coverup.model import Totals
from coverup.render.badge import badge

SVG: Final = "{http://www.w3.org/2000/svg}"


def of(covered: int, relevant: int, label: str = "coverage") -> ET.Element:
    return ET.fromstring(badge(Totals(lines=relevant, covered_lines=covered), label))


@pytest.mark.parametrize(
    ("covered", "relevant", "shown"),
    [
        (0, 0, "unknown"),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (4, 5, "80%"),
        (1, 3, "33.33%"),
        (99_999, 100_000, "99.99%"),
        (1, 100_000, "0.01%"),
    ],
)
def test_a_badge_shows_the_exact_share(covered: int, relevant: int, shown: str) -> None:
    root = of(covered, relevant)
    assert [text.text for text in root.iter(f"{SVG}text")] == ["coverage", shown]
    assert root.get("aria-label") == root.findtext(f"{SVG}title") == f"coverage: {shown}"


def test_a_badge_has_another_color_for_each_range_of_shares() -> None:
    fills = [
        [rect.get("fill") for rect in of(covered, relevant).iter(f"{SVG}rect")][-1]
        for covered, relevant in ((90, 100), (75, 100), (60, 100), (59, 100), (0, 0))
    ]
    assert len(set(fills)) == 5
    assert [rect.get("fill") for rect in of(100, 100).iter(f"{SVG}rect")][-1] == fills[0]


def test_white_is_easy_to_read_on_every_color() -> None:
    for covered, relevant in ((90, 100), (75, 100), (60, 100), (59, 100), (0, 0)):
        fills = [rect.get("fill") for rect in of(covered, relevant).iter(f"{SVG}rect")]
        assert all(_contrast_to_white(fill) >= 4.5 for fill in fills if fill)


def test_a_longer_text_has_a_wider_place() -> None:
    widths = [
        int(of(1, 3, label).get("width", "")) for label in ("", "c", "coverage", "coverage x")
    ]
    assert all(less < more for less, more in pairwise(widths))


def test_a_label_is_text_whatever_is_in_it() -> None:
    root = of(1, 1, "<script>&\"'")
    assert [text.text for text in root.iter(f"{SVG}text")] == ["<script>&\"'", "100%"]


def _contrast_to_white(color: str) -> float:
    """https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio"""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = sum(k * c for k, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)
