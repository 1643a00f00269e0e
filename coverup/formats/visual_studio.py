"""Visual Studio's coverage as XML, in both of its forms.

`results` is written by dotnet-coverage, Microsoft.CodeCoverage.Console and CodeCoverage.exe,
`CoverageDSPriv` by the export of older Visual Studios and vstest:
https://learn.microsoft.com/en-us/dotnet/core/additional-tools/dotnet-coverage
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

from coverup.formats._dotnet import NumberedFiles, lines_between
from coverup.formats._xml import ElementReader, root_of
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "visual-studio"
ALIASES = ("vs", "dotnet-coverage", "dynamic-code-coverage")
TITLE = "Visual Studio coverage XML"
TOOLS = "dotnet-coverage, Microsoft.CodeCoverage.Console, CodeCoverage.exe, Visual Studio, vstest"
MAPPING = (
    "Covered and partly covered lines count as covered; there are no counts and no branches "
    '("partial" does not say of how many). Hidden lines are left out.'
)
RANK = 40
JOINED = False

COVERED: Final = {"yes": 1, "partial": 1, "no": 0}
"""The values of `covered` in `results`."""
COVERAGE: Final = {"0": 1, "1": 1, "2": 0}
"""Those of `Coverage` in `CoverageDSPriv`: covered, partly covered, not covered."""


def sniff(source: Source) -> bool:
    """Tell by the root's name and child."""
    head = root_of(source)
    if head is None:
        return False
    return head.tag == "CoverageDSPriv" or (head.tag == "results" and "modules" in head.children)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files; the format knows covered and not covered, no counts and no branches.

    Raises:
        InvalidReportError: The report cannot be opened or is not well-formed XML.
    """
    head = root_of(source)
    is_old = head is not None and head.tag == "CoverageDSPriv"
    return (_OldReader(source) if is_old else _Reader(source)).files()


class _Base(ElementReader):
    """Adds statements, whatever the form."""

    def __init__(self, source: Source, *, has_texts: bool = False) -> None:
        super().__init__(source, has_texts=has_texts)
        self.files_by_id = NumberedFiles(source.notes, counted=False)

    def add(self, number: str, first: str, last: str, hits: int | None) -> None:
        """Add the lines of a statement to the file with a number."""
        if hits is None:
            self.notes.skip("statement that is neither covered nor not", self.at)
            return
        file = self.files_by_id.file(number)
        for line in lines_between(first, last, self.notes, self.at):
            file.hit(line, hits)

    def finish(self) -> None:
        """Hand over the files whose names are known by now."""
        self.done.extend(self.files_by_id.finished())


class _Reader(_Base):
    """Reads `results`, where each module numbers its own files."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.starts = {
            "range": self._add_range,
            "source_file": lambda attributes: self.files_by_id.name(
                attributes.get("id", ""), attributes.get("path", "")
            ),
        }
        self.ends = {"module": self.finish}

    def _add_range(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("start_line", ""), attributes.get("end_line", "")
        hits = COVERED.get(attributes.get("covered", "").strip().lower())
        self.add(attributes.get("source_id", ""), first, last, hits)


class _OldReader(_Base):
    """Reads `CoverageDSPriv`: values are elements, and names come after all lines."""

    def __init__(self, source: Source) -> None:
        super().__init__(source, has_texts=True)
        fields = ("LnStart", "LnEnd", "Coverage", "SourceFileID", "SourceFileName")
        self._record: dict[str, str] = {}
        self.texts = {field: partial(self._record.__setitem__, field) for field in fields}
        self.starts = dict.fromkeys(("Lines", "SourceFileNames"), lambda _: self._record.clear())
        self.ends = {
            "Lines": self._add_lines,
            "SourceFileNames": self._name_file,
            "CoverageDSPriv": self.finish,
        }

    def _add_lines(self) -> None:
        first, last = self._get("LnStart"), self._get("LnEnd")
        self.add(self._get("SourceFileID"), first, last, COVERAGE.get(self._get("Coverage")))

    def _name_file(self) -> None:
        self.files_by_id.name(self._get("SourceFileID"), self._get("SourceFileName"))

    def _get(self, field: str) -> str:
        return self._record.get(field, "")
