"""Reports with the repository's own names: what each measured, and whether it can be right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from coverup import formats
from coverup.formats._base import Format
from coverup.formats._collector import collector_paused
from coverup.formats.source import Source
from coverup.model import FileCoverage
from coverup.paths import Dropped, Placement, Repository, Selection
from coverup.paths.placed import EXCLUDED, NO_LINES
from coverup.paths.sources import SourceText, read_source
from coverup.pipeline.same_run import Measured
from coverup.pipeline.stages import Stages
from coverup.pipeline.wording import counted

_STALE: Final = 0.2
"""With a larger share of its lines beyond the source's end, a report is of another version."""


@dataclass
class Placer:
    """Reads reports and finds their files, each source file only once.

    Attributes:
        repository: The files that a job may name.
        selection: Which of them belong to it.
        keep_sources: Whether the text of the sources is needed.
        sources: Digest and length of each file that was found.
        found: Names in the repository, by the paths that the reports call them.
        stages: Is told which stage is under way.
    """

    repository: Repository
    selection: Selection = field(default_factory=Selection)
    keep_sources: bool = False
    sources: dict[str, SourceText] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    stages: Stages = field(default_factory=Stages)

    def measure(self, form: Format, source: Source) -> Measured:
        """Read one report.

        Raises:
            InvalidReportError: It cannot be read.
        """
        with collector_paused():
            return self._measure(form, source)

    def _measure(self, form: Format, source: Source) -> Measured:
        files = self._with_sources(self.stages.each("reading", formats.read(form, source)))
        with self.stages.running("paths"):
            placement = self.repository.place_all(files, source.path)
        measured = Measured(
            source.name,
            source.path.parent,
            form,
            mappings=placement.mappings,
            size=_size(source.path),
        )
        measured.dropped += (dropped for _, dropped in placement.dropped)
        _compare_names(placement, source)
        excluded = self.selection.excluded(name for _, name in placement.placed)
        for file, name in placement.placed:
            self.found[file.path] = name
            reason = EXCLUDED if name in excluded else self._fit(file, name, source)
            if reason:
                measured.dropped.append(Dropped(name, reason))
            else:
                file.path = name
                measured.parts.append(file)
        measured.warnings += _warnings(measured, source)
        return measured

    def _with_sources(self, files: Iterable[FileCoverage]) -> Iterator[FileCoverage]:
        """Yield the files; read likely sources already, while helpers still read the report."""
        for file in files:
            if not any(self.selection) and self.repository.is_likely(file.path):
                self._source_of(file.path)
            yield file

    def _fit(self, file: FileCoverage, name: str, source: Source) -> str | None:
        """Cut a file's lines to its source; return why it cannot be in the job, if so."""
        text = self._source_of(name)
        if isinstance(text, str):
            return text
        beyond = file.fit(text.line_count)
        if not beyond:
            return None
        relevant = len(file.lines) - file.lines.count(None) + beyond
        if beyond > _STALE * relevant:
            source.notes.remark(f"{name}: the report is of another version of this file")
        source.notes.skipped[f"lines beyond the end of {name}"] += beyond
        return NO_LINES if beyond == relevant else None

    def _source_of(self, name: str) -> SourceText | str:
        """Return a source, or why it cannot be read."""
        known = self.sources.get(name)
        if known is not None:
            return known
        try:
            with self.stages.running("digests"):
                text = read_source(f"{self.repository.root}/{name}", keep_text=self.keep_sources)
        except OSError as error:
            return f"cannot be read: {error.strerror}"
        self.sources[name] = text
        return text


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # standard input has no path
        return 0


def _compare_names(placement: Placement, source: Source) -> None:
    """Note what is odd about names: another case, or one file under two."""
    if placement.recased:
        path, name = min(placement.recased.items())
        are = "is" if len(placement.recased) == 1 else "are"
        source.notes.remark(
            f"{counted(len(placement.recased), 'file')} {are} spelled in another case than in the "
            f"repository and taken all the same ({path} is {name})"
        )
    doubles = placement.doubles()
    if doubles:
        name, paths = next(iter(doubles.items()))
        are = "is" if len(doubles) == 1 else "are"
        source.notes.remark(
            f"{counted(len(doubles), 'file')} {are} in the report under several paths, and merged "
            f"({name} as {' and '.join(paths)})"
        )


def _warnings(measured: Measured, source: Source) -> list[str]:
    said = [f"{source.name}: {remark}" for remark in source.notes.remarks]
    if summary := source.notes.summary():
        said.append(f"{source.name}: {summary}")
    if not measured.parts and not measured.dropped:
        said.append(f"{source.name}: the report has no files")
    return said
