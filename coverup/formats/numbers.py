"""Numbers as coverage tools really write them: floats, exponents, negatives, overflows, words."""

from math import isfinite

from coverup.formats.notes import Notes
from coverup.model import MAX_HITS, MAX_LINE


def line_number(text: str | bytes, notes: Notes, at: int | None = None) -> int | None:
    """Return a line number within 1 to MAX_LINE; note anything else and return None."""
    try:
        line = int(text) if text.isdigit() else _integer(text)
    except ValueError:
        notes.skip("line number is not a number", at)
        return None
    if not 0 < line <= MAX_LINE:
        notes.skip("line number out of range", at)
        return None
    return line


def hit_count(text: str | bytes, notes: Notes, at: int | None = None) -> int | None:
    """Return hits within 0 to MAX_HITS; None, and a note, if the text is no number.

    Exponents and fractions are read (`1e+06`, `2.0`), negative counts become 0 as in lcov, and
    counts too large for JSON readers become MAX_HITS; the last two are noted.
    """
    try:
        hits = int(text) if text.isdigit() else _integer(text)
    except ValueError:
        number = _number(text)
        if number is None:
            notes.skip("hit count is not a number", at)
            return None
        hits = int(number)
    if hits < 0:
        notes.skip("negative hit count taken as 0", at)
        return 0
    if hits > MAX_HITS:
        notes.skip("hit count too large", at)
        return MAX_HITS
    return hits


def _integer(text: str | bytes) -> int:
    """Return a number that is more than plain digits, which are read without this detour."""
    _refuse_underscores(text)
    return int(text)


def _number(text: str | bytes) -> float | None:
    try:
        _refuse_underscores(text)
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _refuse_underscores(text: str | bytes) -> None:
    """Raise ValueError for `1_000`: Python takes it for a number, and no tool writes it."""
    if "_" in (text if isinstance(text, str) else text.decode("latin-1")):
        raise ValueError
