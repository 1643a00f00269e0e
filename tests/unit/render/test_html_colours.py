"""The colours of the HTML report can be told apart (WCAG 2.2, criteria 1.4.3 and 1.4.11)."""

import re
from itertools import product
from pathlib import Path
from typing import Final

import pytest

import coverup.render.html

CSS: Final = (Path(coverup.render.html.__file__).parent / "static/report.css").read_text("utf-8")
_VARIABLE: Final = re.compile(r"--([a-z]+): (#[0-9a-f]{6});")
GROUNDS: Final = ("paper", "raised", "here", "missed", "partial")
SYNTAX: Final = ("comment", "directive", "function", "number", "quoted", "type", "word")
TEXTS: Final = (
    *product(("ink",), GROUNDS),
    *product(("quiet", "link"), ("paper", "raised")),
    *product(SYNTAX, ("paper", "here", "missed", "partial")),
)
SHAPES: Final = (*product(("good", "fair", "poor", "edge", "link"), ("paper", "raised")),)


def schemes() -> dict[str, dict[str, str]]:
    light, dark, *_ = (dict(_VARIABLE.findall(part)) for part in CSS.split("prefers-color-scheme"))
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    """Return how bright a colour is (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(scheme: str) -> None:
    colours = schemes()[scheme]
    found = {(text, ground): contrast(colours[text], colours[ground]) for text, ground in TEXTS}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_and_borders_can_be_seen(scheme: str) -> None:
    colours = schemes()[scheme]
    found = {(shape, ground): contrast(colours[shape], colours[ground]) for shape, ground in SHAPES}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < 3} == {}


def test_every_colour_is_one_of_the_variables() -> None:
    rules = _VARIABLE.sub("", CSS)
    assert re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl", rules) == []
    for name in set(re.findall(r"var\(--([a-z]+)\)", CSS)):
        assert name in schemes()["dark"]


def test_contrast_is_computed_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
