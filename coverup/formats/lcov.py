"""LCOV tracefiles: text records, one section per source file and test.

The grammar is that of geninfo (LCOV 1.x and 2.x), taken as loosely as the many tools that imitate
it need: https://github.com/linux-test-project/lcov/blob/master/man/geninfo.1
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._lcov_fast import FIRST_NAMED, PLAIN_DIGITS
from coverup.formats._lcov_sections import sections
from coverup.formats._text import lines
from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count, line_number
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, BranchKey, FileCoverage

NAME = "lcov"
ALIASES = ("lcov.info",)
TITLE = "LCOV tracefile"
TOOLS = (
    "lcov, gcovr, llvm-cov, grcov, cargo-llvm-cov, Jest, Vitest, nyc, c8, Node.js, Deno, Bun, "
    "coverage.py, SimpleCov, coverlet, Dart, Flutter, Bazel"
)
MAPPING = (
    "`DA` is a line with its hits, `BRDA` a branch by line, block and name. Repeated records "
    "and files add up. Unreachable branches (`U`) are left out, as lcov does; functions, MC/DC "
    "and sums are, since Coveralls has no place for them."
)
RANK = 80
JOINED = False

IGNORED: Final = (
    *(b"TN", b"VER", b"FN", b"FNDA", b"FNL", b"FNA", b"FNF", b"FNH", b"LF", b"LH"),
    *(b"BA", b"BRF", b"BRH", b"MCDC", b"MCF", b"MCH"),
)
"""Records that Coveralls has no place for, and sums, which some tools get wrong."""
CONFLICT: Final = (b"<<<<<<<", b"=======", b">>>>>>>")

_SECTION: Final = re.compile(r"(?:^|[\r\n])[ \t]*[SK]F:", re.IGNORECASE)
_RECORD: Final = re.compile(
    r"(?:^|[\r\n])[ \t]*(?:end_of_record|(?:TN|DA|BRDA|FN|FNDA|FNL|FNF|LF):)", re.IGNORECASE
)


def sniff(source: Source) -> bool:
    """Tell by a line that names a source file and another record beside it."""
    head = source.text_head
    if head.startswith("<") and not head.startswith("<<<<<<<"):
        return False  # A web page that shows a tracefile is none.
    return bool(_SECTION.search(head) and _RECORD.search(head))


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the sections of the tracefile; a file that has several is yielded several times.

    Raises:
        InvalidReportError: The tracefile cannot be opened, or git left conflict markers in it.
    """
    reader = _Reader(source)
    for section in sections(source):
        if section.file is not None and reader.takes(section.file, section.line_ends):
            yield section.file
        else:
            yield from reader.carefully(section.text().splitlines())
    yield from reader.rest()


def read_carefully(source: Source) -> Iterator[FileCoverage]:
    """Yield what `read` yields, though every line is looked at by itself: its measure in tests."""
    reader = _Reader(source)
    yield from reader.carefully(lines(source))
    yield from reader.rest()


@dataclass(slots=True)
class _Ids:
    """Gives the blocks and branches of one file their numbers, the same in all its sections.

    Integers stand for themselves. Other ids, such as coverage.py's "jump to line 3", are counted
    by first appearance, from 0 in a file that has no integers before them.
    """

    has_integers: bool = False
    blocks: dict[bytes, int] = field(default_factory=dict)
    names: dict[tuple[int, int], dict[bytes, int]] = field(default_factory=dict)

    def block(self, text: bytes) -> int:
        if len(text) <= PLAIN_DIGITS:
            return int(text)
        return self.blocks.setdefault(text, FIRST_NAMED + len(self.blocks))

    def branch(self, line: int, block: int, text: bytes) -> int:
        is_plain = text.isdigit() and len(text) <= PLAIN_DIGITS
        # Once names were counted from 0, integers are counted with them, lest the two collide.
        if is_plain and (self.has_integers or not self.names):
            self.has_integers = True
            return int(text)
        known = self.names.setdefault((line, block), {})
        return known.setdefault(text, len(known) + (FIRST_NAMED if self.has_integers else 0))


@dataclass(slots=True)
class _Section:
    """The records of one source file, up to end_of_record."""

    file: FileCoverage
    ids: _Ids
    notes: Notes
    per_line: Counter[int] = field(default_factory=Counter)

    def add_line(self, record: bytes, at: int) -> None:
        """Add what follows `DA:`: line, hits and perhaps a checksum."""
        number, _, rest = record.partition(b",")
        line = line_number(number, self.notes, at)
        if line is None:
            return
        hits = hit_count(rest.partition(b",")[0], self.notes, at)
        if hits is not None:
            self.file.hit(line, hits)

    def add_branch(self, record: bytes, at: int) -> None:
        """Add what follows `BRDA:`: line, block, branch (an expression, perhaps) and hits."""
        place, _, taken = record.rpartition(b",")
        number, _, ids = place.partition(b",")
        line = line_number(number, self.notes, at)
        block, _, branch = ids.partition(b",")
        block = block.lstrip(b"ef")  # LCOV 2.x marks exception and fallthrough branches.
        if line is None or block.startswith(b"U"):
            return  # lcov leaves unreachable branches out, too.
        if not block.isdigit() or not branch:
            self.notes.skip("branch without block or id", at)
            return
        hits = 0 if taken == b"-" else hit_count(taken, self.notes, at)
        if hits is None:
            return
        block_number = self.ids.block(block)
        key = (line, block_number, self.ids.branch(line, block_number, branch))
        if self._has_room(key):
            self.file.take(key, hits)
        else:
            self.notes.skip(f"more than {MAX_BRANCHES} branches on a line", at)

    def _has_room(self, key: BranchKey) -> bool:
        """Tell whether a branch may be added to its line; counts only where it could matter."""
        branches = self.file.branches
        if len(branches) < MAX_BRANCHES or key in branches:
            return True
        if not self.per_line:
            self.per_line.update(line for line, _, _ in branches)
        self.per_line[key[0]] += 1
        return self.per_line[key[0]] <= MAX_BRANCHES


class _Reader:
    """What is known while the records are read one after the other.

    Attributes:
        at: The current line of the tracefile, from 1.
        section: The section that has begun and not ended.
        done: The section that has just ended, if any.
        handlers: What to do with a record, by its tag.
    """

    def __init__(self, source: Source) -> None:
        self.at = 0
        self.section: _Section | None = None
        self.done: list[FileCoverage] = []
        self.handlers: dict[bytes, Callable[[bytes], None]] = {
            **dict.fromkeys(IGNORED, lambda _value: None),
            **dict.fromkeys((b"SF", b"KF"), self._begin),
            **dict.fromkeys((b"end_of_record", b"END_OF_RECORD"), self.end),
            b"DA": self._line,
            b"BRDA": self._branch,
        }
        self._name = source.name
        self._notes = source.notes
        self._named: dict[str, _Ids] = {}
        self._numbered: set[str] = set()

    def takes(self, file: FileCoverage, line_ends: int) -> bool:
        """Tell whether a section that was read at once may be taken as it is."""
        if self.section is not None or file.path in self._named:
            return False
        self.at += line_ends
        if file.branches:
            self._numbered.add(file.path)
        return True

    def carefully(self, lines: Iterable[bytes]) -> Iterator[FileCoverage]:
        """Read line by line, and yield the sections that end."""
        for line in lines:
            self.at += 1
            tag, _, value = line.partition(b":")
            handler = self.handlers.get(tag)
            if handler is None:
                self.odd(line)
            else:
                handler(value)
            if self.done:
                yield self.done.pop()

    def rest(self) -> Iterator[FileCoverage]:
        """Yield the section that has no end."""
        if self.section is not None:
            self._notes.remark("truncated: the last section has no end_of_record")
            self.end()
            yield from self.done

    def odd(self, line: bytes) -> None:
        """Handle a line that does not start with a known tag in its usual spelling."""
        line = line.strip()
        if not line or line.startswith(b"#"):
            return
        tag, _, value = line.partition(b":")
        handler = self.handlers.get(tag.upper())
        if handler:
            handler(value)
        elif line.startswith(CONFLICT):
            problem = "git conflict markers: two versions of the report in one file"
            hint = "run the tests again to make the report anew, and keep it out of git"
            raise InvalidReportError(self._name, problem, line=self.at, hint=hint)
        else:
            self._notes.skip("unknown record", self.at)

    def end(self, _value: bytes = b"") -> None:
        """End the section; one without a file name was noted and is dropped."""
        section, self.section = self.section, None
        if section is not None and section.file.path:
            self.done.append(section.file)
            self._keep(section.ids, section.file.path)

    def _begin(self, value: bytes) -> None:
        if self.section is not None:
            self._notes.remark("truncated: a section has no end_of_record")
            self.end()
        path = value.strip().decode("utf-8", errors="surrogateescape")
        if not path:
            self._notes.skip("section without a file name", self.at)
        ids = self._named.get(path) or _Ids(has_integers=path in self._numbered)
        self.section = _Section(FileCoverage(path), ids, self._notes)

    def _keep(self, ids: _Ids, path: str) -> None:
        """Keep what ids mean for the file's next section; most files have integers only."""
        if ids.blocks or ids.names:
            self._named[path] = ids
        elif ids.has_integers:
            self._numbered.add(path)

    def _line(self, value: bytes) -> None:
        if self.section is None:
            self._notes.skip("DA before SF", self.at)
        else:
            self.section.add_line(value, self.at)

    def _branch(self, value: bytes) -> None:
        if self.section is None:
            self._notes.skip("BRDA before SF", self.at)
        else:
            self.section.add_branch(value, self.at)
