"""What makes a job document large."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

_DEPTH: Final = 2
"""Folders deeper than this are counted with theirs: nobody leaves out a leaf."""
_FILES: Final = b'"source_files":['
_FILE: Final = b'{"name":'
"""How the entry of a file begins. In strings, JSON writes quotes with a backslash."""
_NAME: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')


def heaviest(document: Iterable[bytes], shown: int = 3) -> list[tuple[str, int]]:
    """Return the folders that most bytes of a document are about, with these bytes.

    Bytes are counted before compression: the numbers of lines, and the text of sources if it is
    sent.

    Args:
        document: A job document as coverup writes it, in pieces; it need never be whole in memory.
        shown: How many folders.
    """
    import orjson

    sizes: Counter[str] = Counter()
    for entry in _entries(document):
        if name := _NAME.match(entry):
            sizes[_folder(orjson.loads(name[0]))] += len(_FILE) + len(entry)
    return sizes.most_common(shown)


def _entries(document: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the text behind the beginning of each file's entry, up to the next."""
    pieces = iter(document)
    rest = b""
    while _FILES not in rest:
        piece = next(pieces, None)
        if piece is None:
            return
        rest += piece
    rest = rest.partition(_FILES)[2]
    for piece in pieces:
        *whole, rest = (rest + piece).split(_FILE)
        yield from whole
    yield from rest.split(_FILE)


def _folder(name: str) -> str:
    folders = name.split("/")[:-1][:_DEPTH]
    return "".join(f"{folder}/" for folder in folders) or name
