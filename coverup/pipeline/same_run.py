"""Recognising one run that was written in several formats, so that it is not counted twice.

jest writes LCOV, Clover and Cobertura of the same run side by side; a Python project has both
`.coverage` and `coverage.xml`. Two reports are taken for the same run when they are of different
formats, speak of (nearly) the same files, and either lie in one folder or cover the same lines. Of
such reports the format that knows more is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from coverup.formats._base import Format
from coverup.model import FileCoverage
from coverup.paths import Dropped

_NEARLY: Final = 0.9
"""Tools differ in whether they list files without lines."""


@dataclass
class Measured:
    """What one report measured, by the repository's names.

    Attributes:
        name: How messages call the report.
        folder: Where it lies.
        form: Its format.
        parts: Its files; a file may have several parts.
        dropped: Files that are left out.
    """

    name: str
    folder: Path
    form: Format
    parts: list[FileCoverage] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    @property
    def format_name(self) -> str:
        """The format's name."""
        return self.form.NAME

    @cached_property
    def names(self) -> frozenset[str]:
        """The files that have lines."""
        return frozenset(part.path for part in self.parts if any(h is not None for h in part.lines))

    @cached_property
    def covered(self) -> frozenset[tuple[str, int]]:
        """Every covered line."""
        return frozenset(
            (part.path, line)
            for part in self.parts
            for line, hits in enumerate(part.lines, start=1)
            if hits
        )


def passed_over(reports: Sequence[Measured]) -> Iterator[tuple[Measured, Measured]]:
    """Yield each report that repeats a richer one, together with that one."""
    kept: list[Measured] = []
    for report in sorted(reports, key=lambda each: -each.form.RANK):
        richer = next((other for other in kept if _same_run(report, other)), None)
        if richer is None:
            kept.append(report)
        else:
            yield report, richer


def _same_run(report: Measured, richer: Measured) -> bool:
    if report.format_name == richer.format_name or not report.names:
        return False
    shared = len(report.names & richer.names)
    if shared < _NEARLY * len(report.names | richer.names):
        return False
    return report.folder == richer.folder or report.covered == richer.covered
