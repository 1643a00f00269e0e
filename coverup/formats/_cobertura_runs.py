"""Runs of lines that look as usual in a Cobertura report, taken out before the XML is parsed.

Nearly all of a report are elements such as `<line number="7" hits="1"/>`, one after the other.
Expat would call Python twice for each; a regular expression reads a thousand at once. What it
matches is well-formed by itself, and an empty element takes its place. So expat still says where
it is: what lies in a comment is never reported, and all that is unusual is parsed as ever.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from coverup.formats._xml import BEGINNING, CHUNK, FIRST
from coverup.formats.source import Source, decode, encoding_of
from coverup.model import NEAR, FileCoverage

if TYPE_CHECKING:
    from coverup.formats._ahead import Pieces

MARK: Final = f"run-{os.urandom(8).hex()}"
"""The element that takes the place of a run; no report can have it."""
RUN: Final = re.compile(
    rb'(?:<line number="\d{1,6}" hits="\d{1,15}"'
    rb'(?: branch="(?:[Ff]alse"|[Tt]rue" condition-coverage="\d{1,3}% \(\d{1,2}/\d{1,2}\)"))?'
    rb'(?: missing-branches="[\w, -]*+")? ?/>[ \t]*+(?:\r?\n)?[ \t]*+){2,}+'
)
"""Line ends are as expat counts them."""
LINE: Final = re.compile(rb'number="(\d+)" hits="(\d+)"')
BRANCHES: Final = re.compile(rb'number="(\d+)" hits="\d+" branch=".rue" [^(]*\((\d+)/(\d+)\)')
ELEMENT: Final = re.compile(rb"<[^>]*>")
ATTRIBUTE: Final = re.compile(r'([a-z-]+)="([^"]*)"')
UNUSUAL: Final = (b"<![CDATA[", b"<!ATTLIST")
"""From where these are on, a run may be mere text, or not all that there is to it."""
TEXT: Final = b"<source"
OVERLAP: Final = 16
"""Bytes at the end of a piece in which any of these words may begin."""
OTHER_ENCODING: Final = re.compile(
    r"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii|iso-8859-1)", re.IGNORECASE
)
SPARSE: Final = 1000
"""With more lines between its first and its last than these for each, a run is no list of hits."""

_SHARED: Final[dict[tuple[int, int], tuple[int, int]]] = {}
"""Every (total, taken) once, of which RUN lets no more than some thousands pass."""

Told: TypeAlias = tuple[int, list[int | None], dict[int, tuple[int, int]]]
"""The first line of a run, the hits from there on, and (total, taken) of its lines' branches."""
Found: TypeAlias = tuple[int, int, Told | None]
"""Where a run begins and ends in its piece, and what it says, unless that needs a closer look."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of lines.

    Attributes:
        text: As it stands in the report.
        told: What it says, unless that needs a closer look.
    """

    text: bytes
    told: Told | None

    def add_to(self, file: FileCoverage) -> bool:
        """Add all lines to a file; without doing anything, tell if they need a closer look."""
        if self.told is None:
            return False
        first, hits, counts = self.told
        if file.lines or file.far or file.branch_counts:
            for line, count in enumerate(hits, first):
                if count is not None:
                    file.hit(line, count)
            for line, (total, taken) in counts.items():
                file.count_branches(line, total, taken)
        else:
            file.lines = [*([None] * (first - 1)), *hits]
            file.branch_counts = counts
        return True

    def each_line(self) -> Iterator[tuple[dict[str, str], int]]:
        """Yield the attributes of each element, and how many lines below the start it is."""
        below = end = 0
        for found in ELEMENT.finditer(self.text):
            below += self.text.count(b"\n", end, found.start())
            end = found.start()
            yield dict(ATTRIBUTE.findall(found[0].decode("ascii"))), below


class Runs:
    """The runs of one report."""

    def __init__(
        self, source: Source, is_ready: Callable[[], bool], pieces: "Pieces | None" = None
    ) -> None:
        """Take the report, and what tells whether parsing stands where only elements matter.

        Args:
            source: The report.
            is_ready: Whether no run would be in a wrong place.
            pieces: The runs of all pieces behind the beginning, if helpers look for them.
        """
        self.are_used = False
        self._is_ready = is_ready
        self._pieces = pieces
        self._piece = -1 - BEGINNING // FIRST
        self._runs: dict[str, Run] = {}
        self._count = 0
        self._end = b""
        self._had_text = False
        is_utf8 = encoding_of(source.head) in {None, "utf-8-sig"}
        self._is_usual = is_utf8 and not OTHER_ENCODING.match(source.text_head)

    def cut_out(self, piece: bytes) -> bytes:
        """Return the next piece of the report with its runs replaced, line ends kept."""
        self._piece += 1
        looked_at = self._end + piece
        self._end = piece[-OVERLAP:]
        self._is_usual = self._is_usual and not any(word in looked_at for word in UNUSUAL)
        # A tag may be cut in two, and known to the parser only with the next piece.
        had_text, self._had_text = self._had_text, TEXT in looked_at
        if not self._is_usual or had_text or self._had_text or not self._is_ready():
            return piece
        found = self._found(piece)
        self.are_used = self.are_used or bool(found)
        return b"".join(self._replaced(piece, found))

    def take(self, number: str) -> Run:
        """Return the run of a mark."""
        return self._runs.pop(number)

    def _found(self, piece: bytes) -> list[Found]:
        if self._pieces is None or self._piece < 0:
            return find_runs(piece)
        found: list[Found] = self._pieces.result(self._piece)
        return found

    def _replaced(self, piece: bytes, found: Sequence[Found]) -> Iterator[bytes]:
        rest = 0
        for start, end, told in found:
            self._count += 1
            text = piece[start:end]
            self._runs[str(self._count)] = Run(text, told)
            yield piece[rest:start]
            yield b'<%s n="%d"/>' % (MARK.encode(), self._count) + b"\n" * text.count(b"\n")
            rest = end
        yield piece[rest:]


def find_runs(piece: bytes) -> list[Found]:
    """Return the runs of a piece."""
    return [(*found.span(), _told(found[0])) for found in RUN.finditer(piece)]


def _told(run: bytes) -> Told | None:
    """Return what a run says, None if it needs a closer look."""
    numbers, branches = _numbers(LINE.findall(run)), _numbers(BRANCHES.findall(run))
    if numbers is None or branches is None:
        return None
    lines, hits = numbers[::2], numbers[1::2]
    first, last = min(lines), max(lines)
    if not 0 < first <= last <= NEAR or last - first > SPARSE * len(lines):
        return None
    by_line: list[int | None] = [None] * (last + 1)
    for line, count in zip(lines, hits, strict=True):
        by_line[line] = count
    if last + 1 - by_line.count(None) < len(lines):  # a line that is there twice
        return None
    counts: dict[int, tuple[int, int]] = {}
    for line, taken, total in zip(branches[::3], branches[1::3], branches[2::3], strict=True):
        if taken > total:
            return None
        if total:
            # There are few different ones, and a large report has millions of them.
            counts[line] = _SHARED.setdefault((total, taken), (total, taken))
    return first, by_line[first:], counts


def _numbers(found: Sequence[tuple[bytes, ...]]) -> list[int] | None:
    """Return all that was found as numbers; None if one begins with 0, which JSON forbids."""
    import orjson

    try:
        return cast("list[int]", orjson.loads(b"[%b]" % b",".join(chain.from_iterable(found))))
    except orjson.JSONDecodeError:
        return None


@contextmanager
def read_ahead(source: Source) -> "Iterator[Pieces | None]":
    """Let helpers look for the runs of a large report, in all pieces that it is parsed in."""
    from coverup.formats import _ahead as ahead

    # Blank pieces would not be parsed at all.
    if not ahead.is_worth_it(source) or not decode(source.head[:FIRST]).strip():
        yield None
        return
    size = source.path.stat().st_size
    spans = [(start, min(start + CHUNK, size)) for start in range(BEGINNING, size, CHUNK)]
    with ahead.pieces(source, spans, find_runs) as pieces:
        yield pieces
