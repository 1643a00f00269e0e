"""What to say when a search found no report that can be read, and what was found instead."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from coverup import formats
from coverup.discover import discover_raw_data, shown
from coverup.errors import InvalidReportError, NoReportError
from coverup.formats import EmptyReportError, ForeignFileError
from coverup.formats.file_names import XCRESULT
from coverup.formats.foreign import Foreign, recognise
from coverup.formats.raw_data import folder_kind
from coverup.formats.source import Source

NAME_IT: Final = "name it: coverup report path/to/lcov.info"
EMPTY: Final = "is a directory without a coverage report"
NOT_YET: Final = "found raw data that is not yet a report"


def nothing_found(candidates: Sequence[Source], forced: str | None, top: Path) -> NoReportError:
    """Return the error for a search that brought nothing.

    Args:
        candidates: The files that were found by name; none of them could be read.
        forced: The format that the user forced, if any.
        top: The folder that was searched.
    """
    refused = [each.name for each in candidates if forced or _is_refused(each)]
    if refused:
        which = (
            f"all {len(refused)} reports that were" if refused[1:] else "the only report that was"
        )
        return NoReportError(
            f"{which} found here cannot be read: {', '.join(refused)}",
            hint="the warnings above say why; make them again, or name another report",
        )
    raw = _raw_data(top, top)
    if not raw:
        return NoReportError("no coverage report was found here", hint=NAME_IT)
    message = f"no coverage report was found here; {NOT_YET}: {', '.join(raw)}"
    return NoReportError(message, hint=_hint(raw))


def no_report_in(folder: Path, top: Path) -> InvalidReportError:
    """Return the error for a folder that the user named and that has no report in it."""
    name = shown(folder, top)
    try:
        kind = folder_kind(folder, name)
    except OSError as error:
        hint = "make it readable, or name another report"
        return InvalidReportError(name, f"cannot be opened: {error.strerror}", hint=hint)
    if kind:
        return InvalidReportError(name, kind.what, hint=kind.hint)
    raw = _raw_data(folder, top)
    if not raw:
        return InvalidReportError(name, EMPTY, hint=NAME_IT)
    problem = f"{EMPTY}; {NOT_YET}: {', '.join(raw)}"
    return InvalidReportError(name, problem, hint=_hint(raw))


def _is_refused(source: Source) -> bool:
    """Tell whether a file is a report, if a broken one, and not something else."""
    try:
        formats.identify(source)
    except (EmptyReportError, ForeignFileError):
        return False
    except InvalidReportError:
        return True
    return True


def _raw_data(folder: Path, top: Path) -> dict[str, Foreign]:
    """Return the kinds of raw data in a folder, each by its first place and how many more.

    Of files of one kind in one folder only the first is looked into.
    """
    alike: defaultdict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in discover_raw_data(folder):
        alike[path.parent, path.suffix].append(path)
    kinds: defaultdict[Foreign, list[Path]] = defaultdict(list)
    for paths in alike.values():
        place = paths[0] if paths[0].suffix == XCRESULT else paths[0].parent
        whole = _kind_of_folder(place, top)
        if whole:
            kinds[whole].append(place)
        elif kind := _kind_of_file(paths[0], top):
            kinds[kind] += paths
    return {_first(dict.fromkeys(places), top): kind for kind, places in kinds.items()}


def _kind_of_folder(folder: Path, top: Path) -> Foreign | None:
    try:
        return folder_kind(folder, shown(folder, top))
    except OSError:
        return None


def _kind_of_file(path: Path, top: Path) -> Foreign | None:
    try:
        return recognise(Source(path, shown(path, top), top))
    except InvalidReportError:
        return None


def _first(places: Iterable[Path], top: Path) -> str:
    first, *others = places
    return shown(first, top) + (f" and {len(others)} more" if others else "")


def _hint(raw: Mapping[str, Foreign]) -> str:
    if len(raw) == 1:
        return next(iter(raw.values())).hint
    return "; ".join(f"for {places}: {kind.hint}" for places, kind in raw.items())
