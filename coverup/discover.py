"""Which report files to read when none is named.

Discovery walks the folder for the names that coverage tools usually give their reports. Names only
propose: content decides (`coverup.formats.identify`).
"""

import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import translate
from pathlib import Path
from typing import Final

from coverup.formats import FORMATS
from coverup.paths.sources import is_regular_file

IGNORED_FOLDERS: Final = frozenset(
    {
        *(".git", ".hg", ".svn", ".jj"),
        *("node_modules", "bower_components", "jspm_packages", ".yarn", ".pnpm-store"),
        *("vendor", "Pods", "Carthage", "third_party"),
        *(".venv", "venv", ".virtualenv", "virtualenv", "site-packages", ".tox", ".nox"),
        *("__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".eggs"),
        *(".gradle", ".m2", ".cargo", ".bundle", ".terraform", ".cache"),
    }
)
"""Folders of other people's files, by whole name; their reports are not about this project."""
NOT_REPORTS: Final = (".coveragerc", "*.lock", "*.py", "*.js", "*.ts", "*.html", "*.css", "*.md")


def discover(top: Path) -> list[Path]:
    """Return the files below a folder that are named like coverage reports, in a stable order.

    Symbolic links to folders are not followed, and a file that is there twice (hard or symbolic
    link) is returned once. A virtual environment is left out whatever its name.
    """
    globs = (glob for each in FORMATS for glob in each.GLOBS)
    return list(unique(sorted(_walk(top, _pattern(globs)))))


def unique(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each file once, even when it is named twice or linked; what is missing stays."""
    seen: set[object] = set()
    for path in paths:
        try:
            status = path.stat()
            identity: object = (status.st_dev, status.st_ino)
        except (OSError, ValueError):
            identity = path
        if identity not in seen:
            seen.add(identity)
            yield path


def _walk(top: Path, named_like_a_report: re.Pattern[str]) -> Iterator[Path]:
    for folder, folders, files in os.walk(top):
        folders[:] = [each for each in folders if _is_own(folder, each)]
        parent = os.path.basename(folder)  # noqa: PTH119 - quicker, for thousands of folders
        for name in files:
            place = f"{parent}/{name}".lower()
            if named_like_a_report.match(place) and not _NOT_REPORTS.match(place):
                path = Path(folder, name)
                if is_regular_file(path):
                    yield path


def _is_own(folder: str, name: str) -> bool:
    return name not in IGNORED_FOLDERS and not is_regular_file(Path(folder, name, "pyvenv.cfg"))


def _pattern(globs: Iterable[str]) -> re.Pattern[str]:
    """Join globs into one pattern for `folder/name` in lower case: one look at each file.

    A glob without a slash is about the name alone.
    """
    places = (glob if "/" in glob else f"*/{glob}" for glob in dict.fromkeys(globs))
    return re.compile("|".join(translate(place.lower()) for place in places))


_NOT_REPORTS: Final = _pattern(NOT_REPORTS)
