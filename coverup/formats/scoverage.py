"""Scoverage XML: the statements of Scala code, by their places in the source.

The report's writer is the only grammar:
https://github.com/scoverage/scalac-scoverage-plugin/tree/main/reporter
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

from coverup.formats._branches import BranchTaker
from coverup.formats._xml import ElementReader, root_of
from coverup.formats.numbers import hit_count, line_number
from coverup.formats.source import Source
from coverup.model import BranchKey, FileCoverage

NAME = "scoverage"
ALIASES = ("scoverage-xml",)
TITLE = "scoverage XML"
TOOLS = "scoverage for sbt, Maven, Gradle and Mill"
MAPPING = (
    "The statement that ran decides about its line; each statement that is a branch is one. "
    "Ignored statements are left out."
)
RANK = 44
JOINED = False

PROPERTIES: Final = ("source", "line", "branch", "invocation-count", "count", "ignored")
"""What a statement says; in old reports by elements, in others by attributes."""


def sniff(source: Source) -> bool:
    """Tell by the root's name, and for old reports by the statements below it."""
    head = root_of(source)
    if head is None:
        return False
    if head.tag == "statements":
        return "statement" in head.children and {"source", "line"} <= head.grandchildren
    return head.tag == "scoverage"


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield runs of statements of one file; a file comes as often as the report returns to it.

    Raises:
        InvalidReportError: The report cannot be opened or is not well-formed XML.
    """
    reader = _Reader(source)
    yield from reader.files()
    yield from reader.rest()


class _Reader(ElementReader):
    """Follows classes and statements.

    A line has several statements, of which the one executed most decides. An `invocation-count` is
    the number of processes that executed a statement rather than a count of executions.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(source, has_texts=True)
        self.starts = {"class": self._start_class, "statement": self._start_statement}
        self.ends = {"statement": self._end_statement}
        self.texts = {name: partial(self._set, name) for name in (*PROPERTIES, "start", "end")}
        self._class_path = ""
        self._statement: dict[str, str] | None = None
        self._file = FileCoverage("", counted=False)
        self._branches = BranchTaker(self._file)

    def _start_class(self, attributes: dict[str, str]) -> None:
        self._class_path = attributes.get("filename", "").strip()

    def _start_statement(self, attributes: dict[str, str]) -> None:
        self._statement = dict(attributes)

    def _set(self, name: str, text: str) -> None:
        if self._statement is not None:
            self._statement[name] = text

    def _end_statement(self) -> None:
        statement, self._statement = self._statement or {}, None
        if _is_true(statement.get("ignored")):
            return
        path = statement.get("source", "").strip() or self._class_path
        if not path:
            self.notes.skip("statement without a source", self.at)
            return
        line = line_number(statement.get("line", ""), self.notes, self.at)
        count = statement.get("invocation-count", statement.get("count", ""))
        hits = None if line is None else hit_count(count, self.notes, self.at)
        if line is None or hits is None:
            return
        if path != self._file.path:
            self.done.extend(self.rest())
            self._file = FileCoverage(path, counted=False)
            self._branches = BranchTaker(self._file)
        self._file.hit(line, hits)
        if _is_true(statement.get("branch")):
            self._branches.take(self._key(line, statement), hits, self.notes, self.at)

    def rest(self) -> Iterator[FileCoverage]:
        """Yield the file of the last statements."""
        if self._file.path:
            yield self._file

    def _key(self, line: int, statement: dict[str, str]) -> BranchKey:
        """Return the branch's identity: its first and last character tell it from all others."""
        start, end = statement.get("start", "").strip(), statement.get("end", "").strip()
        if _is_short(start) and _is_short(end):
            return line, int(start), int(end)
        return line, 0, len(self._file.branches)


def _is_true(text: str | None) -> bool:
    return text is not None and text.strip().lower() == "true"


def _is_short(digits: str) -> bool:
    return digits.isdecimal() and len(digits) <= 10  # noqa: PLR2004 - no source is longer
