"""Installed copies of the repository's own Python packages.

Under tox, nox or a plain `pip install .` the tests run the copy in `site-packages`, so that is what
coverage.py names. The project's folders are those with a pyproject.toml, setup.py or setup.cfg;
its packages lie there, or in one of the usual folders below.
"""

import re
from collections.abc import Iterable
from typing import Final

PROJECT_FILES: Final = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})
PACKAGE_FOLDERS: Final = ("", "src/", "lib/", "python/", "Lib/")
_INSTALLED: Final = re.compile(r".*(?:^|/)(?:site|dist)-packages/(?P<rest>.+\.pyx?)")


class PythonProjects:
    """The Python projects that a repository holds."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        files = (name.rpartition("/") for name in self._names)
        folders = {folder + slash for folder, slash, base in files if base in PROJECT_FILES}
        self._fronts = tuple(
            front + below for front in sorted(folders) for below in PACKAGE_FOLDERS
        )

    def place(self, path: str) -> tuple[str, ...]:
        """Return the files of the repository that an installed one may be a copy of."""
        installed = _INSTALLED.fullmatch(path)
        if installed is None:
            return ()
        names = (front + installed["rest"] for front in self._fronts)
        return tuple(dict.fromkeys(name for name in names if name in self._names))
