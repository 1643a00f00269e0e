"""Packages of Java, Kotlin, Scala and Groovy -> the source roots of the repository.

JaCoCo names a file by its package (`com/shop/cart/Cart.kt`), never by the module or the source
root. Maven, Gradle, Android and Kotlin Multiplatform all keep sources in `src/<set>/<language>`.
Kotlin recommends to leave out the folders of the package that all files share
(https://kotlinlang.org/docs/coding-conventions.html#directory-structure), so that the file above
may be `src/main/kotlin/cart/Cart.kt`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from coverup.paths.normal import is_absolute

ENDINGS: Final = (".java", ".kt", ".kts", ".scala", ".groovy")
_ROOT: Final = re.compile(
    r"(?P<root>(?:[^/]+/)*?src/[^/]+/(?:java|kotlin|scala(?:-[^/]*)?|groovy)/)(?P<path>.+)"
)


class JvmSources:
    """The source roots that a repository holds, found by its files."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_path: defaultdict[str, list[str]] = defaultdict(list)
        self._by_short: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            if name.endswith(ENDINGS) and (found := _ROOT.fullmatch(name)):
                self._by_path[found["path"]].append(name)
                if not name.endswith(".java"):
                    self._by_short[found["path"]].append(name)

    @staticmethod
    def speaks_of(path: str) -> bool:
        """Tell whether a path may be a package with a file's name."""
        return path.endswith(ENDINGS) and not is_absolute(path)

    def whole(self, path: str) -> tuple[str, ...]:
        """Return the files with this package and name, below any source root."""
        return tuple(sorted(self._by_path.get(path, ())))

    def dropped_fronts(self, paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return, by path, the files that it means if its first folders are not on disk.

        Which folders these are, and below which root, is learned from all the paths: what places
        most of them holds for each.
        """
        found = {path: list(self._short(path)) for path in sorted(set(paths))}
        votes = Counter((front, root) for each in found.values() for front, root, _ in each)
        most: Counter[str] = Counter()
        for (_, root), count in votes.items():
            most[root] = max(most[root], count)
        placed: dict[str, tuple[str, ...]] = {}
        for path, matches in found.items():
            # A root leaves out one front; what only fits with another is a namesake.
            fitting = [each for each in matches if votes[each[:2]] == most[each[1]]]
            best = max((votes[each[:2]] for each in fitting), default=0)
            placed[path] = tuple(sorted({each[2] for each in fitting if votes[each[:2]] == best}))
        return placed

    def _short(self, path: str) -> Iterable[tuple[str, str, str]]:
        parts = path.split("/")
        for dropped in range(1, len(parts)):
            short = "/".join(parts[dropped:])
            for name in self._by_short.get(short, ()):
                yield "/".join(parts[:dropped]), name.removesuffix(short), name
