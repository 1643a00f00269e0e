"""What the formats of .NET's tools share: files by number, and statements of several lines."""

from collections.abc import Iterator
from typing import Final

from coverup.formats.notes import Notes
from coverup.formats.numbers import line_number
from coverup.model import FileCoverage

HIDDEN: Final = frozenset({"16707566", "15732480"})
"""Lines 0xFEEFEE and 0xF00F00, by which compilers mark code that is in no source."""
MAX_SPAN: Final = 10_000
"""No statement has more lines; a larger span is a broken record."""


class NumberedFiles:
    """Files that a report calls by numbers, and names before or after it tells their lines."""

    def __init__(self, notes: Notes, *, counted: bool) -> None:
        self._notes = notes
        self._counted = counted
        self._names: dict[str, str] = {}
        self._files: dict[str, FileCoverage] = {}

    def name(self, number: str, path: str) -> None:
        """Tell what a number means."""
        if path.strip():
            self._names.setdefault(number.strip(), path.strip())

    def file(self, number: str) -> FileCoverage:
        """Return the file that a number means, whose path is not known yet."""
        file = self._files.get(number)
        if file is None:
            file = self._files[number] = FileCoverage("", counted=self._counted)
        return file

    def finished(self) -> Iterator[FileCoverage]:
        """Yield the files that something was told about, and start anew; note the nameless."""
        files, names = self._files, self._names
        self._files, self._names = {}, {}
        for number, file in files.items():
            file.path = names.get(number.strip(), "")
            if file.path:
                yield file
            else:
                self._notes.skip("file without a name")


def lines_between(first: str, last: str, notes: Notes, at: int | None = None) -> range:
    """Return the lines of a statement, from 1; none, and a note, if they cannot be right.

    A last line that is missing or before the first one means that there is just the first.
    """
    if first in HIDDEN:
        return range(0)
    start = line_number(first, notes, at)
    if start is None:
        return range(0)
    end = line_number(last, notes, at) if last and last not in HIDDEN else start
    if end is None:
        return range(0)
    if end - start >= MAX_SPAN:
        notes.skip(f"statement of more than {MAX_SPAN} lines", at)
        return range(0)
    return range(start, max(start, end) + 1)
