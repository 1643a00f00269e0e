"""Clover XML: of Clover itself and of those who took it over, foremost PHPUnit and Istanbul.

Grammar: https://openclover.org/doc/manual/latest/general--schema-of-xml-report.html
"""

from collections.abc import Iterator

from coverup.formats._branches import BranchTaker, count_branches
from coverup.formats._xml import ElementReader, root_of
from coverup.formats.numbers import hit_count, line_number
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "clover"
ALIASES = ("clover-xml", "openclover")
TITLE = "Clover XML"
TOOLS = "PHPUnit, Pest, Jest, Vitest, nyc, c8, Clover, OpenClover, gcovr"
MAPPING = (
    "`stmt` and `cond` lines. With `count` (Istanbul) the branches of `truecount` are covered "
    "and those of `falsecount` missed; without it (OpenClover) they are the hits of the two "
    "outcomes. Method lines, `testproject` and PHP's eval'd code are left out, since they are "
    "no statements of a file."
)
RANK = 60
JOINED = False

OTHERS_ATTRIBUTES = frozenset({"profilerVersion", "ctcreportVersion"})
"""Attributes of a `coverage` root in NCover and Testwell CTC."""
EVALUATED = ("eval()'d code", "runtime-created function")
"""How PHP names code that is in no file."""


def sniff(source: Source) -> bool:
    """Tell by the root's children, or by its attributes."""
    head = root_of(source)
    if head is None or head.tag != "coverage" or head.attributes.keys() & OTHERS_ATTRIBUTES:
        return False
    has_project = bool(head.children & {"project", "testproject"})
    return has_project or bool(head.attributes.keys() & {"clover", "generated"})


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the project; those of `testproject` are tests, or dummies.

    Raises:
        InvalidReportError: The report cannot be opened or is not well-formed XML.
    """
    return _Reader(source).files()


class _File:
    """The lines of one file.

    Attributes:
        coverage: What was measured.
        branches: Adds those of Clover's own conditions.
        conditions: By line, how often Clover's own conditions were evaluated.
    """

    def __init__(self, path: str) -> None:
        self.coverage = FileCoverage(path)
        self.branches = BranchTaker(self.coverage)
        self.conditions: dict[int, int] = {}
        self._count_of_conditions: dict[int, int] = {}

    def next_condition(self, line: int, hits: int) -> int:
        """Add a condition to a line and return its number there, from 0."""
        self.conditions[line] = max(self.conditions.get(line, 0), hits)
        number = self._count_of_conditions.get(line, 0)
        self._count_of_conditions[line] = number + 1
        return number

    def finished(self) -> FileCoverage:
        """Return what was measured, with the lines that only conditions tell of."""
        for line, hits in self.conditions.items():
            # Statements of the same line were counted already.
            self.coverage.hit(line, max(hits - (self.coverage.hits_of(line) or 0), 0))
        return self.coverage


class _Reader(ElementReader):
    """Follows the files of the project and their lines.

    A condition is told in two ways. Istanbul: `count` is the line's hits, `truecount` of its
    branches are covered and `falsecount` missed. Clover itself: no `count`; `truecount` and
    `falsecount` are how often the condition was true and false, which are two branches.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.starts = {
            "project": lambda _attributes: self._enter(is_test=False),
            "testproject": lambda _attributes: self._enter(is_test=True),
            "file": self._start_file,
            "line": self._add_line,
        }
        self.ends = {"testproject": lambda: self._enter(is_test=False), "file": self._end_file}
        self._is_test = False
        self._file: _File | None = None

    def _enter(self, *, is_test: bool) -> None:
        self._is_test = is_test

    def _start_file(self, attributes: dict[str, str]) -> None:
        if self._is_test:
            return
        path = attributes.get("path", "").strip() or attributes.get("name", "").strip()
        if not path:
            self.notes.skip("file without a name", self.at)
        elif path.endswith(EVALUATED):
            self.notes.skip("code made by eval, which is in no file", self.at)
            path = ""
        self._file = _File(path)

    def _end_file(self) -> None:
        file, self._file = self._file, None
        if file is not None and file.coverage.path:
            self.done.append(file.finished())

    def _add_line(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "stmt")
        # PHPUnit's and Clover's own sums of lines leave methods out, too.
        if kind == "method" or self._is_test:
            return
        if self._file is None:
            self.notes.skip("line outside a file", self.at)
            return
        line = line_number(attributes.get("num", ""), self.notes, self.at)
        if line is None:
            return
        if kind == "cond" and "count" not in attributes:
            self._add_condition(self._file, line, attributes)
            return
        hits = hit_count(attributes.get("count", ""), self.notes, self.at)
        if hits is None:
            return
        self._file.coverage.hit(line, hits)
        if kind == "cond":
            self._count_branches(self._file.coverage, line, attributes)

    def _count_branches(self, file: FileCoverage, line: int, attributes: dict[str, str]) -> None:
        covered, missed = self._outcomes(attributes)
        if covered is not None and missed is not None:
            count_branches(file, line, (covered + missed, covered), self.notes, self.at)

    def _add_condition(self, file: _File, line: int, attributes: dict[str, str]) -> None:
        outcomes = self._outcomes(attributes)
        told = [hits for hits in outcomes if hits is not None]
        if len(told) < len(outcomes):
            return
        number = file.next_condition(line, max(told))
        for branch, hits in enumerate(told):
            file.branches.take((line, number, branch), hits, self.notes, self.at)

    def _outcomes(self, attributes: dict[str, str]) -> tuple[int | None, int | None]:
        true, false = attributes.get("truecount", ""), attributes.get("falsecount", "")
        return hit_count(true, self.notes, self.at), hit_count(false, self.notes, self.at)
