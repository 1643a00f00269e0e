"""Deflating a long text in blocks, several at a time: zlib lets other threads run meanwhile.

A deflated text is a sequence of blocks that end on any bit. After a full flush the next begins on a
byte and looks back at nothing, so that blocks made apart can be joined (RFC 1951; zlib's manual,
https://zlib.net/manual.html, on Z_FULL_FLUSH). What they lose by not looking back is less than a
hundredth.
"""

import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

GZIP_LEVEL: Final = 4
"""Measured (docs/explanation/what-is-sent.md): above 4, time grows faster than bytes shrink."""
RAW: Final = -zlib.MAX_WBITS
BLOCK: Final = 1 << 20
"""Bytes of text in a block."""
_THREADS: Final = 2
"""More are of no use: one thread makes the text no faster than these deflate it."""
_WAITING: Final = 4
_END: Final = zlib.compressobj(GZIP_LEVEL, wbits=RAW).flush()


@dataclass(frozen=True, slots=True)
class Packed:
    """A deflated text.

    Attributes:
        content: Its blocks, with the last one.
        size: Bytes of the text.
        crc: CRC-32 of the text.
    """

    content: bytes
    size: int
    crc: int


def pack(pieces: "Iterable[bytes | memoryview]") -> Packed:
    """Deflate the text that the pieces are; the same text gives the same bytes."""
    size, crc, content = 0, 0, bytearray()
    for text, block in _packed(_cut(pieces)):
        size += len(text)
        crc = zlib.crc32(text, crc)
        content += block
    return Packed(bytes(content + _END), size, crc)


def block_of(text: "bytes | bytearray") -> bytes:
    """Deflate a text so that any other block can follow."""
    packer = zlib.compressobj(GZIP_LEVEL, wbits=RAW)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def _cut(pieces: "Iterable[bytes | memoryview]") -> Iterator[bytearray]:
    """Yield the text in parts of a block each; the last is shorter."""
    text = bytearray()
    for piece in pieces:
        text += piece
        while len(text) >= BLOCK:
            yield text[:BLOCK]
            del text[:BLOCK]
    yield text


def _packed(texts: Iterator[bytearray]) -> Iterator[tuple[bytearray, bytes]]:
    """Yield each text with its block, in order; the next ones are made meanwhile."""
    first = next(texts)
    if len(first) < BLOCK:
        yield first, block_of(first)  # It is the only one: threads would not pay.
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_THREADS) as threads:
        waiting = deque([(first, threads.submit(block_of, first))])
        for text in texts:
            waiting.append((text, threads.submit(block_of, text)))
            if len(waiting) > _WAITING:
                done, block = waiting.popleft()
                yield done, block.result()
        for done, block in waiting:
            yield done, block.result()
