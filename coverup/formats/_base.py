"""What a report format is: a module that satisfies this Protocol.

To add one, write the module and name it in `FORMATS` in `coverup/formats/__init__.py`.
"""

from collections.abc import Iterator
from typing import Protocol

from coverup.formats.source import Source
from coverup.model import FileCoverage


class Format(Protocol):
    """A kind of coverage report that coverup reads.

    Attributes:
        NAME: What `--format` takes, and what messages call it.
        ALIASES: Other spellings that `--format` takes, such as the official client's.
        TITLE: What the documentation calls it.
        TOOLS: Tools that write it, for the documentation.
        GLOBS: Names its files usually have; discovery looks for them in every folder.
        RANK: How much it knows; of one run in two forms the higher rank is taken.
        JOINED: Whether all its files that are found together are one measurement, read at once.
    """

    NAME: str
    ALIASES: tuple[str, ...]
    TITLE: str
    TOOLS: str
    GLOBS: tuple[str, ...]
    RANK: int
    JOINED: bool

    def sniff(self, source: Source) -> bool:
        """Tell by positive evidence in its content whether the source is of this format."""

    def read(self, source: Source) -> Iterator[FileCoverage]:
        """Yield what the report measured, one FileCoverage per file or several to be merged.

        Raises:
            InvalidReportError: The report as a whole cannot be read.
        """
