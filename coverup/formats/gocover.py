"""Coverage profiles of Go (`go test -coverprofile`): counts of blocks of statements.

A line `IMPORTPATH/FILE.go:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT` tells of one block:
https://go.dev/blog/cover and https://pkg.go.dev/golang.org/x/tools/cover
"""

import re
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._text import lines
from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count, line_number
from coverup.formats.source import Source
from coverup.model import MAX_HITS, FileCoverage

NAME = "golang"
ALIASES = ("go", "gocover")
TITLE = "Go coverage profile"
TOOLS = "go test, go build -cover with go tool covdata, gotestsum, Ginkgo"
MAPPING = (
    "Every line of a block is relevant and has the largest count of the blocks on it; repeated "
    "blocks add up (with `mode: set` they are joined). The import path is placed by `go.mod`. "
    "Columns and numbers of statements are left out; Go has no branches."
)
RANK = 45
JOINED = False

LAST_LINE: Final = 2**20 - 2
"""Go's compiler does not count lines of a source beyond this."""

Block = tuple[int, int, int]
"""First line, last line, hits."""

_MODE: Final = re.compile(r"mode: (?:set|count|atomic)[ \t]*(?:[\r\n]|\Z)")
_BLOCK: Final = re.compile(r"\S.*\.\w+:\d+\.\d+,\d+\.\d+ \d+ \d+[ \t]*(?:[\r\n]|\Z)")
_SPAN: Final = re.compile(rb"(\d+)\.(\d+),(\d+)\.(\d+)")


def sniff(source: Source) -> bool:
    """Tell by the mode in the first line, or by a first line that is a block."""
    head = source.text_head
    return bool(_MODE.match(head) or _BLOCK.match(head))


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the profile; paths are import paths, the module's path in front.

    Every line from the first to the last of a block is relevant, as for other Coveralls clients.
    Profiles joined by `cat` repeat blocks, and may have several modes: a file that has blocks with
    counts and blocks without is yielded once for each kind.

    Raises:
        InvalidReportError: The profile cannot be opened, or has neither a mode nor a block.
    """
    for (path, counted), blocks in _blocks(source).items():
        file = FileCoverage(path.decode("utf-8", "surrogateescape"), counted=counted)
        for line, hits in line_hits(blocks.values()):
            file.hit(line, hits)
        yield file


def line_hits(blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """Yield each line of any block, in order, with the largest count of the blocks on it.

    It takes one step per line and block, however much the blocks overlap.
    """
    unfinished: list[tuple[int, int]] = []  # -hits and last line, the largest count on top
    after_all = (LAST_LINE + 2, 0, 0)
    line = 0
    for (first, last, hits), (following, _, _) in pairwise([*sorted(blocks), after_all]):
        heappush(unfinished, (-hits, last))
        line = max(line, first)
        while line < following and unfinished:
            if unfinished[0][1] < line:
                heappop(unfinished)
                continue
            yield line, -unfinished[0][0]
            line += 1


def _blocks(source: Source) -> dict[tuple[bytes, bool], dict[bytes, Block]]:
    """Return the blocks by file and by whether they have counts, each block merged over all."""
    files: dict[tuple[bytes, bool], dict[bytes, Block]] = {}
    counted = True
    is_profile = False
    for at, text in enumerate(lines(source), start=1):
        record = text.strip()
        if record.startswith(b"mode:"):
            counted = record != b"mode: set"
            is_profile = True
        elif record:
            is_profile |= _add(record, counted, files, source.notes, at)
    if not is_profile:
        hint = "make it with go test -coverprofile=coverage.out ./..."
        raise InvalidReportError(source.name, "not a coverage profile of Go", hint=hint)
    return files


def _add(
    record: bytes,
    counted: bool,
    files: dict[tuple[bytes, bool], dict[bytes, Block]],
    notes: Notes,
    at: int,
) -> bool:
    """Add a block to what is known of it, and tell whether the record is one."""
    place, _, numbers = record.rpartition(b":")
    span, _, counts = numbers.partition(b" ")
    statements, _, count = counts.partition(b" ")
    if not place or not statements.isdigit() or not count:
        notes.skip("not a block", at)
        return False
    hits = hit_count(count, notes, at)
    if hits is None:
        return False
    blocks = files.setdefault((place, counted), {})
    known = blocks.get(span)
    if known is None:
        extent = _extent(span, notes, at)
        if extent is None:
            return False
        blocks[span] = (*extent, hits if counted else min(hits, 1))
    elif hits:
        first, last, before = known
        blocks[span] = (first, last, min(before + hits, MAX_HITS) if counted else 1)
    return True


def _extent(span: bytes, notes: Notes, at: int) -> tuple[int, int] | None:
    """Return a block's first and last line, or note why it cannot be one and return None.

    The end is the place behind the block. Newer versions of Go put it at the start of the next
    line, which may hold a comment and is none of the block's.
    """
    match = _SPAN.fullmatch(span)
    if match is None:
        notes.skip("not a block", at)
        return None
    first, last = line_number(match[1], notes, at), line_number(match[3], notes, at)
    if first is None or last is None:
        return None
    if last > LAST_LINE:
        notes.skip("line number out of range", at)
        return None
    # Columns are compared by length, then as text: they may have more digits than int() takes.
    if last < first or (first == last and _column(match[4]) < _column(match[2])):
        notes.skip("block ends before it starts", at)
        return None
    is_next_line = first < last and match[4] == b"1"
    return first, last - 1 if is_next_line else last


def _column(digits: bytes) -> tuple[int, bytes]:
    digits = digits.lstrip(b"0")
    return len(digits), digits
