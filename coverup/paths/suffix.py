"""Finding a repository file by the end of a path that was recorded somewhere else.

Reports made in a container or on another machine name `/app/src/a.py` or `D:/a/r/r/src/a.py`. The
part in front is the same for a whole report, so it is learned from the report as a whole: each
path votes for every (foreign folder, repository folder) pair that would place it, and pairs that
place most files win. A file that no pair places is matched by its own longest unique ending.
Nothing is guessed: where two files fit equally well, none is taken.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

Rebase = tuple[str, str]
"""A foreign folder and the repository folder that it stands for (`""` is the root)."""

_VOTERS: Final = 2000
_MOST_NAMESAKES: Final = 64
"""Names such as `index.js` say little; a voter with more namesakes abstains."""


class SuffixIndex:
    """The repository's files by their last component."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._by_basename: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._names:
            self._by_basename[name.rpartition("/")[2]].append(name)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def learn(self, paths: Sequence[str]) -> list[Rebase]:
        """Return the rebases that the paths vote for, most votes first.

        Two files must vote for a rebase, and one of them by an ending of two components or more:
        a lone `index.js` proves nothing.
        """
        votes: Counter[Rebase] = Counter()
        deep: set[Rebase] = set()
        for path in paths[:: max(1, len(paths) // _VOTERS)]:
            for name in self._namesakes(path):
                common = _common_ending(path, name)
                rebase = _front(path, common), _front(name, common)
                votes[rebase] += 1
                if common > 1:
                    deep.add(rebase)
        trusted = [rebase for rebase in deep if votes[rebase] > 1]
        return sorted(trusted, key=lambda rebase: (-votes[rebase], len(rebase[1]), rebase))

    def rebased(self, path: str, rebases: Sequence[Rebase]) -> str | None:
        """Return the repository file that the first fitting rebase makes of a path."""
        for foreign, own in rebases:
            if path.startswith(foreign + "/") or not foreign:
                rest = path[len(foreign) :].lstrip("/")
                name = f"{own}/{rest}" if own else rest
                if name in self._names:
                    return name
        return None

    def longest(self, path: str) -> tuple[str, ...]:
        """Return the files that share the longest ending with a path: one is a match.

        Only whole endings count: the file's complete name, of two components at least, or the
        complete relative path.
        """
        best = 0
        found: list[str] = []
        whole = path.count("/") + 1 if not path.startswith("/") else 0
        for name in self._by_basename.get(path.rpartition("/")[2], ()):
            common = _common_ending(path, name)
            complete = name.count("/") + 1
            if common != whole and (common != complete or complete < 2):  # noqa: PLR2004 - see above
                continue
            if common > best:
                best, found = common, []
            if common == best:
                found.append(name)
        return tuple(sorted(found))

    def _namesakes(self, path: str) -> Sequence[str]:
        names = self._by_basename.get(path.rpartition("/")[2], ())
        return names if len(names) <= _MOST_NAMESAKES else ()


def _common_ending(one: str, other: str) -> int:
    common = 0
    for ours, theirs in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False):
        if ours != theirs or not ours:
            break
        common += 1
    return common


def _front(path: str, dropped: int) -> str:
    return "/".join(path.split("/")[:-dropped])
