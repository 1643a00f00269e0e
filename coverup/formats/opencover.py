"""OpenCover XML, which coverlet and AltCover write too.

The model behind it: https://github.com/OpenCover/opencover/tree/master/main/OpenCover.Framework/Model
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from coverup.formats._branches import BranchTaker
from coverup.formats._dotnet import HIDDEN, NumberedFiles, lines_between
from coverup.formats._xml import ElementReader, root_of
from coverup.formats.numbers import hit_count, line_number
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "opencover"
ALIASES = ("opencover-xml",)
TITLE = "OpenCover XML"
TOOLS = "coverlet, AltCover, OpenCover"
MAPPING = (
    "A sequence point covers all of its lines, and visits add up; branch points are told apart "
    "by line, offset and path. Hidden lines, skipped modules and method points are left out."
)
RANK = 68
JOINED = False

NO_FILE = ("", "0")
"""How a point says that it does not know its file."""


def sniff(source: Source) -> bool:
    """Tell by the root's name."""
    head = root_of(source)
    return head is not None and head.tag == "CoverageSession"


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of each module; a file of several modules comes several times.

    Raises:
        InvalidReportError: The report cannot be opened or is not well-formed XML.
    """
    return _Reader(source).files()


@dataclass(slots=True)
class _Method:
    """What is known of the current method.

    Attributes:
        file: The number of its file.
        offsets: Where its statements begin, in bytes of its code, ascending.
        lines: The lines of these statements.
    """

    file: str = ""
    offsets: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def remember(self, offset: int | None, line: str) -> None:
        """Keep where a statement is, for branches that do not tell their line."""
        if offset is not None and (not self.offsets or offset > self.offsets[-1]):
            self.offsets.append(offset)
            self.lines.append(line)

    def line_at(self, offset: int | None) -> str:
        """Return the line of the statement that an offset is in."""
        index = -1 if offset is None else bisect_right(self.offsets, offset) - 1
        return self.lines[index] if index >= 0 else ""


class _Reader(ElementReader):
    """Follows modules, methods and their points; each module numbers its own files."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.starts = {
            "Module": self._start_module,
            "File": lambda attributes: self._files.name(
                attributes.get("uid", ""), attributes.get("fullPath", "")
            ),
            "Method": self._start_method,
            "FileRef": self._set_file,
            "SequencePoint": self._add_statement,
            "BranchPoint": self._add_branch,
        }
        self.ends = {"Module": self._end_module}
        self._files = NumberedFiles(source.notes, counted=True)
        self._takers: dict[str, BranchTaker] = {}
        self._method = _Method()
        self._is_skipped = False

    def _start_module(self, attributes: dict[str, str]) -> None:
        self._is_skipped = "skippedDueTo" in attributes

    def _end_module(self) -> None:
        files = list(self._files.finished())
        self._takers.clear()
        if not self._is_skipped:
            self.done.extend(files)

    def _start_method(self, _attributes: dict[str, str]) -> None:
        self._method = _Method()

    def _set_file(self, attributes: dict[str, str]) -> None:
        self._method.file = attributes.get("uid", "")

    def _add_statement(self, attributes: dict[str, str]) -> None:
        number = self._number_of(attributes)
        hits = hit_count(attributes.get("vc", ""), self.notes, self.at)
        if number is None or hits is None:
            return
        first = attributes.get("sl", "")
        self._method.remember(_offset(attributes), first)
        file = self._files.file(number)
        for line in lines_between(first, attributes.get("el", ""), self.notes, self.at):
            file.hit(line, hits)

    def _add_branch(self, attributes: dict[str, str]) -> None:
        number = self._number_of(attributes)
        hits = hit_count(attributes.get("vc", ""), self.notes, self.at)
        offset = _offset(attributes)
        told = attributes.get("sl", "") or self._method.line_at(offset)
        if number is None or hits is None or told in HIDDEN:
            return
        line = line_number(told, self.notes, self.at)
        branch = _integer(attributes.get("path", attributes.get("ordinal", "")))
        if line is None:
            return
        if branch is None:
            self.notes.skip("branch without a path", self.at)
            return
        taker = self._takers.get(number)
        if taker is None:
            taker = self._takers[number] = BranchTaker(self._files.file(number))
        taker.take((line, offset or 0, branch), hits, self.notes, self.at)

    def _number_of(self, attributes: dict[str, str]) -> str | None:
        """Return the number of a point's file: its own, or else its method's."""
        for number in (attributes.get("fileid", ""), self._method.file):
            if number.strip() not in NO_FILE:
                return number.strip()
        self.notes.skip("point without a file", self.at)
        return None


def _offset(attributes: dict[str, str]) -> int | None:
    return _integer(attributes.get("offset", ""))


def _integer(text: str) -> int | None:
    """Return what tells two branches apart, if it is a number of sensible size."""
    return int(text) if text.isdecimal() and len(text) <= 10 else None  # noqa: PLR2004
