"""Text in columns of a terminal: how wide it is there, shortened and padded."""

from unicodedata import category, east_asian_width

ELLIPSIS = "..."


def width_of(text: str) -> int:
    """Return how many columns a text takes: two for wide characters, none for combining marks."""
    return len(text) if text.isascii() else sum(map(_width, text))


def padded(text: str, width: int) -> str:
    """Return a text with spaces up to a width."""
    return text + " " * (width - width_of(text))


def shortened(text: str, width: int) -> str:
    """Return a text that takes no more than a width, with what is too much left out in the middle.

    The end gets two thirds of the room: there the name of a file is.
    """
    if width_of(text) <= width:
        return text
    room = max(width - len(ELLIPSIS), 0)
    front = room // 3
    return f"{_front(text, front)}{ELLIPSIS}{_front(text[::-1], room - front)[::-1]}"


def _front(text: str, width: int) -> str:
    taken = 0
    for index, character in enumerate(text):
        taken += _width(character)
        if taken > width:
            return text[:index]
    return text


def _width(character: str) -> int:
    if category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
