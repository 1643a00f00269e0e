import pytest

from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count, line_number
from coverup.model import MAX_HITS, MAX_LINE

NO_NUMBER = "hit count is not a number"
TOO_LARGE = "hit count too large"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("1", 1, None),
        (b"17", 17, None),
        (" 3 ", 3, None),
        (str(MAX_LINE), MAX_LINE, None),
        ("0", None, "line number out of range"),
        ("-1", None, "line number out of range"),
        (str(MAX_LINE + 1), None, "line number out of range"),
        ("1000000000000", None, "line number out of range"),
        ("x", None, "line number is not a number"),
        ("", None, "line number is not a number"),
        ("1.5", None, "line number is not a number"),
        ("1_000", None, "line number is not a number"),
        (b"1_0", None, "line number is not a number"),
        ("NaN", None, "line number is not a number"),
        (b"\xff\xfe", None, "line number is not a number"),
        ("9" * 5000, None, "line number is not a number"),
    ],
)
def test_a_line_number_is_within_what_a_source_can_have_or_it_is_noted(
    text: str | bytes, line: int | None, problem: str | None
) -> None:
    notes = Notes()
    assert line_number(text, notes, at=8) == line
    assert notes.skipped == ({problem: 1} if problem else {})
    assert notes.places == ({problem: 8} if problem else {})


@pytest.mark.parametrize(
    ("text", "hits", "problem"),
    [
        ("0", 0, None),
        (b"42", 42, None),
        ("1e+06", 1_000_000, None),
        ("2.0", 2, None),
        ("1.7", 1, None),
        (str(MAX_HITS), MAX_HITS, None),
        ("-5", 0, "negative hit count taken as 0"),
        ("-1e9", 0, "negative hit count taken as 0"),
        (str(MAX_HITS + 1), MAX_HITS, TOO_LARGE),
        ("18446744073709551615", MAX_HITS, TOO_LARGE),
        ("1e+30", MAX_HITS, TOO_LARGE),
        ("nan", None, NO_NUMBER),
        ("inf", None, NO_NUMBER),
        ("1e999", None, NO_NUMBER),
        ("1_000", None, NO_NUMBER),
        (b"1_0e2", None, NO_NUMBER),
        ("=====", None, NO_NUMBER),
        ("-", None, NO_NUMBER),
        ("", None, NO_NUMBER),
        (b"\xff", None, NO_NUMBER),
        ("9" * 5000, None, NO_NUMBER),
    ],
)
def test_a_hit_count_is_what_json_readers_can_hold_or_it_is_noted(
    text: str | bytes, hits: int | None, problem: str | None
) -> None:
    notes = Notes()
    assert hit_count(text, notes, at=8) == hits
    assert notes.skipped == ({problem: 1} if problem else {})
