"""What the JSON formats of compiled languages share: numbers and branches as JSON holds them."""

from collections.abc import Iterable, Iterator

from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count, line_number
from coverup.model import MAX_BRANCHES, MAX_HITS, MAX_LINE, FileCoverage


def line_of(value: object, notes: Notes) -> int | None:
    """Return a line number within 1 to MAX_LINE; note anything else and return None."""
    if type(value) is int and 0 < value <= MAX_LINE:
        return value
    return line_number(value if type(value) is str else _text(value), notes)


def hits_of(value: object, notes: Notes) -> int | None:
    """Return hits within 0 to MAX_HITS, corrected as in text formats; None if it is no number."""
    if type(value) is int and 0 <= value <= MAX_HITS:
        return value
    return hit_count(_text(value), notes)


def objects(value: object, what: str, notes: Notes) -> Iterator[dict[str, object]]:
    """Yield the objects of an array; note whatever else there is as `what`."""
    if not isinstance(value, list):
        notes.skip(f"{what} is not an array")
        return
    for each in value:
        if isinstance(each, dict):
            yield each
        else:
            notes.skip(f"{what} has an item that is not an object")


def add_line(file: FileCoverage, line: object, hits: object, notes: Notes) -> int | None:
    """Add the hits of a line as JSON has them, and return its number if it is one."""
    number = line_of(line, notes)
    if number is None:
        return None
    count = hits_of(hits, notes)
    if count is not None:
        file.hit(number, count)
    return number


def add_branches(
    file: FileCoverage, line: int, counts: Iterable[tuple[object, object]], notes: Notes
) -> None:
    """Add branches of a line, each with its number on the line and its hits.

    Those that a template's or inline function's instances share a number with add up.
    """
    for number, hits in counts:
        if type(number) is not int or not 0 <= number < MAX_BRANCHES:
            notes.skip(f"branch number is not within 0 to {MAX_BRANCHES - 1}")
            continue
        count = hits_of(hits, notes)
        if count is not None:
            file.take((line, 0, number), count)


def _text(value: object) -> str:
    is_number = isinstance(value, int | float | str) and not isinstance(value, bool)
    return str(value) if is_number else ""
