"""Names of files in archives, which anybody may have chosen."""

import re
from collections.abc import Callable, Sequence
from fnmatch import translate
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from coverup.discover import IGNORED_FOLDERS, NOT_REPORTS
from coverup.formats.file_names import REPORTS
from coverup.paths.rules import translate_glob

_LONGEST_PART: Final = 255
_LONGEST: Final = 1000
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_SLUG: Final = 80

Wanted = Callable[[str], bool]


def escapes(name: str) -> bool:
    """Tell whether a name leads out of the folder that it is meant for, on any system."""
    parts = name.replace("\\", "/").split("/")
    windows = PureWindowsPath(name)
    return ".." in parts or name.startswith(("/", "\\")) or bool(windows.drive or windows.root)


def is_odd(name: str) -> bool:
    """Tell whether no honest report is called so: control characters, empty or long parts."""
    parts = name.split("/")
    return (
        len(name) > _LONGEST
        or "\\" in name
        or not all(character.isprintable() for character in name)
        or any(part.strip() in {"", "."} or len(part.encode()) > _LONGEST_PART for part in parts)
    )


def slug(name: str) -> str:
    """Return a name for a folder: letters, digits, `.`, `_` and `-`, and not hidden."""
    return _NOT_PLAIN.sub("-", name).strip("-.")[:_LONGEST_SLUG] or "job"


def wanted_by(globs: Sequence[str]) -> Wanted:
    """Return what tells whether a path is meant; without globs, whether it is named like a report.

    `*` stays within a folder, `**` does not. A glob without a slash is about the name alone.
    """
    if not globs:
        return _is_like_a_report
    usual = [_whole(glob.removeprefix("./").lstrip("/")) for glob in globs]
    deep = (glob if "/" in glob else f"**/{glob}" for glob in usual)
    pattern = re.compile("|".join(f"(?:{translate_glob(glob)})" for glob in (*usual, *deep)))
    return lambda path: pattern.fullmatch(path) is not None


def _whole(glob: str) -> str:
    """Return a glob of a folder as one of all files in it."""
    if glob.endswith("**"):
        return f"{glob}/*"
    return f"{glob}**/*" if glob.endswith("/") else glob


def literal(globs: Sequence[str]) -> list[str] | None:
    """Return globs as the paths that they are, None if there are none or one is a pattern."""
    if not globs or any(mark in glob for glob in globs for mark in "*?["):
        return None
    return [glob.removeprefix("./").lstrip("/") for glob in globs]


def _is_like_a_report(path: str) -> bool:
    place = PurePosixPath(path)
    if IGNORED_FOLDERS.intersection(place.parts[:-1]):
        return False
    shown = f"{place.parent.name}/{place.name}".lower()
    return bool(_REPORT.match(shown)) and not _NO_REPORT.match(shown)


def _pattern(globs: Sequence[str]) -> re.Pattern[str]:
    places = (glob if "/" in glob else f"*/{glob}" for glob in dict.fromkeys(globs))
    return re.compile("|".join(translate(place.lower()) for place in places))


_REPORT: Final = _pattern([glob for globs in REPORTS.values() for glob in globs])
_NO_REPORT: Final = _pattern(NOT_REPORTS)
