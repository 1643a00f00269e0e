"""Real reports, damaged by chance: bytes, lines, numbers, blocks, values of JSON and databases."""

import gzip
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from copy import deepcopy
from random import Random
from typing import Any, Final

GZIP: Final = b"\x1f\x8b"
SQLITE: Final = b"SQLite format 3\0"
LONGEST_BLOCK: Final = 2000
EXTREMES: Final = (
    *(b"0", b"-1", b"-0", b"1.5", b"1e+06", b"1e309", b"NaN", b"inf", b"1_000", b"0x1f", b"", b"x"),
    *(b"100000", b"100001", b"10000000", b"10000001", b"2147483648", b"4294967295", b"9" * 5000),
    *(b"9007199254740991", b"9007199254740993", b"9223372036854775808", b"18446744073709551616"),
)
VALUES: Final = (
    *(b"null", b"true", b"false", b"[]", b"{}", b"[[]]", b"[null]", b'{"":[]}', b'""', b'"x"'),
    *(b'"0"', b'"-1"', b'"1-9"', b'"\\u0000"', b'"\\ud800"', b'"/"', b'".."', b'"a/../../b"'),
    *(b'"C:\\\\a.c"', b'"100%"', b'"50% (1/2)"', b'"18446744073709551616"', b'"1e309"', b'"NaN"'),
)
CELLS: Final = (
    *(None, -1, 0, 1, 2**62, -(2**62), 1e300, float("inf"), "", "x", "\0", "/", "1"),
    *(b"", b"\xff", b"\xff" * 5000, b"\0" * 100, "true", "7.0", "x" * 5000),
)
NODES: Final[tuple[Any, ...]] = (
    *(None, True, False, -1, 0, 1, 1.5, 1e300, 100_001, 10**7, 10**7 + 1, 2**53, 2**64 - 1),
    *("", "x", "7", "1-9", "-1", "0:0", "100%", "a/../../b", "/", "\0", "\ud800", "9" * 5000),
    *([], {}, [[]], [None], [0] * 5, {"": None}, {"0": [{}]}, {"1": 1}, [[1, 2, 3, 4, 5, 6]]),
)
NUMBER: Final = re.compile(rb"\d+")
VALUE: Final = re.compile(rb'"[^"\n]*"|\[[^][{}]*\]|\{[^][{}]*\}|\b(?:\d+|true|false|null)\b')

Mutation = Callable[[bytes, bytes, Random], bytes]


def mutated(content: bytes, other: bytes, random: Random) -> bytes:
    """Return a report after one to four accidents.

    Args:
        content: The report.
        other: Another report of the same format, of which blocks may get in.
        random: Decides everything: the same state gives the same bytes.
    """
    if content.startswith(GZIP) and random.random() < 0.8:
        return gzip.compress(mutated(_unpacked(content), other, random), mtime=0)
    other = _unpacked(other)
    if content.startswith(SQLITE) and random.random() < 0.7:
        return _cells_replaced(content, random)
    if content[:1] in {b"{", b"["} and random.random() < 0.5:
        return _nodes_replaced(content, other, random)
    mutations = random.choice((GENTLE, GENTLE + ROUGH))
    for _ in range(random.randint(1, 4)):
        content = random.choice(mutations)(content, other, random)
    return content


def _unpacked(content: bytes) -> bytes:
    return gzip.decompress(content) if content.startswith(GZIP) else content


def _number_replaced(content: bytes, _other: bytes, random: Random) -> bytes:
    return _replaced(content, NUMBER, random.choice(EXTREMES), random)


def _value_replaced(content: bytes, other: bytes, random: Random) -> bytes:
    values = VALUE.findall(_block(other, random)) if random.random() < 0.5 else []
    values = values or list(VALUES)
    if content.lstrip().startswith(b"<"):
        values = [each for each in values if each.startswith(b'"')] or [b'"-1"']
    return _replaced(content, VALUE, random.choice(values), random)


def _replaced(content: bytes, pattern: re.Pattern[bytes], new: bytes, random: Random) -> bytes:
    """Replace the first match after a place taken by chance, and sometimes ten of them."""
    start = random.randrange(len(content) + 1)
    count = random.choice((1, 1, 1, 10))
    return content[:start] + pattern.sub(lambda _: new, content[start:], count=count)


def _flipped(content: bytes, _other: bytes, random: Random) -> bytes:
    data = bytearray(content)
    for _ in range(random.randint(1, 8) if data else 0):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(data)


def _cut(content: bytes, _other: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + content[end:]


def _ended(content: bytes, _other: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _doubled(content: bytes, _other: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + content[start:end] * random.choice((2, 2, 30)) + content[end:]


def _block_swapped(content: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + _block(other, random) + content[end:]


def _pieces_shuffled(content: bytes, _other: bytes, random: Random) -> bytes:
    pieces, end = _pieces(content, random)
    start = random.randrange(len(pieces))
    some = pieces[start : start + 20]
    random.shuffle(some)
    pieces[start : start + 20] = some
    return end.join(pieces)


def _pieces_deleted(content: bytes, _other: bytes, random: Random) -> bytes:
    pieces, end = _pieces(content, random)
    start = random.randrange(len(pieces))
    del pieces[start : start + random.choice((1, 1, 2, 10))]
    return end.join(pieces)


def _pieces_doubled(content: bytes, _other: bytes, random: Random) -> bytes:
    pieces, end = _pieces(content, random)
    start = random.randrange(len(pieces))
    pieces[start:start] = pieces[start : start + random.choice((1, 1, 2, 10))]
    return end.join(pieces)


def _piece_swapped(content: bytes, other: bytes, random: Random) -> bytes:
    pieces, end = _pieces(content, random)
    theirs = other.split(end)
    start, their_start = random.randrange(len(pieces)), random.randrange(len(theirs))
    count = random.choice((1, 1, 2, 10))
    pieces[start : start + count] = theirs[their_start : their_start + count]
    return end.join(pieces)


def _nodes_replaced(content: bytes, other: bytes, random: Random) -> bytes:
    """Put something odd, or something of another place, for one to three values of a document."""
    document = json.loads(content)
    for _ in range(random.randint(1, 3)):
        holders = [each for each in (document, *_within(document)) if each]
        if not holders:
            break
        theirs = random.choice([each for each in (holders, _within(json.loads(other))) if each])
        holder = random.choice(holders)
        key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        match random.randrange(4):
            case 0:
                holder[key] = deepcopy(random.choice(theirs))
            case 1 if isinstance(holder, dict):
                holder[str(random.choice(NODES))] = holder.pop(key)
            case _:
                holder[key] = deepcopy(random.choice(NODES))
    return json.dumps(document).encode()


def _within(value: Any) -> list[Any]:
    """Return all objects and arrays within a value."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    inner = [each for each in items if isinstance(each, dict | list)]
    return inner + [deeper for each in inner for deeper in _within(each)]


def _cells_replaced(content: bytes, random: Random) -> bytes:
    """Put something odd into one to three columns of an SQLite database's tables."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        names = [name for (name,) in database.execute(tables)]
        for _ in range(random.randint(1, 3)):
            table = random.choice(names)
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            which = random.choice(("1", "rowid = (SELECT min(rowid) FROM {})", "rowid % 2"))
            change = f"UPDATE OR IGNORE {table} SET {random.choice(columns)} = ? WHERE "  # noqa: S608
            with suppress(sqlite3.IntegrityError):  # no text in a primary key of numbers
                database.execute(change + which.format(table), (random.choice(CELLS),))
        database.commit()
        return database.serialize()


def _span(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(content) + 1)
    return start, min(len(content), start + random.randint(1, random.choice((60, LONGEST_BLOCK))))


def _block(content: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return content[start:end]


def _pieces(content: bytes, random: Random) -> tuple[list[bytes], bytes]:
    """Split into lines, or what stands for them in a document of one line."""
    end = random.choice(
        [each for each in (b"\n", b"\n", b"/>", b"/>", b",") if each in content] or [b"\n"]
    )
    return content.split(end), end


GENTLE: Final[tuple[Mutation, ...]] = (
    *(_number_replaced, _number_replaced, _value_replaced, _value_replaced),
    *(_pieces_shuffled, _pieces_deleted, _pieces_doubled, _piece_swapped),
)
"""What often leaves a report in the syntax of its format, so that its values are looked at."""
ROUGH: Final[tuple[Mutation, ...]] = (_flipped, _cut, _ended, _doubled, _block_swapped)
