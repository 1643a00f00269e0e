"""Searching folders for reports."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from coverup import formats
from coverup.discover import discover, shown
from coverup.errors import InvalidReportError
from coverup.formats import EmptyReportError, ForeignFileError
from coverup.formats.source import Source
from coverup.pipeline.listener import Listener


def searched(folder: Path, top: Path, tell: Listener) -> Sequence[Path]:
    """Return what discovery finds in a folder, and tell of folders that cannot be searched."""

    def complain(error: OSError) -> None:
        tell.detail(f"{shown(Path(error.filename), top)}: not searched: {error.strerror}")

    return discover(folder, complain)


def reports_in(
    named: Path,
    source_of: Callable[[Path], Source],
    forced: str | None,
    top: Path,
    tell: Listener,
) -> Iterator[Source]:
    """Yield the reports in a folder that the user named; what is no folder is one as it is.

    Args:
        named: What the user named.
        source_of: Makes a source of a file.
        forced: The format that the reports are to have, if any.
        top: The folder that coverup runs in.
        tell: Who is told of folders that cannot be searched.

    Raises:
        InvalidReportError: The folder has no report.
    """
    if not named.is_dir():
        yield source_of(named)
        return
    is_empty = True
    for source in map(source_of, searched(named, top, tell)):
        if _is_report(source, forced):
            is_empty = False
            yield source
    if is_empty:
        from coverup.pipeline.nothing_found import no_report_in

        raise no_report_in(named, top)


def _is_report(source: Source, forced: str | None) -> bool:
    """Tell whether a file in a folder is a report; one that is broken is to be complained of."""
    try:
        return formats.by_name(forced).sniff(source) if forced else bool(formats.identify(source))
    except (EmptyReportError, ForeignFileError):
        return False
    except InvalidReportError:
        return True
