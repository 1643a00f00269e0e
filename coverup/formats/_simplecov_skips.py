"""Comments in Ruby sources that leave lines or branches out of SimpleCov's numbers.

Between two `# :nocov:` nothing counts. SimpleCov 1.0 adds `# simplecov:disable` and
`# simplecov:enable`, with `line` or `branch` behind it for one of the two only; behind code on the
same line, it is about that line alone. What is not closed reaches to the end of the source.
https://github.com/simplecov-ruby/simplecov#ignoringskipping-code
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from coverup.formats.source import Source
from coverup.model import MAX_LINE, FileCoverage

NOCOV: Final = re.compile(rb"\s*#\s*:nocov:")
DIRECTIVE: Final = re.compile(
    rb"#\s*simplecov\s*:\s*(disable|enable)\b"
    rb"(?:\s+((?:line|branch|method)(?:\s*,\s*(?:line|branch|method))*)\b)?"
)
ALL: Final = b"line,branch"
BOTH: Final = (b"line", b"branch")

Range = tuple[int, int]
"""First and last line."""


@dataclass(slots=True)
class Skips:
    """The parts of a source that do not count, by what in them does not.

    Attributes:
        lines: Where lines do not count.
        branches: Where branches do not count.
    """

    lines: list[Range] = field(default_factory=list)
    branches: list[Range] = field(default_factory=list)

    def add(self, first: int, last: int, *categories: bytes) -> None:
        """Leave out lines or branches; other categories, such as methods, count nowhere."""
        if b"line" in categories:
            self.lines.append((first, last))
        if b"branch" in categories:
            self.branches.append((first, last))

    def apply_to_lines(self, file: FileCoverage) -> None:
        """Make the lines irrelevant."""
        for first, last in self.lines:
            for index in range(first - 1, min(last, len(file.lines))):
                file.lines[index] = None


def skips_of(path: str, source: Source) -> Skips:
    """Return the parts that comments in the source of this path leave out, none if it is absent."""
    located = source.locate(path)
    if located is None:
        return Skips()
    try:
        with located.open("rb") as text:
            return find_skips(text)
    except OSError:
        return Skips()


def find_skips(source: Iterable[bytes]) -> Skips:
    """Return the parts that comments leave out, given the lines of the source."""
    skips = Skips()
    nocov: int | None = None
    opened: dict[bytes, int] = {}
    for number, line in enumerate(source, start=1):
        if b"nocov" in line and NOCOV.match(line):
            if nocov is not None:
                skips.add(nocov, number, *BOTH)
            nocov = number if nocov is None else None
        elif b"simplecov" in line and (directive := DIRECTIVE.search(line)):
            _obey(directive, number, opened, skips)
    if nocov is not None:
        skips.add(nocov, MAX_LINE, *BOTH)
    for category, first in opened.items():
        skips.add(first, MAX_LINE, category)
    return skips


def _obey(directive: re.Match[bytes], number: int, opened: dict[bytes, int], skips: Skips) -> None:
    """Open or close parts, or leave out the one line if there is code in front of the comment."""
    is_alone = not directive.string[: directive.start()].strip()
    is_disabling = directive[1] == b"disable"
    for category in map(bytes.strip, (directive[2] or ALL).split(b",")):
        if not is_alone:
            if is_disabling:
                skips.add(number, number, category)
        elif is_disabling:
            opened.setdefault(category, number)
        elif category in opened:
            skips.add(opened.pop(category), number, category)
