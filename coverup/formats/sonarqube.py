"""SonarQube's generic coverage format.

Grammar: https://docs.sonarsource.com/sonarqube-server/latest/analyzing-source-code/test-coverage/generic-test-data/
"""

from collections.abc import Iterator
from typing import Final

from coverup.formats._branches import count_branches
from coverup.formats._xml import ElementReader, root_of
from coverup.formats.numbers import hit_count, line_number
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "sonarqube"
ALIASES = ("sonar", "sonarqube-generic")
TITLE = "SonarQube generic coverage XML"
TOOLS = "gcovr, kcov, covr, jest-sonar, ReportGenerator, Xcode through xccov-to-sonarqube-generic"
MAPPING = (
    "A line is covered or not; it has no count. `branchesToCover` and `coveredBranches` count "
    "its branches."
)
RANK = 30
JOINED = False

COVERED: Final = {"true": 1, "1": 1, "false": 0, "0": 0}
"""What the schema's type `xs:boolean` allows."""


def sniff(source: Source) -> bool:
    """Tell by the elements below the root, or by a root that has nothing but a version."""
    head = root_of(source)
    if head is None or head.tag != "coverage" or not head.children <= {"file"}:
        return False
    return "lineToCover" in head.grandchildren or head.attributes.keys() == {"version"}


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield each file; the format knows covered and not covered, no counts.

    Raises:
        InvalidReportError: The report cannot be opened or is not well-formed XML.
    """
    return _Reader(source).files()


class _Reader(ElementReader):
    """Follows files and their lines."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.starts = {"file": self._start_file, "lineToCover": self._add_line}
        self.ends = {"file": self._end_file}
        self._file: FileCoverage | None = None

    def _start_file(self, attributes: dict[str, str]) -> None:
        path = attributes.get("path", "").strip()
        if not path:
            self.notes.skip("file without a path", self.at)
        self._file = FileCoverage(path, counted=False)

    def _end_file(self) -> None:
        file, self._file = self._file, None
        if file is not None and file.path:
            self.done.append(file)

    def _add_line(self, attributes: dict[str, str]) -> None:
        if self._file is None:
            self.notes.skip("line outside a file", self.at)
            return
        line = line_number(attributes.get("lineNumber", ""), self.notes, self.at)
        if line is None:
            return
        hits = COVERED.get(attributes.get("covered", "").strip().lower())
        if hits is None:
            self.notes.skip("line that is neither covered nor not", self.at)
            return
        self._file.hit(line, hits)
        if "branchesToCover" in attributes:
            self._count_branches(self._file, line, attributes)

    def _count_branches(self, file: FileCoverage, line: int, attributes: dict[str, str]) -> None:
        total = hit_count(attributes["branchesToCover"], self.notes, self.at)
        taken = hit_count(attributes.get("coveredBranches", "0"), self.notes, self.at)
        if total is not None and taken is not None:
            count_branches(file, line, (total, taken), self.notes, self.at)
