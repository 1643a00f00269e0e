"""Report paths as tools really write them, brought to one form."""

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")
_WEBPACK: Final = re.compile(r"^webpack://(?:/|[^/]*/)?(?:\./)?")
_FILE_URL: Final = re.compile(r"^file://(?:localhost)?(?=/)", re.IGNORECASE)


def normalise(path: str) -> str:
    r"""Return a report's path with `/`, without URL prefixes, `./` and double slashes.

    A Windows path keeps its drive (`C:/proj/src/a.c`). Backslashes count as separators when there
    is a drive, or no slash at all. `..` stays where it cannot be taken away without a folder.
    """
    path = path.strip("\ufeff \t\r\n")
    if _FILE_URL.match(path):
        path = unquote(_FILE_URL.sub("", path))
        path = path[1:] if _DRIVE.match(path[1:]) else path
    path = collapse(_WEBPACK.sub("", path))
    if "\\" in path and (_DRIVE.match(path) or "/" not in path):
        path = collapse(path.replace("\\", "/"))
    return path


def collapse(path: str) -> str:
    """Return the path without empty parts, `.` and those `..` that have a folder before them."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return ("/" if path.startswith("/") else "") + "/".join(parts)


def is_absolute(path: str) -> bool:
    """Tell whether a normalised path is absolute, on POSIX or on Windows."""
    return path.startswith("/") or bool(_DRIVE.match(path))


def join(base: str, path: str) -> str:
    """Return a path below a base, or the path itself when it is absolute."""
    return path if is_absolute(path) else collapse(str(PurePosixPath(base) / path))
