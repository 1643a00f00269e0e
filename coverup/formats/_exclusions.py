"""Markers in C and C++ sources that leave lines or branches out of the coverage.

gcov itself does not know them; lcov, gcovr and fastcov do. The markers are those of lcov, which
gcovr also knows by its own name and gcov's:
https://github.com/linux-test-project/lcov/blob/master/man/geninfo.1
https://gcovr.com/en/stable/guide/exclusion-markers.html
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from coverup.formats.source import Source
from coverup.model import FileCoverage

_MARKER: Final = re.compile(r"\b(LCOV|GCOVR?)_EXCL_(BR_|)(LINE|START|STOP)\b")


@dataclass(slots=True)
class _Region:
    """What one kind of marker leaves out.

    Attributes:
        lines: Lines left out so far.
        opened_by: The spelling that began the region we are in; the same one has to end it.
    """

    lines: set[int] = field(default_factory=set)
    opened_by: str | None = None

    def mark(self, line: int, spelling: str, verb: str) -> None:
        if verb == "LINE":
            self.lines.add(line)
        elif verb == "START":
            self.lines.add(line)
            self.opened_by = self.opened_by or spelling
        elif spelling == self.opened_by:
            self.opened_by = None


def excluded_lines(source: Iterable[bytes | str]) -> tuple[set[int], set[int]]:
    """Return the lines that markers leave out, and those of which they leave out the branches.

    The line of a START is left out, that of the STOP is not. A region without STOP reaches to the
    end of the source.

    Args:
        source: The lines of the source, from line 1.
    """
    whole, branches = _Region(), _Region()
    for number, raw in enumerate(source, start=1):
        line = raw if isinstance(raw, str) else raw.decode("latin-1")
        if "_EXCL_" in line:
            for spelling, kind, verb in _MARKER.findall(line):
                (branches if kind else whole).mark(number, spelling, verb)
        for region in (whole, branches):
            if region.opened_by:
                region.lines.add(number)
    return whole.lines, branches.lines


def leave_out(file: FileCoverage, lines: set[int], branch_lines: set[int]) -> None:
    """Take excluded lines, and the branches of excluded lines, out of a measurement."""
    for line in lines:
        if line <= len(file.lines):
            file.lines[line - 1] = None
        file.far.pop(line, None)
    without = lines | branch_lines
    if without:
        file.branches = {key: n for key, n in file.branches.items() if key[0] not in without}
        file.branch_counts = {k: n for k, n in file.branch_counts.items() if k not in without}


def apply_markers(file: FileCoverage, source: Source) -> None:
    """Apply the markers in the file's source, if it is there, to what was measured of it."""
    joined = (f"{base}/{file.path}" for base in file.bases)
    located = next(filter(None, map(source.locate, (*joined, file.path))), None)
    if located is None:
        return
    try:
        with located.open("rb") as text:
            lines, branch_lines = excluded_lines(text)
    except OSError:
        return
    leave_out(file, lines, branch_lines)
