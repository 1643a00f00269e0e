"""JaCoCo XML, which Kover writes too: bytecode instructions and branches by source line.

Grammar: https://www.jacoco.org/jacoco/trunk/coverage/report.dtd
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._branches import count_branches
from coverup.formats._xml import ElementReader, root_of
from coverup.formats.numbers import hit_count, line_number
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "jacoco"
ALIASES = ("jacoco-xml", "kover")
TITLE = "JaCoCo XML"
TOOLS = "JaCoCo (Maven, Gradle, Ant), Kover"
MAPPING = (
    "A line is covered if `ci` is above 0 (instruction counts are no hits); `mb` and `cb` count "
    "its branches. Groups, at any depth, name the modules' folders. Methods, counters and lines "
    "without `mi` and `ci` are left out; a report that has only such lines (gcovr's) is "
    "refused."
)
RANK = 58
JOINED = False

SOURCE_ROOTS: Final = {
    ".java": ("src/main/java",),
    ".kt": ("src/main/kotlin", "src/main/java"),
    ".scala": ("src/main/scala",),
    ".groovy": ("src/main/groovy",),
}
"""Where Maven and Gradle keep the packages of a module, by the ending of the file's name."""

_DOCTYPE: Final = re.compile(r"<!DOCTYPE\s+report\b[^>\[]*jacoco", re.IGNORECASE)


def sniff(source: Source) -> bool:
    """Tell by the root's name and its children, or by the document type."""
    head = root_of(source)
    if head is None or head.tag != "report":
        return False
    is_ours = bool(head.children & {"group", "package", "sessioninfo"})
    return is_ours or _DOCTYPE.search(source.text_head) is not None


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield each source file of each package; those of modules in groups, at any depth.

    Raises:
        InvalidReportError: The report cannot be opened, is not well-formed XML, or does not say
            which lines are covered.
    """
    return _Reader(source).files()


class _Reader(ElementReader):
    """Follows groups, packages and source files.

    A line has no count of executions: `mi` and `ci` are numbers of bytecode instructions that were
    missed and covered, so a line is covered or not.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.starts = {
            "group": lambda attributes: self._groups.append(attributes.get("name", "").strip("/ ")),
            "package": self._start_package,
            "sourcefile": self._start_file,
            "line": self._add_line,
        }
        self.ends = {"group": self._end_group, "sourcefile": self._end_file}
        self._groups: list[str] = []
        self._package = ""
        self._file: FileCoverage | None = None
        self._is_told = self._is_untold = False

    def _end_group(self) -> None:
        self._groups.pop()

    def _start_package(self, attributes: dict[str, str]) -> None:
        self._package = attributes.get("name", "").strip("/ ")

    def _start_file(self, attributes: dict[str, str]) -> None:
        name = attributes.get("name", "").strip()
        if not name:
            self.notes.skip("source file without a name", self.at)
        path = f"{self._package}/{name}" if self._package and name else name
        self._file = FileCoverage(path, counted=False, bases=self._bases(name))
        self._is_told = self._is_untold = False

    def _end_file(self) -> None:
        file, self._file = self._file, None
        if self._is_untold and not self._is_told:
            raise InvalidReportError(
                self.source.name,
                "this JaCoCo report does not say which lines are covered (its lines have no mi and "
                "ci), as gcovr writes it",
                line=self.at,
                hint="use another format of the same tool: gcovr --cobertura, --lcov or --json",
            )
        if file is not None and file.path:
            self.done.append(file)

    def _add_line(self, attributes: dict[str, str]) -> None:
        if self._file is None:
            self.notes.skip("line outside a source file", self.at)
            return
        at = self.at
        line = line_number(attributes.get("nr", ""), self.notes, at)
        if line is None:
            return
        names = ("ci", "mb", "cb")
        instructions, missed, taken = (self._number(attributes, name, at) for name in names)
        if instructions is None or missed is None or taken is None:
            return
        is_told = "ci" in attributes or "mi" in attributes
        self._is_told |= is_told
        if is_told or taken:
            covered = instructions if "ci" in attributes else taken
            self._file.hit(line, int(covered > 0))
        else:
            self._is_untold = True
            self.notes.skip("line without mi and ci", at)
        count_branches(self._file, line, (missed + taken, taken), self.notes, at)

    def _number(self, attributes: dict[str, str], name: str, at: int) -> int | None:
        return hit_count(attributes.get(name, "0"), self.notes, at)

    def _bases(self, name: str) -> tuple[str, ...]:
        """Return folders that the package may be in: the report leaves the source root out.

        A group is named after its module, which often is its folder. Without groups the report is
        that of one module, whose folder is one of those above the report.
        """
        roots = SOURCE_ROOTS.get(PurePosixPath(name).suffix.lower(), ())
        groups = [group for group in self._groups if group]
        if not groups:
            return roots
        modules = dict.fromkeys(("/".join(groups), groups[-1]))
        return tuple(
            base for module in modules for base in (*(f"{module}/{root}" for root in roots), module)
        )
