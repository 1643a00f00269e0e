"""Report paths as tools really write them, brought to one form."""

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")
_BUNDLER: Final = re.compile(r"^(?:webpack(?:-internal)?|turbopack|rollup|ng|metro)://")
_NAMED: Final = re.compile(r"^(?P<package>@[^/]+/[^/]+|[^/.@][^/]*)/")
_FILE_URL: Final = re.compile(r"^file://(?:localhost)?(?=/)", re.IGNORECASE)
_VIRTUAL: Final = re.compile(
    r"(?P<front>.*(?:^|/))(?:\$\$virtual|__virtual__)/[^/]+/(?P<up>[0-9])/(?P<rest>.+)"
)
"""What Yarn calls a workspace that others depend on: https://yarnpkg.com/advanced/lexicon"""
_TO_COLLAPSE: Final = re.compile(r"(?:^|/)(?:/|\.{0,2}(?:/|$))")
_EXTENDED: Final = re.compile(r"^\\\\[?.]\\(?:UNC\\)?")


def normalise(path: str) -> str:
    r"""Return a report's path with `/`, without URL prefixes, `./` and double slashes.

    A Windows path keeps its drive (`C:/proj/src/a.c`). Backslashes count as separators when there
    is a drive, or no slash at all. `..` stays where it cannot be taken away without a folder.
    """
    path = path.strip("\ufeff \t\r\n")
    if _FILE_URL.match(path):
        path = unquote(_FILE_URL.sub("", path))
        path = path[1:] if _DRIVE.match(path[1:]) else path
    elif _BUNDLER.match(path):
        return collapse(bundled(path)[1])
    virtual = _VIRTUAL.fullmatch(path) if "virtual" in path else None
    if virtual:
        path = "/".join((virtual["front"], *[".."] * int(virtual["up"]), virtual["rest"]))
    path = collapse(_EXTENDED.sub("", path))
    if "\\" in path and (_DRIVE.match(path) or "/" not in path):
        path = collapse(path.replace("\\", "/"))
    return path


def bundled(path: str) -> tuple[str, str]:
    """Return the package and the path that a bundler's URL names; both may be empty.

    `webpack://@shop/web/./src/a.ts?1f` is `src/a.ts` of the package `@shop/web`.
    Source: https://webpack.js.org/configuration/output/#outputdevtoolmodulefilenametemplate
    """
    path = path.strip("\ufeff \t\r\n")
    scheme = _BUNDLER.match(path)
    if scheme is None:
        return "", ""
    rest = path[scheme.end() :].partition("?")[0]
    named = _NAMED.match(rest)
    if named is None:
        return "", rest.removeprefix("/")
    return named["package"], rest[named.end() :]


def collapse(path: str) -> str:
    """Return the path without empty parts, `.` and those `..` that have a folder before them."""
    if not _TO_COLLAPSE.search(path):
        return path
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return ("/" if path.startswith("/") else "") + "/".join(parts)


def is_absolute(path: str) -> bool:
    """Tell whether a normalised path is absolute, on POSIX or on Windows, or an address."""
    return path.startswith(("/", "http:/", "https:/")) or bool(_DRIVE.match(path))


def join(base: str, path: str) -> str:
    """Return a path below a base, or the path itself when it is absolute."""
    return path if is_absolute(path) else collapse(f"{base or '.'}/{path}")


def without_parents(path: str) -> str:
    """Return a path without its leading `..`."""
    while path.startswith("../"):
        path = path[3:]
    return path


def composed(path: str) -> str:
    """Return a path in the Unicode form that git stores (NFC); macOS writes another."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def folded(path: str) -> str:
    """Return what is the same for paths that differ in case or in their Unicode form only."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
