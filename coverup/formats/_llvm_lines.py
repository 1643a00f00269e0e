"""From LLVM's segments of a source file to the hits of its lines.

A segment is a place where the execution count changes. This is what `llvm-cov show` makes of them
(class LineCoverageStats):
https://github.com/llvm/llvm-project/blob/main/llvm/lib/ProfileData/Coverage/CoverageMapping.cpp
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from coverup.formats._counts import hits_of, line_of
from coverup.formats.notes import Notes

MAX_WRAPPED: Final = 300_000
"""More lines of a file in which no count changes, as inside a long table, are not believed."""
OLD_ITEMS: Final = 5
"""Items of a segment of old versions, which do not mark gaps; later ones append to them."""


class Segment(NamedTuple):
    """A place from which on a count holds.

    Attributes:
        line: Line, from 1.
        column: Column, from 1.
        hits: How often the code from here on was executed.
        has_count: Whether there is code from here on; else it is skipped or outside a function.
        is_entry: Whether a region begins here; else one ends, and the one around it goes on.
        is_gap: Whether the region is the blank between two statements.
    """

    line: int
    column: int
    hits: int
    has_count: bool
    is_entry: bool
    is_gap: bool

    @property
    def is_start(self) -> bool:
        """Whether code begins here."""
        return self.has_count and self.is_entry and not self.is_gap

    @property
    def is_skipped(self) -> bool:
        """Whether code begins here that the preprocessor leaves out."""
        return self.is_entry and not self.has_count


def segments_of(values: Iterable[object], notes: Notes) -> list[Segment]:
    """Return the segments in the order of the source; note and leave out broken ones."""
    found = [segment for value in values if (segment := _segment(value, notes)) is not None]
    return sorted(found, key=attrgetter("line", "column"))


def line_hits(segments: Sequence[Segment], notes: Notes) -> Iterator[tuple[int, int]]:
    """Yield relevant lines with their hits, from the first segment's line to the last's.

    Args:
        segments: Segments in the order of the source.
        notes: Where it is told that a region is too long to be believed, and so left out.
    """
    wrapped: Segment | None = None
    done = room = 0
    for line, group in groupby(segments, key=attrgetter("line")):
        if wrapped is not None and wrapped.has_count:
            room += line - done - 1
            if room > MAX_WRAPPED:
                notes.skip(f"region of more than {MAX_WRAPPED} lines")
                return
            yield from ((inside, wrapped.hits) for inside in range(done + 1, line))
        here = list(group)
        if _is_mapped(wrapped, here):
            starts = (each.hits for each in here if each.is_start)
            yield line, max(wrapped.hits if wrapped else 0, *starts, 0)
        wrapped, done = here[-1], line


def _is_mapped(wrapped: Segment | None, here: Sequence[Segment]) -> bool:
    """Tell whether a line with segments is relevant."""
    if any(each.is_entry and each.has_count for each in here):
        return True
    return wrapped is not None and wrapped.has_count and not here[0].is_skipped


def _segment(value: object, notes: Notes) -> Segment | None:
    if not isinstance(value, list) or len(value) < OLD_ITEMS or not isinstance(value[1], int):
        notes.skip("segment is not an array of line, column, count and flags")
        return None
    line, column, count, has_count, is_entry, *rest = value
    number, hits = line_of(line, notes), hits_of(count, notes)
    if number is None or hits is None:
        return None
    is_gap = bool(rest and rest[0])
    return Segment(number, column, hits, bool(has_count), bool(is_entry), is_gap)
