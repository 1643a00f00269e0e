"""Runs of lines that look as usual in a Cobertura report, taken out before the XML is parsed.

Nearly all of a report are elements such as `<line number="7" hits="1"/>`, one after the other.
Expat would call Python twice for each; a regular expression reads a thousand at once. What it
matches is well-formed by itself, and an empty element takes its place. So expat still says where
it is: what lies in a comment is never reported, and all that is unusual is parsed as ever.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from operator import gt
from typing import Final

from coverup.formats.source import Source, encoding_of
from coverup.model import NEAR, FileCoverage

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


class Runs:
    """The runs of one report."""

    def __init__(self, source: Source, is_ready: Callable[[], bool]) -> None:
        """Take the report, and what tells whether parsing stands where only elements matter."""
        self.are_used = False
        self._is_ready = is_ready
        self._texts: dict[str, bytes] = {}
        self._count = 0
        self._end = b""
        self._had_text = False
        is_utf8 = encoding_of(source.head) in {None, "utf-8-sig"}
        self._is_usual = is_utf8 and not OTHER_ENCODING.match(source.text_head)

    def cut_out(self, piece: bytes) -> bytes:
        """Return the next piece of the report with its runs replaced, line ends kept."""
        looked_at = self._end + piece
        self._end = piece[-OVERLAP:]
        self._is_usual = self._is_usual and not any(word in looked_at for word in UNUSUAL)
        # A tag may be cut in two, and known to the parser only with the next piece.
        had_text, self._had_text = self._had_text, TEXT in looked_at
        if not self._is_usual or had_text or self._had_text or not self._is_ready():
            return piece
        self.are_used = True
        return RUN.sub(self._replace, piece)

    def take(self, number: str) -> bytes:
        """Return the run of a mark."""
        return self._texts.pop(number)

    def _replace(self, found: re.Match[bytes]) -> bytes:
        self._count += 1
        run = found[0]
        self._texts[str(self._count)] = run
        return b'<%s n="%d"/>' % (MARK.encode(), self._count) + b"\n" * run.count(b"\n")


def add_run(file: FileCoverage, run: bytes) -> bool:
    """Add all lines of a run to a file, or none if any needs a closer look."""
    numbers, hits = _columns(LINE.findall(run))
    if not 0 < min(numbers) <= max(numbers) <= NEAR:
        return False
    counted = BRANCHES.findall(run)
    lines, taken, totals = _columns(counted) if counted else ([], [], [])
    if any(map(gt, taken, totals)):
        return False
    by_line = dict(zip(numbers, hits, strict=True))
    if file.lines or file.far or len(by_line) < len(numbers):
        for number, count in zip(numbers, hits, strict=True):
            file.hit(number, count)
    else:
        file.lines = list(map(by_line.get, range(1, max(numbers) + 1)))
    for number, total, count in zip(lines, totals, taken, strict=True):
        if total:
            file.count_branches(number, total, count)
    return True


def _columns(rows: Sequence[tuple[bytes, ...]]) -> Iterator[list[int]]:
    return (list(map(int, column)) for column in zip(*rows, strict=True))


def each_line(run: bytes) -> Iterator[tuple[dict[str, str], int]]:
    """Yield the attributes of each element of a run, and how many lines below its start it is."""
    below = end = 0
    for found in ELEMENT.finditer(run):
        below += run.count(b"\n", end, found.start())
        end = found.start()
        yield dict(ATTRIBUTE.findall(found[0].decode("ascii"))), below
