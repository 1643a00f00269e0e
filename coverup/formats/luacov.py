"""The report of LuaCov (`luacov.report.out`): the sources, each line with its count in front.

All counts of a report are as wide as its largest one and a blank before it, so a number after that
many columns belongs to the source: https://github.com/lunarmodules/luacov
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._text import lines
from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count
from coverup.formats.source import Source
from coverup.model import MAX_LINE, FileCoverage

NAME = "luacov"
ALIASES = ("lua",)
TITLE = "LuaCov report"
TOOLS = "LuaCov, busted"
MAPPING = (
    "Only the column of counts is read: stars and 0 are a missed line. The summary is left out. "
    "There are no branches; `luacov.stats.out` is refused."
)
RANK = 40
JOINED = False

BAR: Final = b"=" * 78
SUMMARY: Final = b"Summary"

_HEAD: Final = re.compile(rf"{BAR.decode()}\r?[\r\n].*\r?[\r\n]{BAR.decode()}(?:[\r\n]|\Z)")
_WIDEST: Final = re.compile(rb"\*+0(?= |$)| [0-9]+(?= |$)")
"""A missed line's stars fill the column; the largest count leaves one blank. A line that is not
relevant begins with more than two blanks."""


def sniff(source: Source) -> bool:
    """Tell by a name between two bars in the first three lines."""
    return bool(_HEAD.match(source.text_head))


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the sources listed; paths are relative to where the tests ran, or absolute.

    Raises:
        InvalidReportError: The report cannot be opened, or does not begin as one of LuaCov does.
    """
    report = list(lines(source))
    headers = list(_headers(report))
    if not headers:
        hint = "run luacov, and name luacov.report.out"
        raise InvalidReportError(source.name, "no header of a LuaCov report", hint=hint)
    width = next((match.end() for line in report if (match := _WIDEST.match(line))), 0)
    for start, end in pairwise([*headers, len(report)]):
        name = report[start + 1].strip()
        if name == SUMMARY and end == len(report):
            return
        if name:
            path = name.decode("utf-8", "surrogateescape")
            body = enumerate(report[start + 3 : end], start=start + 4)
            yield _file(FileCoverage(path), body, width, source.notes)
        else:
            source.notes.skip("section without a file name", start + 2)
    source.notes.remark("truncated: the report has no summary")


def _headers(report: list[bytes]) -> Iterator[int]:
    """Yield where two bars have a name between them; an empty section is no second name."""
    at = 0
    while at + 2 < len(report):
        if report[at] == BAR == report[at + 2] and report[at + 1] != BAR:
            yield at
            at += 2
        at += 1


def _file(
    file: FileCoverage, body: Iterable[tuple[int, bytes]], width: int, notes: Notes
) -> FileCoverage:
    """Read the lines of one source, which come with their line in the report."""
    for line, (at, text) in enumerate(body, start=1):
        if text == BAR or line > MAX_LINE:
            notes.skip("broken header, or what follows it", at)
            break
        count = text[:width].strip()
        if not count:
            continue
        if text[width : width + 1].strip():
            notes.skip("count is wider than the column", at)
            continue
        hits = 0 if count.strip(b"*") == b"0" else hit_count(count, notes, at)
        if hits is not None:
            file.hit(line, hits)
    return file
