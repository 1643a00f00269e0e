"""Which `--path-map` would place the files that were not found."""

from collections import Counter
from collections.abc import Iterable
from shlex import quote
from typing import Final, NamedTuple

from coverup.paths.fronts import is_others
from coverup.paths.normal import is_absolute, normalise, without_parents
from coverup.paths.suffix import SuffixIndex, common_ending, front, is_made_of

_MOST_NAMESAKES: Final = 64


class Advice(NamedTuple):
    """A mapping that would help.

    Attributes:
        rule: As `--path-map` takes it.
        files: How many files it would place.
        is_one_of: Whether others would place as many, so that the user has to choose.
    """

    rule: str
    files: int
    is_one_of: bool

    def __str__(self) -> str:
        example = ", for example" if self.is_one_of else ""
        them = "it" if self.files == 1 else f"{self.files} of them"
        return f"--path-map {quote(self.rule)} would place {them}{example}"


def advise(paths: Iterable[str], index: SuffixIndex) -> Advice | None:
    """Return the mapping that would place most of the paths; None if no name is known.

    Args:
        paths: Paths of a report that are in no file of the repository, or in several.
        index: The repository's files.
    """
    votes: Counter[tuple[str, str]] = Counter()
    for path in sorted({without_parents(normalise(each)) for each in paths}):
        if is_others(path):
            continue
        names = index.namesakes(path)
        for name in names if len(names) <= _MOST_NAMESAKES else ():
            common = common_ending(path, name)
            fronts = front(path, common), front(name, common)
            if fronts[0] != fronts[1] and not is_made_of(*fronts):
                votes[fronts] += 1
    if not votes:
        return None
    most = max(votes.values())
    best = sorted(pair for pair, count in votes.items() if count == most)
    foreign, own = min(best, key=lambda pair: (not is_absolute(pair[0]), len(pair[0]), pair))
    return Advice(f"{foreign}={own}", most, len(best) > 1)
