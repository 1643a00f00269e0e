"""Finding a repository file by the end of a path that was recorded somewhere else.

Reports made in a container or on another machine name `/app/src/a.py` or `D:/a/r/r/src/a.py`. The
part in front is the same for a whole report, so it is learned from the report as a whole: each
path votes for every (foreign folder, repository folder) pair that would place it, and pairs that
place most files win. A file that no pair places is matched by its own longest unique ending.
Nothing is guessed: where two files fit equally well, none is taken.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from coverup.paths.normal import is_absolute

_VOTERS: Final = 2000
_MOST_NAMESAKES: Final = 64
"""Names such as `index.js` say little; a voter with more namesakes abstains."""
_OUTPUTS: Final = frozenset(
    {
        *("dist", "build", "out", "output", "target", "bin", "obj", "gen", "generated", "compiled"),
        *("lib", "es", "esm", "cjs"),
    }
)
"""Folders of made files: a namesake in another folder is what they were made of, not the same."""
_BUNDLES: Final = frozenset({".next", ".nuxt", ".output", ".svelte-kit", ".angular", ".vite"})
"""Folders in which nothing is a source, however it is called."""


class Rebase(NamedTuple):
    """A foreign folder and the repository folder that it stands for.

    Attributes:
        foreign: The folder in the report; `""` is the start of relative paths.
        own: The folder in the repository; `""` is the root.
        votes: How many files of the report it places.
    """

    foreign: str
    own: str
    votes: int = 0

    @property
    def strength(self) -> tuple[int, int, bool]:
        """What decides between rebases: votes, then the longer ending, then the root."""
        return self.votes, -len(self.foreign), not self.own

    def apply(self, path: str) -> str:
        """Return a path that fits with the folder replaced."""
        rest = path[len(self.foreign) :].lstrip("/")
        return f"{self.own}/{rest}" if self.own else rest


@dataclass(frozen=True, slots=True)
class Rebases:
    """What a report as a whole has taught, by foreign folder, the strongest first."""

    by_foreign: dict[str, list[Rebase]]

    def of(self, path: str) -> Iterator[Rebase]:
        """Yield those whose foreign folder a path lies below."""
        end = len(path)
        while end > 0:
            end = path.rfind("/", 0, end)
            yield from self.by_foreign.get(path[: max(end, 0)], ())

    def know(self, path: str) -> bool:
        """Tell whether it is known where the absolute folder of a path lies."""
        return any(rebase.foreign for rebase in self.of(path))


class SuffixIndex:
    """The repository's files by their last component."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self._by_basename: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.names:
            self._by_basename[name.rpartition("/")[2]].append(name)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def namesakes(self, path: str) -> Sequence[str]:
        """Return the files whose last component is the path's, in no order."""
        return self._by_basename.get(path.rpartition("/")[2], ())

    def learn(self, paths: Iterable[str]) -> Rebases:
        """Return the rebases that the paths vote for.

        Two files must vote for a rebase, and one of them by an ending of two components or more:
        a lone `index.js` proves nothing.
        """
        votes: Counter[tuple[str, str]] = Counter()
        deep: set[tuple[str, str]] = set()
        voters = sorted(set(paths))
        for path in voters[:: len(voters) // _VOTERS + 1]:
            names = self.namesakes(path)
            for name in names if len(names) <= _MOST_NAMESAKES else ():
                common = common_ending(path, name)
                fronts = front(path, common), front(name, common)
                if not is_made_of(*fronts):
                    votes[fronts] += 1
                    if common > 1:
                        deep.add(fronts)
        by_foreign: defaultdict[str, list[Rebase]] = defaultdict(list)
        for foreign, own in deep:
            if votes[foreign, own] > 1:
                by_foreign[foreign].append(Rebase(foreign, own, votes[foreign, own]))
        return Rebases(dict(by_foreign))

    def rebased(self, path: str, rebases: Rebases) -> list[tuple[str, Rebase]]:
        """Return the files that the strongest fitting rebase makes of a path: one is a match."""
        found: list[tuple[str, Rebase]] = []
        for rebase in rebases.of(path):
            name = rebase.apply(path)
            if name not in self.names:
                continue
            if found and rebase.strength > found[0][1].strength:
                found = []
            if not found or rebase.strength == found[0][1].strength:
                found.append((name, rebase))
        return sorted(found)

    def longest(self, path: str, *, partly: bool) -> list[str]:
        """Return the files that share the longest ending with a path: one is a match.

        The ending must be whole: a file's complete name of two components or more, or the complete
        relative path.

        Args:
            path: What is looked for.
            partly: Whether of an absolute path an ending that is not whole will do: of two
                components or more, or of one if the repository has no other file of that name.
        """
        best = (0, False)
        found: list[str] = []
        names = self.namesakes(path)
        whole = 0 if is_absolute(path) else path.count("/") + 1
        for name in names:
            common = common_ending(path, name)
            complete = name.count("/") + 1
            is_whole = common == whole if whole else common == complete > 1
            may_be_part = not whole and partly and (common > 1 or len(names) == 1)
            if (common, is_whole) < best or not (is_whole or may_be_part):
                continue
            fronts = front(path, common), front(name, common)
            if is_bundled(path) or (not is_whole and is_made_of(*fronts)):
                continue
            if (common, is_whole) > best:
                best, found = (common, is_whole), []
            found.append(name)
        return sorted(found)


def common_ending(one: str, other: str) -> int:
    """Return how many components the ends of two paths have in common."""
    common = 0
    for ours, theirs in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False):
        if ours != theirs or not ours:
            break
        common += 1
    return common


def front(path: str, dropped: int) -> str:
    """Return a path without its last components."""
    return "/".join(path.split("/")[:-dropped])


def is_made_of(foreign: str, own: str) -> bool:
    """Tell whether `foreign` looks like a folder of files that are made from those in `own`."""
    is_made = bool(own) and foreign.rpartition("/")[2].lower() in _OUTPUTS
    return is_made or is_bundled(f"{foreign}/")


def is_bundled(path: str) -> bool:
    """Tell whether a path leads into a folder in which nothing is a source."""
    return not _BUNDLES.isdisjoint(path.split("/")[:-1])
