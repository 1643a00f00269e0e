"""Listings of gcov (`*.gcov`): the source, each line with its count in front.

https://gcc.gnu.org/onlinedocs/gcc/Invoking-Gcov.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._branches import BranchTaker
from coverup.formats._exclusions import apply_markers, excluded_lines, leave_out
from coverup.formats._listing import plain, rounded_count, share_taken
from coverup.formats._text import lines
from coverup.formats.notes import Notes
from coverup.formats.numbers import line_number
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "gcov"
ALIASES = ("gcov-text",)
TITLE = "gcov listing"
TOOLS = "gcov"
MAPPING = (
    "Lines with their counts; `#####` and `=====` are missed lines, rounded counts are taken as "
    "they stand. With `gcov -b` branches by index, instances of templates added up; percentages "
    "become 0 or 1. Functions, calls, blocks, conditions and the counts of instances are left "
    "out. Lines that LCOV_EXCL comments mark count, as gcov counts them; `--lcov-exclusions` "
    "leaves them out."
)
RANK = 46
JOINED = False

UNEXECUTED: Final = (b"#####", b"=====", b"%%%%%", b"$$$$$")
"""The second is only reached by exceptions. The last two stand for blocks (`gcov -a`)."""
NO_SOURCE: Final = b"/*EOF*/"
"""gcov's text for lines of a source that it could not open."""
INSTANCE: Final = b"------------------"
"""Stands before the instances of a template or inline function, and after the last one."""
IGNORED: Final = (
    *(b"function ", b"call ", b"unconditional ", b"condition", b"path"),
    *(b"File '", b"Function '", b"Lines executed", b"Branches executed", b"Taken at least once"),
    *(b"Calls executed", b"Condition outcomes", b"No ", b"Creating '"),
)
"""Details of lines, and what gcov prints beside a listing (`gcov -t`)."""

_SOURCE: Final = re.compile(r" *-: *0:Source:")
_RECORD: Final = re.compile(rb" *([-#=%$0-9.kMGTPEZYNA]+)\*? *: *([0-9]+)(:|-block)")


def sniff(source: Source) -> bool:
    """Tell by the line that names the source file, within the first ten."""
    return any(_SOURCE.match(line) for line in source.text_head.splitlines()[:10])


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the sources listed.

    Paths are absolute or relative to where the compiler ran. Branches are there if gcov ran with
    -b; if it ran without -c they have no counts, and a taken one has 1. On request the markers of
    lcov in the sources, which are part of the listing, leave out lines.

    Raises:
        InvalidReportError: The listing cannot be opened, or does not name its source.
    """
    listing: _Listing | None = None
    for at, raw in enumerate(lines(source), start=1):
        line = plain(raw)
        match = _RECORD.match(line)
        if match and match[2].strip(b"0") == b"":
            key, _, value = line[match.end() :].partition(b":")
            if key == b"Source":
                if listing:
                    yield from listing.finish(source)
                listing = _Listing(_text(value))
            elif listing:
                listing.describe(key, value)
        elif listing:
            listing.add(line, match, source.notes, at)
    if listing is None:
        problem = "no line 0:Source: names the source file"
        hint = "make the listing with gcov, or leave out --format to have it recognised"
        raise InvalidReportError(source.name, problem, hint=hint)
    yield from listing.finish(source)


@dataclass(slots=True)
class _Listing:
    """One source file with its counts.

    Attributes:
        path: The source as gcov names it.
        file: What was measured so far.
        taker: Adds branches to it.
        bases: Folders that the preamble names.
        last: The line of the source that was listed last.
        in_instances: Whether instances of a template or inline function follow. They list lines
            up to `last` again; their counts are already part of those lines' counts.
        line: The line that the next branches belong to.
        branches: How many branches its record had so far; instances of a template count anew.
        texts: The source's lines.
    """

    path: str
    file: FileCoverage = field(init=False)
    taker: BranchTaker = field(init=False)
    bases: dict[str, None] = field(default_factory=dict)
    last: int = 0
    in_instances: bool = False
    line: int | None = None
    branches: int = 0
    texts: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.file = FileCoverage(self.path)
        self.taker = BranchTaker(self.file)

    def describe(self, key: bytes, value: bytes) -> None:
        """Keep the folders that the preamble names: the compiler may have run in one of them."""
        if key == b"Working directory":
            self.bases[_text(value)] = None
        elif key in {b"Graph", b"Data"}:
            self.bases[_text(value).rpartition("/")[0]] = None

    def add(self, line: bytes, match: re.Match[bytes] | None, notes: Notes, at: int) -> None:
        """Add a line below the preamble."""
        if match is None:
            self._add_detail(line, notes, at)
        elif match[3] == b":":
            self.line, self.branches = line_number(match[2], notes, at), 0
            if self.line is None or (self.in_instances and self.line <= self.last):
                return
            self.last, self.in_instances = self.line, False
            self._add_line(self.line, match[1], line[match.end() :], notes, at)

    def finish(self, source: Source) -> Iterator[FileCoverage]:
        """Yield what was measured, on request without what markers leave out."""
        if not self.path:
            source.notes.skip("listing without a file name")
            return
        self.file.bases = tuple(base for base in self.bases if base)
        if source.lcov_exclusions and NO_SOURCE in self.texts[:1]:
            apply_markers(self.file, source)
        elif source.lcov_exclusions:
            leave_out(self.file, *excluded_lines(self.texts))
        yield self.file

    def _add_line(self, line: int, count: bytes, text: bytes, notes: Notes, at: int) -> None:
        if line == len(self.texts) + 1:
            self.texts.append(text)
        if count == b"-":
            return
        hits = 0 if count in UNEXECUTED else rounded_count(count, notes, at)
        if hits is not None:
            self.file.hit(line, hits)

    def _add_detail(self, line: bytes, notes: Notes, at: int) -> None:
        if line.startswith(b"branch "):
            self._add_branch(line.split(), notes, at)
        elif line == INSTANCE:
            self.in_instances = True
        elif self.in_instances and line.endswith(b":"):
            pass  # The name of an instance.
        elif line.strip() and not line.startswith(IGNORED):
            notes.skip("unknown record", at)

    def _add_branch(self, words: list[bytes], notes: Notes, at: int) -> None:
        match words:
            case [_, _, b"taken", taken, *_]:
                hits = share_taken(taken, notes, at)
            case [_, _, b"never", b"executed", *_]:
                hits = 0
            case _:
                notes.skip("unknown kind of branch", at)
                hits = None
        if self.line is not None and hits is not None:
            self.taker.take((self.line, 0, self.branches), hits, notes, at)
        self.branches += 1


def _text(value: bytes) -> str:
    return value.strip().decode("utf-8", "surrogateescape")
