"""An encoded job document: JSON, compressed while it is written, and never whole in memory.

What is kept is the compressed text of all that follows the first brace. From it the document is
made with a token or without, compressed or not: only a block in front, `{` or
`{"repo_token":"...",`, is compressed anew.

Source: RFC 1951 (blocks) and RFC 1952 (head and end of a gzip file).
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from coverup.coveralls.checksum import crc_of_both
from coverup.coveralls.packing import RAW, block_of, pack
from coverup.values import Secret

_HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Of a gzip file: deflated, no time stamp, so that the same document gives the same bytes."""
_BRACE: Final = b"{"
_PIECE: Final = 1 << 16
"""Bytes that are unpacked at once, compressed or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A job document without its token.

    Attributes:
        fields: What it says of the job, without its source files; empty if nobody needs to know.
        size: Bytes, uncompressed.
    """

    fields: Mapping[str, object] = field(default_factory=dict)
    size: int
    _rest: bytes = field(repr=False)
    _crc: int

    @classmethod
    def of(cls, content: bytes) -> "Document":
        """Return the document that this JSON text is."""
        return cls.packed((memoryview(content)[len(_BRACE) :],))

    @classmethod
    def packed(
        cls, pieces: "Iterable[bytes | memoryview]", fields: Mapping[str, object] | None = None
    ) -> "Document":
        """Compress the pieces of everything behind the first brace, one after the other."""
        packed = pack(pieces)
        size = packed.size + len(_BRACE)
        return cls(fields=fields or {}, size=size, _rest=packed.content, _crc=packed.crc)

    def gzipped(self, token: Secret | None = None) -> bytes:
        """Return it compressed; the same document always gives the same bytes."""
        start = _start(token)
        block = block_of(start)
        length = self.size - len(_BRACE)
        crc = crc_of_both(zlib.crc32(start), self._crc, length)
        total = (len(start) + length) % (1 << 32)
        end = crc.to_bytes(4, "little") + total.to_bytes(4, "little")
        return b"".join((_HEAD, block, self._rest, end))

    def plain(self, token: Secret | None = None) -> bytes:
        """Return it as JSON text."""
        return b"".join((_start(token), zlib.decompress(self._rest, wbits=RAW)))

    def size_with(self, token: Secret) -> int:
        """Return the bytes of it with a token, uncompressed."""
        return self.size - len(_BRACE) + len(_start(token))

    def __iter__(self) -> Iterator[bytes]:
        """Yield the JSON text in pieces."""
        unpacker = zlib.decompressobj(wbits=RAW)
        yield _BRACE
        for start in range(0, len(self._rest), _PIECE):
            waiting = self._rest[start : start + _PIECE]
            while waiting:
                yield unpacker.decompress(waiting, _PIECE)
                waiting = unpacker.unconsumed_tail
        yield unpacker.flush()


def _start(token: Secret | None) -> bytes:
    if token is None:
        return _BRACE
    import orjson

    text = token.reveal().encode("utf-8", errors="replace").decode("utf-8")
    return b'{"repo_token":' + orjson.dumps(text) + b","
