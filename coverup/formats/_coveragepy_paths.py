"""Which local files the paths in a coverage.py data file mean.

Every path becomes the absolute path of a file that exists, so that coverage.py cannot miss the
measurements of a file: of relative paths it would say, without a word, that no line was executed.
"""

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from coverup.formats._coveragepy_config import Project
from coverup.formats.source import Source

if TYPE_CHECKING:
    from coverage.files import PathAliases


class Locator:
    """Finds measured files: through `[paths]`, as they are, and then by the repository."""

    def __init__(self, source: Source, project: Project) -> None:
        self._source = source
        self._folder = project.folder
        with project.refusal():
            self._of_absolute = self._aliases(project, relative=False)
            self._of_relative = self._aliases(project, relative=True)

    def find_all(self, paths: Iterable[str], data_folder: Path) -> dict[str, str]:
        """Return the real local path of each measured path that has one."""
        paths = sorted(paths)
        folders = (self._source.root.absolute(), self._folder, data_folder, Path.cwd())
        base = max(folders, key=lambda folder: _count_files(folder, paths))
        found = {path: self._find(path, base) for path in paths}
        return {path: local for path, local in found.items() if local is not None}

    def _find(self, path: str, base: Path) -> str | None:
        def exists(local: str) -> bool:
            return os.path.isfile(base / local)  # noqa: PTH113 - false for overlong and odd names

        aliases = self._of_absolute if _is_absolute(path) else self._of_relative
        for local in (aliases.map(path, exists=exists), path):
            if exists(local):
                # As coverage.py does with every path it is given.
                return os.path.realpath(base / local)
        located = self._source.locate(path)
        return None if located is None else os.path.realpath(located)

    def _aliases(self, project: Project, *, relative: bool) -> "PathAliases":
        from coverage.files import PathAliases

        aliases = PathAliases(relative=relative)
        place = str if relative else self._absolute
        for paths in project.paths.values():
            local, *others = paths or [""]
            for other in others:
                aliases.add(place(other), place(local))
        return aliases

    def _absolute(self, folder: str) -> str:
        is_placed = folder.startswith("*") or _is_absolute(folder)
        return folder if is_placed else str(self._folder / folder)


def _count_files(folder: Path, paths: list[str]) -> int:
    relative = (path.replace("\\", "/") for path in paths if not _is_absolute(path))
    return sum(os.path.isfile(folder / path) for path in relative)  # noqa: PTH113 - as above


def _is_absolute(path: str) -> bool:
    return PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()
