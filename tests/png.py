"""PNG pictures made small: a screenshot needs few colours, and a palette holds 256.

https://www.w3.org/TR/png-3/
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
COLOURS: Final = 256
Colour = tuple[int, ...]


def with_palette(data: bytes) -> bytes:
    """Return a browser's screenshot with the 256 most frequent colours, others as the nearest."""
    width, height, pixels = decoded(data)
    rows = [pixels[y * width * 3 : (y + 1) * width * 3] for y in range(height)]
    coloured = [list(zip(row[::3], row[1::3], row[2::3], strict=True)) for row in rows]
    counts = Counter(colour for row in coloured for colour in row)
    palette = [colour for colour, _ in counts.most_common(COLOURS)]
    places = {colour: nearest(colour, palette) for colour in counts}
    lines = b"".join(b"\0" + bytes(places[colour] for colour in row) for row in coloured)
    return b"".join(
        (
            SIGNATURE,
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", b"".join(map(bytes, palette))),
            chunk(b"IDAT", zlib.compress(lines, 9)),
            chunk(b"IEND", b""),
        )
    )


def nearest(colour: Colour, palette: Sequence[Colour]) -> int:
    """Return the place of the colour of a palette that is most like this one."""
    distances = (sum((a - b) ** 2 for a, b in zip(colour, each, strict=True)) for each in palette)
    return min(enumerate(distances), key=lambda found: found[1])[0]


def decoded(data: bytes) -> tuple[int, int, bytes]:
    """Return width, height and the red, green and blue of each pixel of a screenshot."""
    width, height, bits, kind, *_ = struct.unpack(">IIBBBBB", data[16:29])
    assert (bits, kind in {2, 6}) == (8, True)
    depth = 3 if kind == 2 else 4
    packed = b"".join(body for name, body in chunks(data) if name == b"IDAT")
    lines = zlib.decompress(packed)
    step = width * depth + 1
    above = bytes(width * depth)
    rows = []
    for start, end in pairwise(range(0, height * step + 1, step)):
        above = unfiltered(lines[start], lines[start + 1 : end], above, depth)
        rows.append(above)
    pixels = b"".join(rows)
    if depth == 3:
        return width, height, pixels
    opaque = bytearray(width * height * 3)
    for channel in range(3):
        opaque[channel::3] = pixels[channel::4]
    return width, height, bytes(opaque)


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a part of a PNG with its length and its checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the parts of a PNG."""
    place = len(SIGNATURE)
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += length + 12


def unfiltered(kind: int, line: bytes, above: bytes, depth: int) -> bytes:
    """Undo a filter (https://www.w3.org/TR/png-3/#9Filters)."""
    if kind == 0:
        return line
    if kind == 2:
        return bytes((here + up) & 255 for here, up in zip(line, above, strict=True))
    row = bytearray(line)
    for i, _ in enumerate(row):
        left = row[i - depth] if i >= depth else 0
        corner = above[i - depth] if i >= depth else 0
        predicted = (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))
        row[i] = (row[i] + predicted[kind]) & 255
    return bytes(row)


def paeth(left: int, up: int, corner: int) -> int:
    """Return the neighbour that is nearest to a linear estimate."""
    estimate = left + up - corner
    return min((left, up, corner), key=lambda each: abs(estimate - each))
