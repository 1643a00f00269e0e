"""Finding a repository file by the end of a path that was recorded somewhere else.

Reports made in a container or on another machine name `/app/src/a.py` or `D:/a/r/r/src/a.py`. The
part in front is the same for a whole report, so it is learned from the report as a whole: each
path votes for every (foreign folder, repository folder) pair that would place it, and pairs that
place most files win. A file that no pair places is matched by its own longest unique ending.
Nothing is guessed: where two files fit equally well, none is taken.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

_VOTERS: Final = 2000
_MOST_NAMESAKES: Final = 64
"""Names such as `index.js` say little; a voter with more namesakes abstains."""


class Rebase(NamedTuple):
    """A foreign folder and the repository folder that it stands for.

    Attributes:
        foreign: The folder in the report; `""` is the start of relative paths.
        own: The folder in the repository; `""` is the root.
        votes: How many files of the report it places.
    """

    foreign: str
    own: str
    votes: int

    @property
    def strength(self) -> tuple[int, int, bool]:
        """What decides between rebases: votes, then the longer ending, then the root."""
        return self.votes, -len(self.foreign), not self.own

    def fits(self, path: str) -> bool:
        """Tell whether a path lies below the foreign folder."""
        return not self.foreign or path.startswith(self.foreign + "/")

    def apply(self, path: str) -> str:
        """Return a path that fits with the folder replaced."""
        rest = path[len(self.foreign) :].lstrip("/")
        return f"{self.own}/{rest}" if self.own else rest


class SuffixIndex:
    """The repository's files by their last component."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._by_basename: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._names:
            self._by_basename[name.rpartition("/")[2]].append(name)

    @property
    def names(self) -> frozenset[str]:
        """All files."""
        return self._names

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def learn(self, paths: Iterable[str]) -> list[Rebase]:
        """Return the rebases that the paths vote for, the strongest first.

        Two files must vote for a rebase, and one of them by an ending of two components or more:
        a lone `index.js` proves nothing.
        """
        votes: Counter[tuple[str, str]] = Counter()
        deep: set[tuple[str, str]] = set()
        voters = list(dict.fromkeys(paths))
        for path in voters[:: max(1, len(voters) // _VOTERS)]:
            for name in self._namesakes(path):
                common = _common_ending(path, name)
                fronts = _front(path, common), _front(name, common)
                votes[fronts] += 1
                if common > 1:
                    deep.add(fronts)
        trusted = (Rebase(*fronts, votes[fronts]) for fronts in sorted(deep) if votes[fronts] > 1)
        return sorted(trusted, key=lambda rebase: rebase.strength, reverse=True)

    def rebased(self, path: str, rebases: Sequence[Rebase]) -> tuple[str, ...]:
        """Return the files that the strongest fitting rebase makes of a path: one is a match."""
        strongest: Rebase | None = None
        found: list[str] = []
        for rebase in rebases:
            if strongest and rebase.strength < strongest.strength:
                break
            if rebase.fits(path) and (name := rebase.apply(path)) in self._names:
                strongest = rebase
                found.append(name)
        return tuple(sorted(found))

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
