"""What a report format is: a module that satisfies this Protocol.

To add one, write the module and name it, with what its files are called, in
`coverup/formats/file_names.py`.
"""

from collections.abc import Iterator
from typing import Protocol

from coverup.formats.source import Source
from coverup.model import FileCoverage


class Format(Protocol):
    """A kind of coverage report that coverup reads; its capital names are module constants."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """What `--format` takes, and what messages call it."""

    @property
    def ALIASES(self) -> tuple[str, ...]:  # noqa: N802
        """Other spellings that `--format` takes, such as the official client's."""

    @property
    def TITLE(self) -> str:  # noqa: N802
        """What the documentation calls it."""

    @property
    def TOOLS(self) -> str:  # noqa: N802
        """Tools that write it, for the documentation."""

    @property
    def MAPPING(self) -> str:  # noqa: N802
        """What is mapped how, and what is left out and why, for the documentation."""

    @property
    def RANK(self) -> int:  # noqa: N802
        """How much it knows; of one run in two forms the higher rank is taken."""

    @property
    def JOINED(self) -> bool:  # noqa: N802
        """Whether all its files of one folder are one measurement, read at once."""

    def sniff(self, source: Source) -> bool:
        """Tell by positive evidence in its content whether the source is of this format."""

    def read(self, source: Source) -> Iterator[FileCoverage]:
        """Yield what the report measured, one FileCoverage per file or several to be merged.

        Raises:
            InvalidReportError: The report as a whole cannot be read.
        """
