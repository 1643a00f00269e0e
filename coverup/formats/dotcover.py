"""JetBrains dotCover's XML with statements (`DetailedXml`).

https://www.jetbrains.com/help/dotcover/dotCover__Console_Runner_Commands.html
"""

from collections.abc import Iterator
from typing import Final

from coverup.formats._dotnet import NumberedFiles, lines_between
from coverup.formats._xml import ElementReader, root_of
from coverup.formats.source import Source
from coverup.model import FileCoverage

NAME = "dotcover"
ALIASES = ("dotcover-xml",)
TITLE = "dotCover DetailedXML"
TOOLS = "JetBrains dotCover"
MAPPING = (
    "Of a `DetailedXml` report, a line is covered if one of its statements is. There are no "
    "counts and no branches; other kinds of dotCover report have no lines."
)
RANK = 40
JOINED = False

COVERED: Final = {"true": 1, "false": 0}


def sniff(source: Source) -> bool:
    """Tell by the root's name and type; dotCover's other types have no lines."""
    head = root_of(source)
    if head is None or head.tag != "Root":
        return False
    return head.attributes.get("ReportType", "").lower() == "detailedxml"


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files; the format knows covered and not covered, no counts and no branches.

    Raises:
        InvalidReportError: The report cannot be opened or is not well-formed XML.
    """
    return _Reader(source).files()


class _Reader(ElementReader):
    """Collects statements by the number of their file."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._files = NumberedFiles(source.notes, counted=False)
        self.starts = {
            "File": lambda attributes: self._files.name(
                attributes.get("Index", ""), attributes.get("Name", "")
            ),
            "Statement": self._add_statement,
        }
        self.ends = {"Root": lambda: self.done.extend(self._files.finished())}

    def _add_statement(self, attributes: dict[str, str]) -> None:
        hits = COVERED.get(attributes.get("Covered", "").strip().lower())
        if hits is None:
            self.notes.skip("statement that is neither covered nor not", self.at)
            return
        file = self._files.file(attributes.get("FileIndex", ""))
        first, last = attributes.get("Line", ""), attributes.get("EndLine", "")
        for line in lines_between(first, last, self.notes, self.at):
            file.hit(line, hits)
