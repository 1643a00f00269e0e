"""Text in the columns of a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.render.columns import padded, shortened, width_of


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("例え", 4), ("e\u0301", 1)])
def test_a_width_is_what_a_terminal_shows(text: str, width: int) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("src/app.py", 10, "src/app.py"),
        ("src/package/module/app.py", 15, "src/...e/app.py"),
        ("例え/計算の表.py", 12, "例...表.py"),
        ("abcdef", 3, "..."),
        ("", 0, ""),
    ],
)
def test_a_name_is_shortened_in_the_middle(text: str, width: int, shown: str) -> None:
    assert shortened(text, width) == shown


@given(st.text(), st.integers(3, 40))
def test_what_is_shortened_fits_and_is_padded_to_the_width(text: str, width: int) -> None:
    assert width_of(shortened(text, width)) <= width
    assert width_of(padded(shortened(text, width), width)) == width
