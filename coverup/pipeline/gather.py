"""From report files to measured repository files: discover, read, resolve paths, merge."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from coverup import formats
from coverup.errors import InvalidReportError, NoReportError, NothingResolvedError, ReportError
from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import FileCoverage, Totals, merge
from coverup.paths import Dropped, Repository
from coverup.paths.sources import SourceText, read_source
from coverup.pipeline.inputs import Wanted, find_sources, identified, joined
from coverup.pipeline.listener import Listener
from coverup.pipeline.same_run import Measured, passed_over
from coverup.pipeline.wording import counted

_STALE: Final = 0.2
"""With a larger share of its lines beyond the source's end, a report is of another version."""


@dataclass(slots=True)
class Complaints:
    """Passes on what is told of the reports, and counts the warnings."""

    tell: Listener
    count: int = 0

    def info(self, text: str) -> None:
        """Pass on a line about the normal course."""
        self.tell.info(text)

    def detail(self, text: str) -> None:
        """Pass on a detail."""
        self.tell.detail(text)

    def warn(self, text: str) -> None:
        """Count a warning and pass it on."""
        self.count += 1
        self.tell.warn(text)


@dataclass(slots=True)
class Gathered:
    """Everything that was measured, by the repository's own names.

    Attributes:
        files: Measured files in the order of their names.
        sources: Digest and length of each of them.
        dropped: Files of reports that are not in `files`, each with its reason.
        reports: The reports that were read.
    """

    files: dict[str, FileCoverage] = field(default_factory=dict)
    sources: dict[str, SourceText] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    reports: list[Measured] = field(default_factory=list)

    def totals(self) -> Totals:
        """Count lines and branches of all files."""
        return sum((file.totals() for file in self.files.values()), start=Totals())


def gather(wanted: Wanted, repository: Repository, top: Path, tell: Listener) -> Gathered:
    """Read the wanted reports and merge what they measured.

    Args:
        wanted: What to read.
        repository: The files that a job may name.
        top: The current folder: named reports are relative to it, discovery starts there.
        tell: Who is told about the course and about what is left out.

    Raises:
        NoReportError: There is no report, or none has any coverage.
        InvalidReportError: A report that the user named cannot be read.
        NothingResolvedError: No file of the reports is in the repository.
        ReportError: There was a warning about a report, and `wanted.strict` forbids it.
    """
    named = bool(wanted.reports)
    complaints = Complaints(tell)
    sources = list(find_sources(wanted, repository, top))
    known = list(identified(sources, wanted.format_name, named=named, tell=complaints))
    gathered = Gathered()
    for form, source in joined(known):
        try:
            measured = _read(form, source, repository, gathered, keep=wanted.keep_sources)
        except InvalidReportError as error:
            if named or len(known) == 1:
                raise
            complaints.warn(f"{error.message}; left out")
            continue
        _tell_notes(measured, source, complaints)
        gathered.reports.append(measured)
    if not named:
        for less, more in passed_over(gathered.reports):
            gathered.reports.remove(less)
            tell.info(f"{less.name} ({less.format_name}) passed over: same run as {more.name}")
    _merge(gathered)
    _refuse_nothing(gathered, wanted)
    if wanted.strict and complaints.count:
        warnings = counted(complaints.count, "warning")
        hint = "mend the reports, or leave --strict out"
        raise ReportError(f"{warnings} about the reports, which --strict forbids", hint=hint)
    return gathered


def _read(
    form: Format, source: Source, repository: Repository, gathered: Gathered, *, keep: bool
) -> Measured:
    measured = Measured(source.name, source.path.parent, form)
    stale: Counter[str] = Counter()
    for file, placed in repository.place_all(formats.read(form, source), source.path):
        if isinstance(placed, Dropped):
            measured.dropped.append(placed)
            continue
        text = gathered.sources.get(placed) or _source_text(repository.root / placed, keep=keep)
        if isinstance(text, str):
            measured.dropped.append(Dropped(placed, text))
            continue
        gathered.sources[placed] = text
        relevant = len(file.lines) - file.lines.count(None) + len(file.far)
        beyond = file.fit(text.line_count)
        if beyond:
            stale[placed] = beyond
            if beyond > _STALE * relevant:
                source.notes.remark(f"{placed}: the report is of another version of this file")
        file.path = placed
        measured.parts.append(file)
    for name, beyond in stale.items():
        source.notes.skipped[f"lines beyond the end of {name}"] += beyond
    return measured


def _source_text(path: Path, *, keep: bool) -> SourceText | str:
    try:
        return read_source(path, keep_text=keep)
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _tell_notes(measured: Measured, source: Source, tell: Listener) -> None:
    for remark in source.notes.remarks:
        tell.warn(f"{source.name}: {remark}")
    summary = source.notes.summary()
    if summary:
        tell.warn(f"{source.name}: {summary}")
    if not measured.parts and not measured.dropped:
        tell.warn(f"{source.name}: the report has no files")


def _merge(gathered: Gathered) -> None:
    parts: defaultdict[str, list[FileCoverage]] = defaultdict(list)
    for report in gathered.reports:
        for part in report.parts:
            parts[part.path].append(part)
        gathered.dropped += report.dropped
    gathered.files = {name: merge(parts[name]) for name in sorted(parts)}


def _refuse_nothing(gathered: Gathered, wanted: Wanted) -> None:
    if gathered.files or wanted.allow_empty:
        return
    if gathered.dropped:
        raise NothingResolvedError(
            f"no file of the reports is in this repository; of {len(gathered.dropped)} the first "
            f"is {gathered.dropped[0].path} ({gathered.dropped[0].reason})",
            hint="run it in the checkout, or say with --base-path where the paths start",
        )
    if gathered.reports or wanted.reports:
        raise NoReportError(
            "the reports have no coverage in them",
            hint="did the tests run? --allow-empty sends the job all the same",
        )
    raise NoReportError(
        "no coverage report was found here",
        hint="name it: coverup report path/to/lcov.info",
    )
