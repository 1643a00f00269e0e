"""Sections of LCOV tracefiles in their usual shape, each read at once and not line by line.

In that shape the lines of a file stand together, and so do its branches, all in plain numbers.
Such a block becomes one JSON array, which a parser in C turns into integers. Whatever is of another
shape is left to the careful reader: a section is read here only if both would agree on it.
"""

import re
from collections.abc import Iterable, MutableMapping
from typing import Final, cast

from coverup.model import MAX_BRANCHES, MAX_HITS, NEAR, BranchKey, FileCoverage
from coverup.packed import PackedBranches

END: Final = b"\nend_of_record\n"
PLAIN_DIGITS: Final = 6
"""Block and branch ids with more digits are names: lcov 1.x writes 4294967295 for "no block"."""
FIRST_NAMED: Final = 10**PLAIN_DIGITS

_DIGITS: Final = b"0123456789"
_LINE: Final = b"\nDA:"
_BRANCH: Final = b"\nBRDA:"
_CHECKSUM: Final = re.compile(rb"(\nDA:\d+,\d+),[^\r\n]*")
"""gcovr and `lcov --checksum` write a digest of the line's text, which is not needed."""
_MARK: Final = re.compile(rb"(\nBRDA:\d+,)[ef]+")
"""LCOV 2.x marks the blocks of exception and fallthrough branches, which means nothing here."""
_HEAD: Final = re.compile(rb"(?:TN:[^\r\n]*\n)*SF:([^\r\n]*)")
_REST: Final = re.compile(
    rb"(?:\n(?:TN|VER|FN|FNDA|FNL|FNA|FNF|FNH|LF|LH|BRF|BRH):[^\r\n]*)*" + END
)


def read_section(text: bytes) -> FileCoverage | None:
    """Read a section of the usual shape, with its end; return None for any other."""
    head = _HEAD.match(text)
    path = head[1].strip() if head else b""
    if head is None or not path:
        return None
    spans = [_span(text, tag, head.end()) for tag in (_LINE, _BRANCH)]
    lines, branches = (text[start:end] for start, end in spans)
    (first, second), (third, last) = sorted(spans)
    if not _REST.fullmatch(text[head.end() : first] + text[second:third] + text[last:]):
        return None
    # Branches with names are what needs care most often.
    taken = _branches(branches)
    hits = None if taken is None else _lines(lines)
    if hits is None or taken is None:
        return None
    return FileCoverage(path.decode("utf-8", errors="surrogateescape"), hits, taken)


def _span(text: bytes, tag: bytes, start: int) -> tuple[int, int]:
    """Return where the first record with a tag starts, and where the last one ends."""
    first = text.find(tag, start)
    return (start, start) if first < 0 else (first, text.find(b"\n", text.rfind(tag) + 1))


def _lines(block: bytes) -> list[int | None] | None:
    """Return the hits of the lines from the first of the file; None for what needs care."""
    if block.count(b",", 0, block.find(b"\n", 1)) > 1:
        block = _CHECKSUM.sub(rb"\1", block)
    numbers = _parsed(_array(block, _LINE, b","))
    if not numbers:
        return None if numbers is None else []
    last = numbers[-2]
    # No number is larger than the sum, which takes less time than the largest.
    if last > NEAR or sum(numbers) > MAX_HITS:
        return None
    lines: list[int | None] = [None] * (last + 1)
    turns = iter(numbers)
    try:
        for line, hits in zip(turns, turns, strict=True):
            lines[line] = hits
    except IndexError:  # not in order
        return None
    is_plain = lines.pop(0) is None and 2 * (last - lines.count(None)) == len(numbers)
    return lines if is_plain else None


def _branches(block: bytes) -> MutableMapping[BranchKey, int] | None:
    """Return the hits of the branches; None for what needs care."""
    if b",f" in block or b",e" in block:
        block = _MARK.sub(rb"\1", block)
    if b"-" in block:
        block = (block + b"\n").replace(b",-\n", b",0\n")[:-1]
    array = _array(block, _BRANCH, b",,,")
    numbers = _parsed(array)
    if not numbers:
        return None if numbers is None else {}
    lines, blocks, ids, hits = (numbers[column::4] for column in range(4))
    is_plain = sum(numbers) < FIRST_NAMED or (
        max(*blocks, *ids) < FIRST_NAMED and max(hits) <= MAX_HITS
    )
    if not is_plain or len(hits) > MAX_BRANCHES or max(lines) > NEAR:
        return None
    if _ascend(zip(lines, blocks, ids, strict=True)):
        taken = len(hits) - hits.count(0)
        return PackedBranches(array, total=len(hits), taken=taken, last_line=lines[-1])
    unpacked = dict(zip(zip(lines, blocks, ids, strict=True), hits, strict=True))
    return unpacked if len(unpacked) == len(hits) and min(lines) > 0 else None


def _ascend(keys: Iterable[BranchKey]) -> bool:
    """Tell whether branches are in ascending order, none of them twice, from line 1 on."""
    previous: tuple[int, ...] = (1,)
    for key in keys:
        if key <= previous:
            return False
        previous = key
    return True


def _array(block: bytes, tag: bytes, commas: bytes) -> bytes:
    """Return the numbers of a block of records as a JSON array; empty if there is anything else.

    What is left without the digits shows that each record has its tag and as many numbers as it
    should; whether they are numbers, the parser will tell.
    """
    shape = block.translate(None, _DIGITS)
    record = tag + commas
    if shape != record * (len(shape) // len(record)):
        return b""
    return b"[%b]" % block[len(tag) :].replace(tag, b",")


def _parsed(array: bytes) -> list[int] | None:
    import orjson

    try:
        return cast("list[int]", orjson.loads(array))
    except orjson.JSONDecodeError:
        return None
