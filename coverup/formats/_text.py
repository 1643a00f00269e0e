"""What the text formats share: lines of any ending and encoding, in bounded memory."""

import codecs
from collections.abc import Iterator
from typing import Final

from coverup.formats.source import Source, encoding_of

CHUNK: Final = 1 << 20
LONGEST: Final = 1 << 20
"""Bytes kept of a line whose end is not in sight. No record comes near it."""


def lines(source: Source) -> Iterator[bytes]:
    """Yield the lines as UTF-8 without their ends, which may be LF, CRLF or CR.

    A line that is too long is noted, and yielded empty so that the lines keep their numbers.
    """
    for block in blocks(source):
        yield from block.splitlines()


def blocks(source: Source) -> Iterator[bytes]:
    """Yield the text as UTF-8 in pieces of many whole lines; only the last may lack its end.

    A line that is too long is noted, and empty.
    """
    rest = b""
    is_too_long = False
    for chunk in _chunks(source):
        text = rest + chunk
        # A CR at the very end may be half of a CRLF.
        end = max(text.rfind(b"\n"), text.rfind(b"\r", 0, -1)) + 1
        if end:
            yield _without_line(text[:end]) if is_too_long else text[:end]
            is_too_long = False
        rest = text[end:]
        if len(rest) > LONGEST:
            if not is_too_long:
                source.notes.skip("line too long")
            is_too_long = True
            rest = rest[-1:]  # perhaps half of a CRLF
    if rest and not is_too_long:
        yield rest


def _without_line(text: bytes) -> bytes:
    """Return a text with its first line empty."""
    return text[len(text.splitlines()[0]) :]


def _chunks(source: Source) -> Iterator[bytes]:
    """Yield the content as UTF-8 without byte order mark, piece by piece."""
    encoding = encoding_of(source.head)
    decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding == "utf-16" else None
    with source.open() as file:
        if encoding == "utf-8-sig":
            file.read(len(codecs.BOM_UTF8))
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk).encode() if decoder else chunk
