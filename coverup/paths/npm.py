"""Packages of JavaScript -> folders of the repository, by its package.json files.

A bundler names a file of the workspace package `@shop/ui` as `webpack://@shop/ui/./src/a.ts`, and a
test runner may find it as `node_modules/@shop/ui/src/a.ts`, through the link that npm makes.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from coverup.paths.normal import bundled

_INSTALLED: Final = re.compile(
    r".*(?:^|/)node_modules/(?P<package>@[^/]+/[^/]+|[^/@.][^/]*)/(?P<rest>.+)"
)
MANIFEST: Final = "package.json"


class NpmPackages:
    """The packages that a repository holds."""

    def __init__(self, names: Iterable[str], read: Callable[[str], str]) -> None:
        self._names = frozenset(names)
        self._folders: dict[str, list[str]] = {}
        for name in sorted(each for each in self._names if each.rpartition("/")[2] == MANIFEST):
            package = _package_in(name, read)
            if package is not None:
                self._folders.setdefault(package, []).append(name.rpartition("/")[0])

    def __contains__(self, package: str) -> bool:
        return package in self._folders

    def place(self, package: str, rest: str) -> tuple[str, ...]:
        """Return the files that a path within a package means, of those the repository has."""
        folders = self._folders.get(package, ())
        names = (f"{folder}/{rest}" if folder else rest for folder in folders)
        return tuple(name for name in names if name in self._names)


def _package_in(manifest: str, read: Callable[[str], str]) -> str | None:
    # Most repositories have no such file.
    import json

    try:
        content = json.loads(read(manifest))
    except (OSError, ValueError, RecursionError):
        return None
    package = content.get("name") if isinstance(content, dict) else None
    return package if isinstance(package, str) else None


def package_of(written: str, path: str) -> tuple[str, str]:
    """Return the package and the path within it that a report names; empty if it names none.

    Args:
        written: The path as the report writes it.
        path: The same normalised.
    """
    package, rest = bundled(written)
    if package:
        return package, rest.removeprefix("./")
    installed = _INSTALLED.fullmatch(path)
    return (installed["package"], installed["rest"]) if installed else ("", "")
