"""From report files to measured repository files: discover, read, resolve paths, merge."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from coverup import formats
from coverup.discover import discover, unique
from coverup.errors import InvalidReportError, NoReportError, NothingResolvedError
from coverup.formats import EmptyReportError, ForeignFileError, by_name
from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import FileCoverage, Totals, merge
from coverup.paths import Dropped, Repository
from coverup.paths.sources import SourceText, read_source
from coverup.pipeline.listener import Listener
from coverup.pipeline.same_run import Measured, passed_over

STDIN: Final = "-"
_STALE: Final = 0.2
"""With a larger share of its lines beyond the source's end, a report is of another version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to read.

    Attributes:
        reports: Files that the user named; empty means: discover.
        format_name: The format that the user forces, if any.
        stdin: The bytes of standard input, when `-` is among the reports.
        allow_empty: Whether it is fine to find nothing.
        keep_sources: Whether the text of the sources is needed.
    """

    reports: tuple[str, ...] = ()
    format_name: str | None = None
    stdin: bytes | None = None
    allow_empty: bool = False
    keep_sources: bool = False


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
    """
    named = bool(wanted.reports)
    sources = list(_sources(wanted, repository, top))
    known = list(_identified(sources, wanted.format_name, named=named, tell=tell))
    gathered = Gathered()
    for form, source in _joined(known):
        try:
            measured = _read(form, source, repository, gathered, keep=wanted.keep_sources)
        except InvalidReportError as error:
            if named or len(known) == 1:
                raise
            tell.warn(f"{error.message}; left out")
            continue
        _tell_notes(measured, source, tell)
        gathered.reports.append(measured)
    if not named:
        for less, more in passed_over(gathered.reports):
            gathered.reports.remove(less)
            tell.info(f"{less.name} ({less.format_name}) passed over: same run as {more.name}")
    _merge(gathered)
    _refuse_nothing(gathered, wanted)
    return gathered


def _sources(wanted: Wanted, repository: Repository, top: Path) -> Iterator[Source]:
    root = repository.root
    if not wanted.reports:
        for path in discover(top):
            yield Source(path, _shown(path, top), root, locate=repository.locate)
        return
    if STDIN in wanted.reports:
        content = wanted.stdin or b""
        yield Source(top / "<stdin>", "<stdin>", root, content=content, locate=repository.locate)
    named = [top / report for report in wanted.reports if report != STDIN]
    for path in unique(each for pattern in named for each in _globbed(pattern)):
        yield Source(path, _shown(path, top), root, locate=repository.locate)


def _globbed(pattern: Path) -> Sequence[Path]:
    """Return the files that a pattern means; a name without a match stays, to be complained of."""
    if pattern.exists() or not any(mark in str(pattern) for mark in "*?["):
        return (pattern,)
    anchor = Path(pattern.anchor)
    return sorted(anchor.glob(str(pattern.relative_to(anchor)))) or (pattern,)


def _shown(path: Path, top: Path) -> str:
    return str(path.relative_to(top)) if path.is_relative_to(top) else str(path)


def _identified(
    sources: Iterable[Source], forced: str | None, *, named: bool, tell: Listener
) -> Iterator[tuple[Format, Source]]:
    form = by_name(forced) if forced else None
    for source in sources:
        try:
            yield (form or formats.identify(source)), source
        except EmptyReportError as error:
            tell.warn(error.message)
        except ForeignFileError as error:
            if named:
                raise
            tell.detail(f"{error.message}; left out")
        except InvalidReportError as error:
            if named:
                raise
            tell.warn(f"{error.message}; left out")


def _joined(known: Sequence[tuple[Format, Source]]) -> Iterator[tuple[Format, Source]]:
    """Yield sources; files of one folder that are parts of one measurement as one source."""
    parts: defaultdict[tuple[str, Path], list[Source]] = defaultdict(list)
    for form, source in known:
        if form.JOINED:
            parts[form.NAME, source.path.parent].append(source)
    for form, source in known:
        group = parts.get((form.NAME, source.path.parent), [source])
        if source is group[0]:
            if len(group) > 1:
                source.parts = tuple(each.path for each in group)
                source.name = f"{source.name} and {len(group) - 1} more"
            yield form, source


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
