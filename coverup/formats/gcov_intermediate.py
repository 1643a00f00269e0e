"""The intermediate text of gcov from GCC 4.9 to 8 (`gcov -i`), which the JSON report replaced.

https://gcc.gnu.org/onlinedocs/gcc-8.5.0/gcc/Invoking-Gcov.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._branches import BranchTaker
from coverup.formats._exclusions import apply_markers
from coverup.formats._text import lines
from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count, line_number
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "gcov-intermediate"
ALIASES = ("gcov-text-i",)
TITLE = "gcov intermediate text"
TOOLS = "gcov of GCC 4.9 to 8 with -i"
MAPPING = (
    "`lcount` is a line, `branch` a branch by index, which has 1 if it was taken; instances add "
    "up. Functions are left out."
)
RANK = 43
JOINED = False

BRANCHES: Final = {b"taken": 1, b"nottaken": 0, b"notexec": 0}

_HEAD: Final = re.compile(r"(?:version:[^\r\n]*[\r\n]+)?file:[^\r\n]+[\r\n]")
_RECORD: Final = re.compile(r"[\r\n](?:lcount|function|branch):\d+,")


def sniff(source: Source) -> bool:
    """Tell by a first line that names a source file and a record with a line number."""
    head = source.text_head
    return bool(_HEAD.match(head) and _RECORD.search(head))


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report; paths are absolute or relative to where the compiler ran.

    Branches have no counts here: a taken one has 1. On request the markers of lcov in the sources
    leave out lines, where the sources are in the repository.

    Raises:
        InvalidReportError: The report cannot be opened, or names no file.
    """
    section: _Section | None = None
    for at, line in enumerate(lines(source), start=1):
        tag, _, value = line.strip().partition(b":")
        if tag == b"file":
            if section:
                yield from _finished(section, source)
            section = _Section(FileCoverage(value.decode("utf-8", "surrogateescape")))
        elif section:
            section.add(tag, value, source.notes, at)
    if section is None:
        hint = "make it with gcov -i, or leave out --format to have it recognised"
        raise InvalidReportError(source.name, "no file: line, so no report of gcov -i", hint=hint)
    yield from _finished(section, source)


@dataclass(slots=True)
class _Section:
    """The records of one source file.

    Attributes:
        file: What was measured so far.
        taker: Adds branches to it.
        line: The line that the next branches belong to.
        branches: How many branches it had so far.
    """

    file: FileCoverage
    taker: BranchTaker = field(init=False)
    line: int | None = None
    branches: int = 0

    def __post_init__(self) -> None:
        self.taker = BranchTaker(self.file)

    def add(self, tag: bytes, value: bytes, notes: Notes, at: int) -> None:
        """Add a record; those of functions and versions tell nothing about lines."""
        if tag == b"lcount":
            self._add_line(value, notes, at)
        elif tag == b"branch":
            self._add_branch(value, notes, at)
        elif tag not in {b"function", b"version", b""}:
            notes.skip("unknown record", at)

    def _add_line(self, value: bytes, notes: Notes, at: int) -> None:
        number, _, rest = value.partition(b",")
        # An instance of a template has its own record for a line, and counts branches anew.
        self.line, self.branches = line_number(number, notes, at), 0
        if self.line is not None:
            hits = hit_count(rest.partition(b",")[0], notes, at)
            if hits is not None:
                self.file.hit(self.line, hits)

    def _add_branch(self, value: bytes, notes: Notes, at: int) -> None:
        number, _, kind = value.partition(b",")
        line, hits = line_number(number, notes, at), BRANCHES.get(kind)
        if line != self.line:
            self.line, self.branches = line, 0
        if hits is None:
            notes.skip("unknown kind of branch", at)
        elif line is not None:
            self.taker.take((line, 0, self.branches), hits, notes, at)
        self.branches += 1


def _finished(section: _Section, source: Source) -> Iterator[FileCoverage]:
    if not section.file.path:
        source.notes.skip("section without a file name")
        return
    if source.lcov_exclusions:
        apply_markers(section.file, source)
    yield section.file
