"""Listings of LLVM (`llvm-cov show`, also Xcode's): the source, each line with its count in front.

https://llvm.org/docs/CommandGuide/llvm-cov.html#llvm-cov-show
"""

import re
from collections.abc import Iterator
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._branches import BranchTaker
from coverup.formats._listing import plain, rounded_count, share_taken
from coverup.formats._text import lines
from coverup.formats.notes import Notes
from coverup.formats.numbers import line_number
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "llvm-text"
ALIASES = ("llvm-cov-show", "xcode-text")
TITLE = "llvm-cov listing"
TOOLS = "llvm-cov show, xcrun llvm-cov show, cargo llvm-cov --text"
MAPPING = (
    "Lines with their counts; with `-show-branches` two branches per condition. Views of "
    "instances and macros, regions and MC/DC are left out."
)
RANK = 42
JOINED = False

SIDES: Final = {b"True": 0, b"False": 1}

_NAME_AND_LINE: Final = re.compile(
    rb"^[^\s|][^\r\n]*:\r?\n *[0-9]+\| *[0-9.]*[kMGTPEZY]?\|", re.MULTILINE
)
_NAME: Final = re.compile(rb"([^\s|].*):", re.DOTALL)
_LINE: Final = re.compile(rb" *([0-9]+)\| *([0-9.]*[kMGTPEZY]?)\|")
_BRANCH: Final = re.compile(rb"  \|  Branch \(([0-9]+):([0-9]+)\): \[([^\]]*)\]")


def sniff(source: Source) -> bool:
    """Tell by a line that ends in a colon and a numbered line with a count column after it."""
    head = source.text_head
    if head.startswith("<"):
        return False  # A web page that shows a listing is none.
    return bool(_NAME_AND_LINE.search(plain(head.encode("utf-8", "surrogateescape"))))


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the sources listed; paths are absolute, unless the compiler was told otherwise.

    The counts of a line hold all instances of templates and inline functions, so the views of
    single instances and macros, which are indented, are left out. Branches are there if llvm-cov
    ran with -show-branches; of shares (-show-branches=percent) a taken one has 1.

    Raises:
        InvalidReportError: The listing cannot be opened, or names no source file.
    """
    file: FileCoverage | None = None
    branches = BranchTaker(FileCoverage(""))
    for at, raw in enumerate(lines(source), start=1):
        line = plain(raw)
        if file and (match := _LINE.match(line)):
            _add_line(file, match, source.notes, at)
        elif file and (match := _BRANCH.match(line)):
            _add_branch(branches, match, source.notes, at)
        elif name := _NAME.fullmatch(line):
            if file:
                yield file
            file = FileCoverage(name[1].decode("utf-8", "surrogateescape"))
            branches = BranchTaker(file)
        elif file and line.strip() and not line.startswith(b"  "):
            source.notes.skip("unknown record", at)
    if file is None:
        hint = "make it with llvm-cov show, without naming a source file"
        raise InvalidReportError(source.name, "no line names a source file", hint=hint)
    yield file


def _add_line(file: FileCoverage, match: re.Match[bytes], notes: Notes, at: int) -> None:
    line = line_number(match[1], notes, at)
    if line is None or not match[2]:
        return
    hits = rounded_count(match[2], notes, at)
    if hits is not None:
        file.hit(line, hits)


def _add_branch(branches: BranchTaker, match: re.Match[bytes], notes: Notes, at: int) -> None:
    """Add both sides of a condition; the column tells the conditions of a line apart."""
    line, column = line_number(match[1], notes, at), line_number(match[2], notes, at)
    if line is None or column is None:
        return
    for side in match[3].split(b", "):
        name, _, taken = side.partition(b": ")
        if name not in SIDES:
            continue  # "Folded - Ignored": the condition is constant.
        hits = share_taken(taken, notes, at)
        if hits is not None:
            branches.take((line, column, SIDES[name]), hits, notes, at)
