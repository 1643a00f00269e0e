"""The sections of an LCOV tracefile in order; those of a large one are read ahead by helpers."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from coverup.formats._lcov_fast import END, read_section
from coverup.formats._text import LONGEST, blocks
from coverup.formats.source import Source, encoding_of
from coverup.model import FileCoverage
from coverup.packed import PackedBranches

if TYPE_CHECKING:
    from coverup.formats._ahead import Pieces, Span

PIECE: Final = 1 << 20
"""Bytes of the pieces of a large tracefile, more or less."""
LARGEST: Final = 4 * PIECE
"""What is longer is read bit by bit, as it need not fit into memory."""
WINDOW: Final = 1 << 16
"""Bytes in which the end of a section is looked for."""

_BORDER: Final = re.compile(END + rb"(?=TN:|SF:)")


@dataclass(frozen=True, slots=True)
class Section:
    """A section, as far as it is known.

    Attributes:
        file: What it says, if it has the usual shape.
        line_ends: How many there are.
        text: Returns its text, in whole lines that end with LF.
    """

    file: FileCoverage | None
    line_ends: int
    text: Callable[[], bytes]


def sections(source: Source) -> Iterator[Section]:
    """Yield the sections of a tracefile, as far as it consists of such.

    A section with another end than the usual one comes together with the next, and an endless one
    in pieces.
    """
    from coverup.formats import _ahead as ahead

    spans = _spans(source) if ahead.is_worth_it(source) else []
    if not spans:
        yield from _one_by_one(blocks(source))
        return
    with ahead.pieces(source, spans, read_piece) as pieces:
        for number in range(len(pieces.spans)):
            told = pieces.result(number)
            if told is None:
                part = replace(source, content=pieces.content(number))
                yield from _one_by_one(blocks(part))
            else:
                yield from map(_unpacked, told, _Texts(pieces, number).getters(len(told)))


def read_piece(content: bytes) -> list[tuple[Any, ...]] | None:
    """Read the sections of a piece; None if it has to be looked at as text before.

    Returns:
        For each section its line ends and, if it has the usual shape, its path, hits and branches.
    """
    texts = list(_whole((content,)))
    if encoding_of(content) or any(len(text) > LONGEST for text in texts):
        return None
    return [(text.count(b"\n"), *_packed(read_section(text))) for text in texts]


def _one_by_one(blocks: Iterable[bytes]) -> Iterator[Section]:
    for text in _whole(blocks):
        yield Section(read_section(text), text.count(b"\n"), partial(bytes, text))  # itself


def _whole(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a section each, as far as that is possible."""
    rest = b""
    for block in blocks:
        text = rest + (block.replace(b"\r\n", b"\n") if b"\r" in block else block)
        *whole, rest = text.split(END)
        for each in whole:
            yield each + END
        if len(rest) > LONGEST:
            yield rest
            rest = b""
    if rest:
        yield rest


def _packed(file: FileCoverage | None) -> tuple[Any, ...]:
    """Return what a section says as values that can be written down for another process."""
    if file is None:
        return ()
    branches = file.branches
    if isinstance(branches, PackedBranches):
        packed = (branches.array, len(branches), branches.taken, branches.last_line)
        return file.path, file.lines, packed
    return file.path, file.lines, branches


def _unpacked(told: Sequence[Any], text: Callable[[], bytes]) -> Section:
    line_ends, *known = told
    if not known:
        return Section(None, line_ends, text)
    path, lines, branches = known
    if isinstance(branches, tuple):
        array, total, taken, last_line = branches
        branches = PackedBranches(array, total=total, taken=taken, last_line=last_line)
    return Section(FileCoverage(path, lines, branches), line_ends, text)


@dataclass
class _Texts:
    """The texts of a piece, which hardly any section needs again."""

    pieces: "Pieces"
    number: int

    def getters(self, count: int) -> Iterator[Callable[[], bytes]]:
        """Yield what returns the text of each section."""
        return (partial(self._get, index) for index in range(count))

    def _get(self, index: int) -> bytes:
        return self._all[index]

    @cached_property
    def _all(self) -> list[bytes]:
        return list(_whole((self.pieces.content(self.number),)))


def _spans(source: Source) -> "list[Span]":
    """Divide a tracefile where a section ends and another begins; empty if that is too seldom."""
    with source.open() as file:
        size = file.seek(0, 2)
        borders = [0]
        for near in range(PIECE, size, PIECE):
            file.seek(near)
            found = _BORDER.search(file.read(WINDOW))
            if found:
                borders.append(near + found.end())
    spans = list(pairwise(dict.fromkeys((*borders, size))))
    return spans if all(end - start <= LARGEST for start, end in spans) else []
