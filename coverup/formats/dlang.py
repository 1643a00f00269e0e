"""Listings of D (`dmd -cov`, `*.lst`): the source, each line with its count in front.

https://dlang.org/articles/code_coverage.html
"""

import codecs
import os
import re
from collections.abc import Iterator
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._text import lines
from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count
from coverup.formats.source import Source
from coverup.model import MAX_LINE, FileCoverage

NAME = "dlang"
ALIASES = ("d", "lst")
TITLE = "D coverage listing"
TOOLS = "dmd -cov, ldc2 -cov, gdc, dub test --coverage"
MAPPING = (
    "The count before the bar, `0000000` is a missed line; the last line names the source. The "
    "percentage is left out. There are no branches."
)
RANK = 40
JOINED = False

TAIL_SIZE: Final = 4096
"""Bytes at the end of a listing that its last line lies within."""

_FIRST: Final = re.compile(rb"(?:[ 0-9]{7}| *[0-9]+)\|")
_LAST: Final = re.compile(rb"(\S.*) (?:is [0-9]+% covered|has no code)\s*")


def sniff(source: Source) -> bool:
    """Tell by the column of the first line, and by the last one, which names the source."""
    if not _FIRST.match(source.head.removeprefix(codecs.BOM_UTF8)):
        return False
    with source.open() as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL_SIZE))
        tail = file.read().split()
    return b" ".join(tail[-3:]) == b"has no code" or tail[-3:-2] + tail[-1:] == [b"is", b"covered"]


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the source listed, or several if listings were joined by `cat`.

    Paths are relative to where the compiler ran, or absolute.

    Raises:
        InvalidReportError: The listing cannot be opened, or lacks the last line.
    """
    file = FileCoverage("")
    line = 0
    for at, text in enumerate(lines(source), start=1):
        count, bar, _ = text.partition(b"|")
        if bar and not count.strip(b" 0123456789"):
            line += 1
            _add(file, line, count.strip(), source.notes, at)
        elif last := _LAST.fullmatch(text):
            file.path = last[1].decode("utf-8", "surrogateescape")
            yield file
            file, line = FileCoverage(""), 0
        elif text.strip():
            source.notes.skip("unknown record", at)
            line += 1  # It was a line of the source, and those after it keep their numbers.
    if line:
        problem = "truncated: the last line, which names the source file, is missing"
        raise InvalidReportError(source.name, problem, hint="run the tests again")


def _add(file: FileCoverage, line: int, count: bytes, notes: Notes, at: int) -> None:
    if not count:
        return
    hits = hit_count(count, notes, at)
    if hits is None:
        return
    if line > MAX_LINE:
        notes.skip("line number out of range", at)
    else:
        file.hit(line, hits)
