"""Which report files to read, and of which format each is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from coverup import formats
from coverup.discover import shown, unique_by
from coverup.errors import InvalidReportError
from coverup.formats import EmptyReportError, ForeignFileError, UnknownFormatError, by_name
from coverup.formats._base import Format
from coverup.formats.file_names import NYC_OUTPUT
from coverup.formats.source import Source
from coverup.paths import Repository, Selection
from coverup.pipeline.folders import reports_in, searched
from coverup.pipeline.listener import Listener, Silence
from coverup.pipeline.same_run import made_into_reports

STDIN: Final = "-"
MIN_RESOLVED: Final = 50.0
_ROOM: Final = 16_000_000
"""Bytes of reports that are kept from identifying to reading; many more are read twice instead."""
EXAMPLES: Final = 3
"""How many files of an unknown format a warning names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to read.

    Attributes:
        reports: Files that the user named; empty means: discover.
        format_name: The format that the user forces, if any.
        stdin: The bytes of standard input, when `-` is among the reports.
        allow_empty: Whether it is fine to find nothing.
        lcov_exclusions: Whether LCOV_EXCL comments leave lines out of gcov's reports.
        strict: Whether a warning about a report is an error.
        keep_sources: Whether the text of the sources is needed.
        selection: Which of the repository's files belong to the job.
        min_resolved: The share of the reports' files that must be found, in percent.
    """

    reports: tuple[str, ...] = ()
    format_name: str | None = None
    stdin: bytes | None = None
    allow_empty: bool = False
    lcov_exclusions: bool = False
    strict: bool = False
    keep_sources: bool = False
    selection: Selection = field(default_factory=Selection)
    min_resolved: float = MIN_RESOLVED


def find_sources(
    wanted: Wanted, repository: Repository, top: Path, tell: Listener | None = None
) -> Iterator[Source]:
    """Yield the reports that the user named, or those that are discovered below a folder.

    A folder that the user named is searched in the same way, and what is no report there is left
    out.

    Raises:
        InvalidReportError: In a folder that the user named is no report.
    """
    tell = tell or Silence()

    def source(path: Path, content: bytes | None = None) -> Source:
        return Source(
            path,
            shown(path, top),
            repository.root,
            locate=repository.locate,
            content=content,
            lcov_exclusions=wanted.lcov_exclusions,
        )

    if STDIN in wanted.reports:
        yield source(top / "<stdin>", wanted.stdin or b"")
    named = (top / report for report in wanted.reports if report != STDIN)
    meant = (path for pattern in named for path in _globbed(pattern))
    form = wanted.format_name
    found = (each for path in meant for each in reports_in(path, source, form, top, tell))
    everything = found if wanted.reports else map(source, searched(top, top, tell))
    yield from unique_by(lambda each: each.path, everything)


def searched_folders(wanted: Wanted, top: Path) -> Sequence[Path]:
    """Return the folders in which reports were looked for, and not named one by one."""
    if not wanted.reports:
        return (top,)
    meant = (path for each in wanted.reports for path in _globbed(top / each))
    return [path for path in meant if path.is_dir()]


def _globbed(pattern: Path) -> Sequence[Path]:
    """Return the files that a pattern means, folders only where there are no files.

    A name without a match stays, to be complained of.
    """
    if pattern.exists() or not any(mark in str(pattern) for mark in "*?["):
        return (pattern,)
    anchor = Path(pattern.anchor)
    matches = sorted(anchor.glob(str(pattern.relative_to(anchor))))
    return [each for each in matches if not each.is_dir()] or matches or (pattern,)


def identified(
    sources: Iterable[Source], forced: str | None, *, named: bool, tell: Listener
) -> Iterator[tuple[Format, Source]]:
    """Yield reports with their formats; what is discovered and is no report is told and left out.

    Raises:
        InvalidReportError: A report that the user named is none, or cannot be opened.
    """
    known: list[tuple[Format, Source]] = []
    form = by_name(forced) if forced else None
    others: defaultdict[tuple[str, bool], list[str]] = defaultdict(list)
    room = _ROOM
    for source in sources:
        try:
            known.append((form or formats.identify(source), source))
            room -= source.held
            if room < 0:
                source.forget()
        except EmptyReportError as error:
            # A process that loaded no file leaves an empty part.
            is_part = source.path.parent.name == NYC_OUTPUT
            (tell.detail if is_part else tell.warn)(error.message)
        except InvalidReportError as error:
            if named:
                raise
            if isinstance(error, ForeignFileError):
                what = error.message.removeprefix(f"{source.name}: ")
                others[what, isinstance(error, UnknownFormatError)].append(source.name)
            else:
                tell.warn(f"{error.message}; left out")
    for (what, is_unknown), names in others.items():
        (tell.warn if is_unknown else tell.info)(f"{_some(names)}: {what}; left out")
    yield from known if named else _without_raw_data(known, tell)


def _without_raw_data(
    known: Sequence[tuple[Format, Source]], tell: Listener
) -> Iterator[tuple[Format, Source]]:
    """Yield all but raw data of transpiled code that was made into another of the reports."""
    done = {raw.path: report for raw, report in made_into_reports(known)}
    for form, source in known:
        if source.path in done:
            report = done[source.path].name
            tell.info(f"{source.name} ({form.NAME}) passed over: raw data of {report}")
        else:
            yield form, source


def _some(names: Sequence[str]) -> str:
    """Return the first names: a build may leave hundreds of files that are called like reports."""
    more = len(names) - EXAMPLES
    return ", ".join(names[:EXAMPLES]) + (f" and {more} more" if more > 0 else "")


def joined(known: Sequence[tuple[Format, Source]]) -> Iterator[tuple[Format, Source]]:
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
