"""Places the files of a report in a real folder, for the tests beside this file."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import pytest

from coverup.model import FileCoverage
from coverup.paths import Dropped, Repository

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX links and names")


class How(TypedDict, total=False):
    """What else is known of the report and the repository."""

    bases: tuple[str, ...]
    base_path: str
    tracked: Sequence[str]
    report: str


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x = 1\n")


def place(root: Path, paths: Sequence[str], **how: Unpack[How]) -> Mapping[str, str | Dropped]:
    base_paths = (how["base_path"],) if "base_path" in how else ()
    repository = Repository(root, how.get("tracked"), base_paths)
    files = [FileCoverage(path, bases=how.get("bases", ())) for path in paths]
    done = repository.place_all(files, root / how.get("report", "lcov.info"))
    placed = {file.path: name for file, name in done.placed}
    dropped = {file.path: dropped for file, dropped in done.dropped}
    return {path: placed.get(path) or dropped[path] for path in paths}


def place_one(root: Path, path: str, **how: Unpack[How]) -> str | Dropped:
    return place(root, [path], **how)[path]


def reason(placed: str | Dropped) -> str:
    assert isinstance(placed, Dropped)
    return placed.reason
