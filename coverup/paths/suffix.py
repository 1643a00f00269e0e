"""Finding a repository file by the end of a path that was recorded somewhere else.

Reports made in a container or on another machine name `/app/src/a.py` or `D:/a/r/r/src/a.py`. The
part in front is the same for a whole report, so it is learned from the report as a whole: each
path votes for every (foreign folder, repository folder) pair that would place it, and pairs that
place most files win. A file that no pair places is matched by its own longest unique ending.
Nothing is guessed: where two files fit equally well, none is taken.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from coverup.paths.normal import is_absolute

_AFTER_SLASH: Final = chr(ord("/") + 1)
_VOTERS: Final = 1000
_MOST_NAMESAKES: Final = 64
"""Endings such as `index.js` say little: where more files have it, a longer one is asked for."""
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


class Rebases(NamedTuple):
    """What a report as a whole has taught, by foreign folder."""

    by_foreign: dict[str, list[Rebase]]

    def of(self, path: str) -> Iterator[Rebase]:
        """Yield those whose foreign folder a path lies below."""
        while path:
            path = path.rpartition("/")[0]
            yield from self.by_foreign.get(path, ())

    def know(self, path: str) -> bool:
        """Tell whether it is known where the absolute folder of a path lies."""
        return any(rebase.foreign for rebase in self.of(path))


class SuffixIndex:
    """The repository's files by the ends of their names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    @cached_property
    def _by_end(self) -> tuple[list[str], list[str]]:
        """Keys that begin with a name's last component, in order, and the names in that order."""
        files = (name for name in self.names if not name.endswith("/"))
        pairs = sorted((_reversed(name.split("/")), name) for name in files)
        return [key for key, _ in pairs], [name for _, name in pairs]

    def _ending(self, parts: Sequence[str]) -> range:
        """Return where the names with these last components are in `_by_end`."""
        keys, _ = self._by_end
        key = _reversed(parts)
        start = bisect_left(keys, key)
        return range(start, bisect_left(keys, f"{key[:-1]}{_AFTER_SLASH}", lo=start))

    def namesakes(self, path: str) -> Sequence[str]:
        """Return the files that share the path's last component; of too many, a longer ending.

        There are 64 at most: if no ending is shared by so few, none.
        """
        parts = path.split("/")
        for common in range(1, len(parts) + 1):
            found = self._ending(parts[-common:])
            if len(found) <= _MOST_NAMESAKES:
                return self._names(found)
        return ()

    def learn(self, paths: Iterable[str]) -> Rebases:
        """Return the rebases that the paths vote for.

        Two files must vote for a rebase, and one of them by an ending of two components or more:
        a lone `index.js` proves nothing.
        """
        votes: Counter[tuple[str, str]] = Counter()
        deep: set[tuple[str, str]] = set()
        voters = sorted(set(paths))
        for path in voters[:: len(voters) // _VOTERS + 1]:
            for name in self.namesakes(path):
                common, foreign, own = compared(path, name)
                if not is_made_of(foreign, own):
                    votes[foreign, own] += 1
                    if common > 1:
                        deep.add((foreign, own))
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

    def longest(self, path: str, *, partly: bool) -> Sequence[str]:
        """Return the files that share the longest ending with a path, in no order: one is a match.

        The ending must be whole: a file's complete name of two components or more, or the complete
        relative path.

        Args:
            path: What is looked for.
            partly: Whether of an absolute path an ending that is not whole will do: of two
                components or more, or of one if the repository has no other file of that name.
        """
        if is_bundled(path):
            return ()
        parts = path.split("/")
        if not is_absolute(path):
            return self._names(self._ending(parts))
        spans = self._spans(parts)
        for common in range(len(spans) - 2, 0, -1):
            ending = "/".join(parts[-common:])
            if common > 1 and ending in self.names:
                return (ending,)
            if partly and (common > 1 or len(spans[1]) == 1):
                names = self._names(spans[common], but=spans[common + 1])
                if is_made_of("/".join(parts[:-common]), own="..."):
                    names = [name for name in names if name == ending]
                if names:
                    return names
        return ()

    def _spans(self, parts: Sequence[str]) -> list[range]:
        """Return where those are that share no, one, two and more components; the last is empty."""
        spans = [range(0)]
        for common in range(1, len(parts) + 1):
            spans.append(self._ending(parts[-common:]))
            if not spans[-1]:
                return spans
        return [*spans, range(0)]

    def _names(self, span: range, but: range = range(0)) -> Sequence[str]:
        """Return the names at some places, without those at some within."""
        _, names = self._by_end
        if not but:
            return names[span.start : span.stop]
        return names[span.start : but.start] + names[but.stop : span.stop]


def _reversed(parts: Sequence[str]) -> str:
    return "/".join(reversed(parts)) + "/"


def compared(path: str, name: str) -> tuple[int, str, str]:
    """Return how many last components two paths have in common, and what is before them in each."""
    ours, theirs = path.split("/"), name.split("/")
    common = 0
    for one, other in zip(reversed(ours), reversed(theirs), strict=False):
        if one != other or not one:
            break
        common += 1
    return (
        common,
        "/".join(ours[: len(ours) - common]),
        "/".join(theirs[: len(theirs) - common]),
    )


def is_made_of(foreign: str, own: str) -> bool:
    """Tell whether `foreign` looks like a folder of files that are made from those in `own`."""
    is_made = bool(own) and foreign.rpartition("/")[2].lower() in _OUTPUTS
    return is_made or is_bundled(f"{foreign}/")


def is_bundled(path: str) -> bool:
    """Tell whether a path leads into a folder in which nothing is a source."""
    return "." in path and not _BUNDLES.isdisjoint(path.split("/")[:-1])
