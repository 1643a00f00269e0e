"""The project's own coverage.py configuration, on which its numbers depend.

https://coverage.readthedocs.io/en/latest/config.html
"""

import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from coverup.errors import InvalidReportError
from coverup.formats.source import Source

if TYPE_CHECKING:
    from coverage import Coverage


class Project:
    """Makes `Coverage` objects that analyse as the project's configuration says.

    Attributes:
        folder: Where the configuration lies, from which its relative paths start.
        paths: The `[paths]` section: lists of folders that are the same, the local one first.
        plugins: The plugins that are configured and installed.
    """

    def __init__(self, source: Source, data_folder: Path, scratch: Path) -> None:
        """Read the configuration nearest to the data: in its folder or above, up to the root.

        Raises:
            InvalidReportError: Coverage.py refuses the configuration.
        """
        self._source = source
        self._scratch = scratch
        config = self._nearest_config(_folders_up(data_folder, source.root.absolute()))
        # In the type of an option, coverage.py mentions all that any option can be.
        self.paths = cast(dict[str, list[str]], config.get_option("paths"))
        self.plugins = self._installed(_strings(config, "run:plugins"))

    def coverage(self) -> "Coverage":
        """Return a `Coverage` with empty data in memory, which expects absolute paths of files.

        Raises:
            InvalidReportError: A plugin cannot be loaded.
        """
        coverage = self._read_config()
        # The folder of the data file would be created, even for data in memory.
        coverage.set_option("run:data_file", str(self._scratch / "memory"))
        coverage.set_option("run:debug_file", None)
        coverage.set_option("run:relative_files", False)
        coverage.set_option("run:plugins", self.plugins)
        coverage.set_option("report:contexts", None)
        coverage.set_option("paths", {})  # Its paths are mapped already.
        with self.refusal(), self.undisturbed(), chdir(self.folder):
            coverage.get_data()  # This loads the plugins, and they may change the options.
        for option in ("report:include", "report:omit"):
            patterns = _strings(coverage, option)
            coverage.set_option(option, [self._absolute(pattern) for pattern in patterns])
        return coverage

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Keep coverage.py and its plugins from disturbing this process.

        Its warnings become remarks; those of Python about the sources concern their authors. What
        is printed goes to standard error. Plugins may import modules of the project.
        """
        from coverage.exceptions import CoverageWarning

        with warnings.catch_warnings(record=True) as caught, redirect_stdout(sys.stderr):
            warnings.simplefilter("always")
            with self._importable():
                yield
        for each in caught:
            if issubclass(each.category, CoverageWarning):
                self._source.notes.remark(str(each.message))

    @contextmanager
    def refusal(self) -> Iterator[None]:
        """Turn whatever is raised inside into an error that blames the configuration."""
        try:
            yield
        except Exception as error:  # A plugin is the project's code and may raise anything.
            problem = f"coverage.py refuses the configuration in {self.folder}: {error}"
            hint = "correct it until `coverage debug config` runs there, or upload `coverage xml`"
            raise InvalidReportError(self._source.name, problem, hint=hint) from error

    @contextmanager
    def _importable(self) -> Iterator[None]:
        before = sys.path.copy()
        # Last, so that no module of the project takes the place of one that coverup needs.
        sys.path.append(str(self.folder))
        try:
            yield
        finally:
            sys.path[:] = before

    def _read_config(self) -> "Coverage":
        from coverage import Coverage

        with self.refusal(), self.undisturbed(), chdir(self.folder):
            return Coverage(data_file=None, debug=[])

    def _nearest_config(self, folders: Sequence[Path]) -> "Coverage":
        """Return what the first configured folder says, or what holds without configuration."""
        *nearer, last = folders
        for self.folder in nearer:
            config = self._read_config()
            if config.config.config_file:
                return config
        self.folder = last
        return self._read_config()

    def _installed(self, plugins: list[str]) -> list[str]:
        with self._importable():
            missing = [plugin for plugin in plugins if not _is_installed(plugin)]
        for plugin in missing:
            self._source.notes.remark(
                f"coverage.py's plugin {plugin} is not installed beside coverup, so numbers may "
                "differ; install it there, or upload `coverage xml`"
            )
        return [plugin for plugin in plugins if plugin not in missing]

    def _absolute(self, pattern: str) -> str:
        # Coverage.py matches a pattern without a slash in every folder.
        is_anywhere = pattern.startswith(("*", "?")) or not {"/", os.sep}.intersection(pattern)
        return pattern if is_anywhere else str(self.folder / pattern)


def _folders_up(folder: Path, root: Path) -> list[Path]:
    """Return the folders from one up to the root, which is the last in any case."""
    folders = [folder, *folder.parents]
    return folders[: folders.index(root) + 1] if root in folders else [folder, root]


def _strings(coverage: "Coverage", option: str) -> list[str]:
    return cast(list[str] | None, coverage.get_option(option)) or []


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
