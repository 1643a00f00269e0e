"""What listings for human readers share: rounded counts and colours."""

import re
from typing import Final

from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count

UNITS: Final = b"kMGTPEZY"
"""Each a thousand times the one before, as gcov and LLVM print them."""

_COLOUR: Final = re.compile(rb"\x1b\[[0-9;]*[mK]")


def plain(line: bytes) -> bytes:
    """Return a line without the escape sequences that colour it."""
    return _COLOUR.sub(b"", line) if b"\x1b" in line else line


def rounded_count(text: bytes, notes: Notes, at: int | None = None) -> int | None:
    """Return hits that may be rounded to a unit (`1.7k`); note what is no number, return None."""
    power = UNITS.find(text[-1:]) + 1 if text else 0
    if not power:
        return hit_count(text, notes, at)
    return hit_count(text[:-1] + b"e%d" % (3 * power), notes, at)


def share_taken(text: bytes, notes: Notes, at: int | None = None) -> int | None:
    """Return the hits of a branch that is told as a count or as a share (`50%` becomes 1)."""
    if not text.endswith(b"%"):
        return rounded_count(text, notes, at)
    hits = hit_count(text[:-1].replace(b".", b""), notes, at)  # Even 0.01% was taken.
    return None if hits is None else int(hits > 0)
