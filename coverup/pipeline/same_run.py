"""Recognising one run that was written in several formats, so that it is not counted twice.

jest writes LCOV, Clover and Cobertura of the same run side by side; a Python project has both
`.coverage` and `coverage.xml`. Two reports are taken for the same run when they are of different
formats, speak of (nearly) the same files, and either lie in one folder or cover the same lines. Of
such reports the format that knows more is kept.

The raw data that nyc keeps in `.nyc_output` is the same run as any report that covers the same
lines, also in its own format: nyc makes its reports of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeAlias

from coverup.formats._base import Format
from coverup.formats.file_names import NYC_OUTPUT
from coverup.formats.source import Source
from coverup.model import FileCoverage
from coverup.paths import Dropped, Mapping

Kept: TypeAlias = dict[str, list[tuple[int, "Measured"]]]
"""Reports by format, each with its place in the order of ranks."""
_NEARLY: Final = 0.9
"""Tools differ in whether they list files without lines."""
MADE_BY_NYC: Final = frozenset({"lcov", "istanbul", "clover", "cobertura"})


@dataclass
class Measured:
    """What one report measured, by the repository's names.

    Attributes:
        name: How messages call the report.
        folder: Where it lies.
        form: Its format.
        parts: Its files; a file may have several parts.
        dropped: Files that are left out.
        mappings: Folders of the report that stand for others of the repository.
        warnings: What is odd about it.
        size: Bytes of the report.
    """

    name: str
    folder: Path
    form: Format
    parts: list[FileCoverage] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    mappings: Counter[Mapping] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def format_name(self) -> str:
        """The format's name."""
        return self.form.NAME

    @property
    def is_raw(self) -> bool:
        """Whether it is raw data, of which reports are made."""
        return self.folder.name == NYC_OUTPUT

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
    kept: Kept = defaultdict(list)
    ranked = sorted(reports, key=lambda each: (each.is_raw, -each.form.RANK))
    for place, report in enumerate(ranked):
        richer = next((other for other in _rivals(report, kept) if _same_run(report, other)), None)
        if richer is None:
            kept[report.format_name].append((place, report))
        else:
            yield report, richer


def _rivals(report: Measured, kept: Kept) -> Iterator[Measured]:
    """Yield the richer reports that may be of the same run, in the order of their ranks.

    Those of its own format are not looked at: a project may have 50,000 listings of gcov.
    """
    others = (
        each
        for name, reports in kept.items()
        if name != report.format_name or report.is_raw
        for each in reports
    )
    return (other for _, other in sorted(others, key=itemgetter(0)))


def made_into_reports(
    known: Sequence[tuple[Format, Source]],
) -> Iterator[tuple[Source, Source]]:
    """Yield raw data of transpiled code, together with a report that nyc may have made of it.

    Only nyc can map such data back to the sources, so without the data nothing is lost; the report
    lies below the folder in which the tests ran.
    """
    raw = [source for _, source in known if source.path.parent.name == NYC_OUTPUT]
    made = [
        source
        for form, source in known
        if form.NAME in MADE_BY_NYC and source.path.parent.name != NYC_OUTPUT
    ]
    if not raw:
        return
    from coverup.formats.istanbul import is_transpiled

    for source in filter(is_transpiled, raw):
        project = source.path.parent.parent
        report = next((each for each in made if each.path.is_relative_to(project)), None)
        if report is not None:
            yield source, report


def _same_run(report: Measured, richer: Measured) -> bool:
    if not report.names or (report.format_name == richer.format_name and not report.is_raw):
        return False
    shared = report.names & richer.names
    if len(shared) < _NEARLY * len(report.names | richer.names):
        return False
    if report.is_raw:
        return _only(report.covered, shared) == _only(richer.covered, shared)
    return report.folder == richer.folder or report.covered == richer.covered


def _only(covered: frozenset[tuple[str, int]], paths: frozenset[str]) -> set[tuple[str, int]]:
    return {place for place in covered if place[0] in paths}
