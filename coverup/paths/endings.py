"""Files of one report by the ends of their paths: the last resort, in exact spelling or in any."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from typing import NamedTuple

from coverup.paths.candidates import Candidates
from coverup.paths.fronts import below_checkout, is_others
from coverup.paths.placed import Mapping
from coverup.paths.suffix import Rebase, SuffixIndex


@dataclass(frozen=True)
class Spelling:
    """The repository's names in one spelling.

    Attributes:
        key: Brings a path into the spelling.
        index: The names in it.
        originals: The names as they are, by those in the spelling; None if they are the same.
    """

    key: Callable[[str], str]
    index: SuffixIndex
    originals: Dictionary[str, Sequence[str]] | None = None

    def as_they_are(self, found: Sequence[str]) -> Sequence[str]:
        """Return the names that some in the spelling stand for."""
        if self.originals is None:
            return found
        return [name for each in found for name in self.originals[each]]


class Found(NamedTuple):
    """Files that fit equally well, in no order, and the folder that was replaced to find them."""

    names: Sequence[str]
    mapping: Mapping | None = None


class Endings:
    """What the paths of one report that are still to be found teach together."""

    def __init__(self, spelling: Spelling, left: Iterable[Candidates]) -> None:
        self._spelling = spelling
        endings = (each for candidates in left for each in candidates.endings(alone=True))
        voters = (spelling.key(each) for each in endings if not is_others(each))
        self._rebases = spelling.index.learn(voters)

    def knows(self, candidates: Candidates) -> bool:
        """Tell whether it is known where an absolute folder lies: then a namesake is no match."""
        keys = map(self._spelling.key, candidates.joined)
        return candidates.is_foreign and any(map(self._rebases.know, keys))

    def find(self, candidates: Candidates) -> Found:
        """Return the files that one path may mean; one is a match."""
        found = [self._matching(each) for each in candidates.endings(alone=False)]
        names = sorted({name for each in found for name in each.names})
        if len(names) > 1:
            return Found(names)
        if not names and not self.knows(candidates):
            found = [self._matching(each) for each in candidates.endings(alone=True)]
        return next((each for each in found if each.names), Found(()))

    def _matching(self, ending: str) -> Found:
        path = self._spelling.key(ending)
        rebased = self._spelling.index.rebased(path, self._rebases)
        if rebased:
            names = self._originals(ending, [name for name, _ in rebased])
            return Found(names, _mapping(ending, rebased[0][1]) if len(names) == 1 else None)
        partly = not self._rebases.know(path) and below_checkout(ending) is None
        return Found(self._originals(ending, self._spelling.index.longest(path, partly=partly)))

    def _originals(self, ending: str, found: Sequence[str]) -> Sequence[str]:
        names = self._spelling.as_they_are(found)
        if names and is_others(ending):
            names = [name for name in names if is_others(name)]
        return names


def _mapping(path: str, rebase: Rebase) -> Mapping:
    """Return what was replaced, in the report's own spelling."""
    depth = rebase.foreign.count("/") + 1 if rebase.foreign else 0
    return Mapping("/".join(path.split("/")[:depth]), rebase.own)
