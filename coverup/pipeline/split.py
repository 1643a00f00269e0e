"""One report as several jobs: folders of a monorepo, each with a flag of its own.

Coveralls compares and carries forward by flag, so that a package that was not tested keeps its
coverage (https://docs.coveralls.io/parallel-builds and https://docs.coveralls.io/carryforward).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Final

from coverup.errors import ConfigError
from coverup.paths.normal import is_absolute, normalise
from coverup.paths.rules import translate_glob
from coverup.pipeline.identity import Run
from coverup.pipeline.listener import Listener
from coverup.settings import Settings

REST: Final = "root"
"""The flag of the files that are in none of the folders."""
_EXAMPLE: Final = "name folders below the repository's root, such as packages/*"


def globs_of(settings: Settings) -> tuple[str, ...]:
    """Return the globs of the folders that become a job each; none if there is one job for all.

    Raises:
        ConfigError: One of them means no folder below the root.
    """
    source = settings.values["split_flags"].source if settings.items("split_flags") else ""
    globs = [normalise(each.removeprefix("/")) for each in settings.items("split_flags")]
    for glob in globs:
        if not glob or is_absolute(glob) or glob.startswith(".."):
            message = f"{source}: {glob!r} is no folder below the repository's root"
            raise ConfigError(message, hint=_EXAMPLE)
    return tuple(globs)


def split(names: Iterable[str], globs: Sequence[str], tell: Listener) -> dict[str, list[str]]:
    """Return the names by flag: the innermost folder of each that a glob means, else `root`.

    Every name is there exactly once. The flags are in the order of their names, `root` is last.
    Without any name there is an empty `root`.

    Args:
        names: Files of the repository.
        globs: Normalised; `*` stays within a folder, `**` does not.
        tell: Is warned of a glob that means no folder of these files.
    """
    names = list(names)
    if not names:
        return {REST: []}
    folders = {folder for name in names for folder in _folders(name)}
    chosen: set[str] = set()
    for glob in globs:
        meant = set(filter(re.compile(translate_glob(glob)).fullmatch, folders))
        if not meant:
            tell.warn(f"--split-flags {glob} means no folder with coverage; {_EXAMPLE}")
        chosen |= meant
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        parts[next(filter(chosen.__contains__, _folders(name)), REST)].append(name)
    return {flag: parts[flag] for flag in sorted(parts, key=lambda flag: (flag == REST, flag))}


def settings_of(settings: Settings, part: str) -> Settings:
    """Return the settings of one job: parallel, and with the part as its flag.

    A flag that was given for all of them stays in front: `unit/packages/web`. The job's id stays
    the CI's, which Coveralls may look for there; with the flag it is unique.
    """
    given = settings.text("flag_name")
    flag = f"{given}/{part}" if given else part
    source = settings.values["split_flags"].source
    return settings.changed("flag_name", flag, source).changed("parallel", True, source)


def as_part(run: Run) -> Run:
    """Return the run as that of one of the jobs, for what is to be checked before there are any."""
    part = copy(run)
    part.settings = settings_of(run.settings, REST)
    return part


def no_build_number() -> ConfigError:
    """Return the error about jobs that nothing joins."""
    message = "--split-flags makes several jobs, which nothing joins without a build number"
    hint = "give one here and to `coverup done`: --build-number or COVERALLS_SERVICE_NUMBER"
    return ConfigError(message, hint=hint)


def _folders(name: str) -> Iterator[str]:
    """Yield the folders that a file is in, the innermost first."""
    folder = name.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
