"""Which report files to read, and of which format each is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from coverup import formats
from coverup.discover import discover, unique
from coverup.errors import InvalidReportError
from coverup.formats import EmptyReportError, ForeignFileError, by_name
from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.paths import Repository
from coverup.pipeline.listener import Listener

STDIN: Final = "-"


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
    """

    reports: tuple[str, ...] = ()
    format_name: str | None = None
    stdin: bytes | None = None
    allow_empty: bool = False
    lcov_exclusions: bool = False
    strict: bool = False
    keep_sources: bool = False


def find_sources(wanted: Wanted, repository: Repository, top: Path) -> Iterator[Source]:
    """Yield the reports that the user named, or those that are discovered below a folder."""
    source = partial(
        Source,
        root=repository.root,
        locate=repository.locate,
        lcov_exclusions=wanted.lcov_exclusions,
    )
    if STDIN in wanted.reports:
        yield source(top / "<stdin>", "<stdin>", content=wanted.stdin or b"")
    named = [top / report for report in wanted.reports if report != STDIN]
    found = (each for pattern in named for each in _globbed(pattern))
    for path in unique(found) if wanted.reports else discover(top):
        yield source(path, _shown(path, top))


def _globbed(pattern: Path) -> Sequence[Path]:
    """Return the files that a pattern means; a name without a match stays, to be complained of."""
    if pattern.exists() or not any(mark in str(pattern) for mark in "*?["):
        return (pattern,)
    anchor = Path(pattern.anchor)
    return sorted(anchor.glob(str(pattern.relative_to(anchor)))) or (pattern,)


def _shown(path: Path, top: Path) -> str:
    return str(path.relative_to(top)) if path.is_relative_to(top) else str(path)


def identified(
    sources: Iterable[Source], forced: str | None, *, named: bool, tell: Listener
) -> Iterator[tuple[Format, Source]]:
    """Yield reports with their formats; what is discovered and is no report is told and left out.

    Raises:
        InvalidReportError: A report that the user named is none, or cannot be opened.
    """
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
