"""Cobertura XML, which tools of many languages write in dialects.

Grammar: https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._cobertura_runs import MARK, Runs, add_run, each_line
from coverup.formats._xml import Document, root_of
from coverup.formats.notes import Notes
from coverup.formats.numbers import hit_count, line_number
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, FileCoverage

NAME = "cobertura"
ALIASES = ("cobertura-xml",)
TITLE = "Cobertura XML"
TOOLS = (
    "coverage.py, gcovr, coverlet, dotnet-coverage, altcover, PHPUnit, nyc, Jest, Vitest, kcov, "
    "grcov, tarpaulin, gocover-cobertura, scoverage, slather, covr, Cobertura"
)
MAPPING = (
    "The lines of a class, or of its methods where the class has none of its own; `condition- "
    "coverage` counts a line's branches. The folders in `<sources>` are used to find the files. "
    "Rates are left out. Entity declarations are refused."
)
GLOBS = (
    "cobertura.xml",
    "cobertura-coverage.xml",
    "coverage.xml",
    "*cobertura*.xml",
    "*coverage*.xml",
)
RANK = 50
JOINED = False

OTHERS_ATTRIBUTES: Final = frozenset({"clover", "generated", "profilerVersion", "ctcreportVersion"})
"""Attributes of a `coverage` root in Clover, NCover and Testwell CTC."""
OTHERS_CHILDREN: Final = frozenset({"project", "testproject", "file", "assembly", "method"})
"""Children of a `coverage` root in Clover, SonarQube's generic format and mprof."""
TAKEN_OF_TOTAL: Final = re.compile(r"\(\s*(\d{1,18})\s*/\s*(\d{1,18})\s*\)")
"""How `condition-coverage` ends, as in `50% (1/2)`."""


def sniff(source: Source) -> bool:
    """Tell by the root element, its attributes and its children."""
    head = root_of(source)
    if head is None or head.tag != "coverage":
        return False
    if head.children & OTHERS_CHILDREN or head.attributes.keys() & OTHERS_ATTRIBUTES:
        return False
    return bool(head.children & {"packages", "sources"}) or "line-rate" in head.attributes


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield what was measured; a file whose classes do not follow one another comes several times.

    Raises:
        InvalidReportError: The report cannot be opened or is not well-formed XML.
    """
    return _read(source, _Reader(source))


def _read(source: Source, reader: "_Reader") -> Iterator[FileCoverage]:
    try:
        yield from reader.files()
    except InvalidReportError:
        if reader.runs.are_used:
            _tell_fault(source)
        raise


def _tell_fault(source: Source) -> None:
    """Parse the report as it is, since only so the column of a fault is told right."""
    for _ in Document(source, lambda *_: None, lambda *_: None).parse():
        pass


@dataclass(slots=True)
class _Untold:
    """A line with branches that does not say how many.

    Attributes:
        line: Its number.
        hits: Its hits.
        is_garbled: Whether it tried to say.
        conditions: The `coverage` attributes of its `condition` elements.
    """

    line: int
    hits: int
    is_garbled: bool
    conditions: list[str] = field(default_factory=list)


class _Block:
    """The lines of a class, or those of its methods, which mostly repeat them.

    Attributes:
        file: What was measured.
        is_empty: Whether there was no line, not even a broken one.
        untold: The current line, if it waits for its conditions.
    """

    def __init__(self, file: FileCoverage, notes: Notes) -> None:
        self.file = file
        self.is_empty = True
        self.untold: _Untold | None = None
        self._notes = notes

    def add_line(self, attributes: dict[str, str], at: int) -> None:
        """Add a `line` element by its attributes."""
        self.is_empty = False
        line = line_number(attributes.get("number", ""), self._notes, at)
        if line is None:
            return
        hits = hit_count(attributes.get("hits", ""), self._notes, at)
        if hits is None:
            return
        self.file.hit(line, hits)
        covered = attributes.get("condition-coverage")
        # Older tools have condition-coverage without branch; .NET's write "True".
        branch = attributes.get("branch", "false" if covered is None else "true")
        if branch != "false" and branch.strip().lower() == "true":
            self._add_branches(_Untold(line, hits, covered is not None), covered or "", at)

    def add_run(self, run: bytes, at: int) -> None:
        """Add a run of `line` elements that starts at a line of the report."""
        if self.untold is None and add_run(self.file, run):
            self.is_empty = False
            return
        for attributes, below in each_line(run):
            self.add_line(attributes, at + below)
            self.end_line(at + below)

    def end_line(self, at: int) -> None:
        """Count the branches of a line by its conditions, now that they are known."""
        untold = self.untold
        if untold is None:
            return
        self.untold = None
        if untold.conditions:
            counts = [_branches_of(coverage) for coverage in untold.conditions]
            total, taken = (sum(column) for column in zip(*counts, strict=True))
            self._count(untold.line, total, taken, at)
        elif untold.is_garbled:
            self._notes.skip("condition-coverage without a count", at)
        else:
            # Scoverage marks branches as lines of their own.
            self._count(untold.line, 1, min(untold.hits, 1), at)

    def _add_branches(self, untold: _Untold, covered: str, at: int) -> None:
        found = TAKEN_OF_TOTAL.search(covered)
        if found:
            self._count(untold.line, int(found[2]), int(found[1]), at)
        else:
            self.untold = untold

    def _count(self, line: int, total: int, taken: int, at: int) -> None:
        if total > MAX_BRANCHES:
            self._notes.skip(f"more than {MAX_BRANCHES} branches on a line", at)
            return
        if taken > total:
            self._notes.skip("more branches taken than there are", at)
        if total:
            self.file.count_branches(line, total, min(taken, total))


def _branches_of(coverage: str) -> tuple[int, int]:
    """Return (total, taken) of one `condition`.

    Grcov has one for each branch, with "0" or "1". Others have one for each jump, with "0%", "50%"
    or "100%" of its two branches; a switch, whose number of branches is not told, is taken so too.
    """
    text = coverage.strip()
    is_jump = text.endswith("%")
    try:
        part = float(text.removesuffix("%"))
    except ValueError:
        part = 0.0
    if not is_jump:
        return 1, int(part > 0)
    return 2, 2 if part >= 100 else int(part > 0)  # noqa: PLR2004 - per cent


class _Reader:
    """Follows the elements of a report.

    Attributes:
        document: The report.
        runs: What is taken out of it.
    """

    def __init__(self, source: Source) -> None:
        self.runs = Runs(source, self._is_ready)
        self.document = Document(source, self._start, self._end, self._add_text, self.runs.cut_out)
        self._done: list[FileCoverage] = []
        self._notes = source.notes
        self._counted = "<!-- Generated by coverage.py" not in source.text_head
        self._bases: tuple[str, ...] = ()
        self._base: str | None = None
        self._file: FileCoverage | None = None
        self._own: _Block | None = None
        self._of_methods: _Block | None = None
        self._block: _Block | None = None

    def files(self) -> Iterator[FileCoverage]:
        """Parse the report and yield files as they are completed; raises what `read` does."""
        for _ in self.document.parse():
            yield from self._done
            self._done.clear()
        yield from self._rest()

    def _is_ready(self) -> bool:
        # The first class tells that there is a root: lines in its place would be a fault.
        return self._base is None and self._file is not None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "line":
            self._start_line(attributes)
        elif tag == MARK:
            self._add_run(attributes)
        elif tag == "condition":
            if self._block is not None and self._block.untold is not None:
                self._block.untold.conditions.append(attributes.get("coverage", ""))
        elif tag in {"methods", "method"}:
            self._block = self._of_methods
        elif tag == "class":
            self._start_class(attributes.get("filename", "").strip())
        elif tag == "source":
            self._base = ""

    def _end(self, tag: str) -> None:
        if tag == "line":
            if self._block is not None:
                self._block.end_line(self.document.line)
        elif tag in {"methods", "method"}:
            self._block = self._own
        elif tag == "class":
            self._end_class()
        elif tag == "source":
            self._end_source()

    def _add_text(self, text: str) -> None:
        if self._base is not None:
            self._base += text

    def _start_line(self, attributes: dict[str, str]) -> None:
        if self._block is None:
            self._notes.skip("line outside a class", self.document.line)
        else:
            self._block.add_line(attributes, self.document.line)

    def _add_run(self, attributes: dict[str, str]) -> None:
        run = self.runs.take(attributes["n"])
        if self._block is not None:
            self._block.add_run(run, self.document.line)
            return
        for _, below in each_line(run):
            self._notes.skip("line outside a class", self.document.line + below)

    def _start_class(self, path: str) -> None:
        if not path:
            self._notes.skip("class without a file name", self.document.line)
        # The classes of one file add to it as it is: it may be long, and have thousands of them.
        if self._file is None or self._file.path != path:
            self._done += self._rest()
            self._file = FileCoverage(path, counted=self._counted)
        self._own = self._block = _Block(self._file, self._notes)
        of_methods = FileCoverage(path, counted=self._counted)
        self._of_methods = _Block(of_methods, self._notes)

    def _rest(self) -> list[FileCoverage]:
        """Return the file of the last classes, if it has a name."""
        return [self._file] if self._file is not None and self._file.path else []

    def _end_class(self) -> None:
        own, of_methods = self._own, self._of_methods
        self._own = self._of_methods = self._block = None
        if own is None or of_methods is None:
            return
        # Methods repeat the lines of the class, but Swift's classes have no lines of their own.
        if own.is_empty:
            own.file.absorb(of_methods.file)
        own.file.bases = self._bases

    def _end_source(self) -> None:
        base = (self._base or "").strip()
        self._base = None
        # Cobertura's Ant task lists its own options, such as "--source", among the sources.
        if base and not base.startswith("--") and base not in self._bases:
            self._bases = (*self._bases, base)
