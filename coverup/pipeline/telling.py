"""What a person is told of the reports that were read, and of the files that were left out."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Final

from coverup.paths import Dropped
from coverup.paths.placed import EXCLUDED, OUTSIDE
from coverup.pipeline.gather import Gathered
from coverup.pipeline.listener import Listener
from coverup.pipeline.same_run import Measured
from coverup.pipeline.wording import counted

_MOST: Final = 10
_MOST_USUAL: Final = 3
_USUAL: Final = (EXCLUDED, OUTSIDE)
"""Why files are left out by wish, or because they are other people's."""


def tell_gathered(gathered: Gathered, tell: Listener) -> None:
    """Tell which reports were read, what was left out of them, and what would place it."""
    alike: defaultdict[tuple[PurePath, str], list[Measured]] = defaultdict(list)
    for measured in gathered.reports:
        alike[PurePath(measured.name).parent, measured.format_name].append(measured)
    for (folder, form), reports in alike.items():
        if len(reports) > _MOST:
            tell.info(f"read {len(reports)} reports in {folder} ({form}): {_files_of(reports)}")
        for measured in reports:
            _tell_read(measured, tell.detail if len(reports) > _MOST else tell.info, tell)
    _tell_dropped(gathered.dropped, tell)
    if gathered.advice:
        tell.warn(f"  {gathered.advice}")


def _tell_read(measured: Measured, say: Callable[[str], None], tell: Listener) -> None:
    say(f"read {measured.name} ({measured.format_name}): {_files_of([measured])}")
    for mapping, times in measured.mappings.most_common(_MOST):
        tell.detail(f"  {mapping} ({counted(times, 'file')})")


def _files_of(reports: Sequence[Measured]) -> str:
    return counted(len({part.path for each in reports for part in each.parts}), "file")


def _tell_dropped(dropped: Sequence[Dropped], tell: Listener) -> None:
    """Name each file that is missed; of what nobody misses, a few."""
    for reason in _USUAL:
        paths = [each.path for each in dropped if each.reason == reason]
        if paths:
            some = ", ".join(paths[:_MOST_USUAL]) + (", ..." if paths[_MOST_USUAL:] else "")
            tell.info(f"left out, {counted(len(paths), 'file')}: {reason} ({some})")
    missed = [each for each in dropped if each.reason not in _USUAL]
    if missed:
        tell.warn(f"left out, {counted(len(missed), 'file')}:")
    for each in missed[:_MOST]:
        tell.warn(f"  {each.path}: {each.reason}")
    if missed[_MOST:]:
        tell.warn(f"  and {len(missed) - _MOST} more: --json and `coverup html` list all")
