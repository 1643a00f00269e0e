"""Which report files to read when none is named.

Discovery walks the folder for the names that coverage tools usually give their reports. Names only
propose: content decides (`coverup.formats.identify`).
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from fnmatch import translate
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

from coverup.formats import file_names
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

BEHIND_LINKS: Final = ("bazel-out/_coverage/_coverage_report.dat",)
"""Reports in a folder that a tool puts elsewhere and links to: https://bazel.build/configure/coverage"""

T = TypeVar("T")
Complaint = Callable[[OSError], object]
"""Is called with the reason when a folder cannot be searched."""


def discover(top: Path, complain: Complaint | None = None) -> list[Path]:
    """Return the files below a folder that are named like coverage reports, in a stable order.

    Symbolic links to folders are not followed, and a file that is there twice (hard or symbolic
    link) is returned once. A virtual environment is left out whatever its name.
    """
    pattern = _pattern(chain.from_iterable(file_names.REPORTS.values()))
    found = (
        path
        for folder, folders, files in _walk(top, complain)
        for path in (*_named(folder, files, pattern), *_behind_links(folder, folders))
    )
    return list(unique(sorted(found)))


def discover_raw_data(top: Path) -> list[Path]:
    """Return what below a folder is named like raw data of coverage tools, in a stable order."""
    pattern = _pattern(file_names.RAW_DATA)
    return sorted(
        path
        for folder, folders, files in _walk(top)
        for path in (*_named(folder, files, pattern), *_bundles(folder, folders))
    )


def unique(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each file once, even when it is named twice or linked; what is missing stays."""
    return unique_by(lambda path: path, paths)


def unique_by(path_of: Callable[[T], Path], items: Iterable[T]) -> Iterator[T]:
    """Yield one item for each file."""
    seen: set[object] = set()
    for item in items:
        path = path_of(item)
        try:
            status = path.stat()
            identity: object = (status.st_dev, status.st_ino)
        except (OSError, ValueError):
            identity = path
        if identity not in seen:
            seen.add(identity)
            yield item


def shown(path: Path, top: Path) -> str:
    """Return how messages call a file: relative to the folder that coverup runs in, if it can."""
    return str(path.relative_to(top)) if path.is_relative_to(top) else str(path)


def _walk(
    top: Path, complain: Complaint | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield folders with the names of folders and files in them; only own ones are entered."""
    for folder, folders, files in os.walk(top, onerror=complain):
        yield folder, folders.copy(), files
        folders[:] = [each for each in folders if _is_own(folder, each)]


def _named(folder: str, files: Iterable[str], pattern: re.Pattern[str]) -> Iterator[Path]:
    parent = os.path.basename(folder)  # noqa: PTH119 - quicker, for thousands of folders
    for name in files:
        place = f"{parent}/{name}".lower()
        if pattern.match(place) and not _NOT_REPORTS.match(place):
            path = Path(folder, name)
            if is_regular_file(path):
                yield path


def _behind_links(folder: str, folders: list[str]) -> Iterator[Path]:
    for place in BEHIND_LINKS:
        path = Path(folder, place)
        if place.partition("/")[0] in folders and is_regular_file(path):
            yield path


def _bundles(folder: str, folders: list[str]) -> Iterator[Path]:
    return (Path(folder, name) for name in folders if name.endswith(file_names.XCRESULT))


def _is_own(folder: str, name: str) -> bool:
    if name in IGNORED_FOLDERS or name.endswith(file_names.XCRESULT):
        return False
    return not is_regular_file(Path(folder, name, "pyvenv.cfg"))


def _pattern(globs: Iterable[str]) -> re.Pattern[str]:
    """Join globs into one pattern for `folder/name` in lower case: one look at each file.

    A glob without a slash is about the name alone.
    """
    places = (glob if "/" in glob else f"*/{glob}" for glob in dict.fromkeys(globs))
    return re.compile("|".join(translate(place.lower()) for place in places))


_NOT_REPORTS: Final = _pattern(NOT_REPORTS)
