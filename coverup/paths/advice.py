"""Which `--path-map` would place the files that were not found."""

from collections import Counter
from collections.abc import Iterable, Mapping
from shlex import quote
from types import MappingProxyType
from typing import Final, NamedTuple

from coverup.paths.fronts import is_others
from coverup.paths.normal import is_absolute, normalise
from coverup.paths.rules import PathRule
from coverup.paths.suffix import SuffixIndex, compared, is_made_of

_TRIED: Final = 20
"""So many mappings are held against the files that are found without them."""


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


def advise(
    paths: Iterable[str], index: SuffixIndex, found: Mapping[str, str] = MappingProxyType({})
) -> Advice | None:
    """Return the mapping that would place most of the paths; None if there is none.

    A mapping is final, so one that would take a file away that is found without it is none.

    Args:
        paths: Paths of a report that are in no file of the repository, or in several.
        index: The repository's files.
        found: Names in the repository, by the paths that they were found by.
    """
    votes = _votes(paths, index)
    if not votes:
        return None
    known = [(normalise(path), name) for path, name in found.items()]
    for foreign, own in sorted(votes, key=lambda pair: _rank(votes[pair], *pair))[:_TRIED]:
        rule = f"{foreign}={own}"
        if _keeps(PathRule.parse(rule, "--path-map"), known):
            count = votes[foreign, own]
            return Advice(rule, count, is_one_of=list(votes.values()).count(count) > 1)
    return None


def _votes(paths: Iterable[str], index: SuffixIndex) -> Counter[tuple[str, str]]:
    """Count, by foreign and own folder, the files that one in place of the other would place."""
    votes: Counter[tuple[str, str]] = Counter()
    for path in {normalise(each) for each in paths}:
        for name in () if is_others(path) else index.namesakes(path):
            _, foreign, own = compared(path, name)
            if foreign != own and "=" not in foreign and not is_made_of(foreign, own):
                votes[foreign, own] += 1
    return votes


def _rank(votes: int, foreign: str, own: str) -> tuple[int, bool, int, str, str]:
    return -votes, not is_absolute(foreign), len(foreign), foreign, own


def _keeps(rule: PathRule, known: Iterable[tuple[str, str]]) -> bool:
    return all(rule.apply(path) in {None, name} for path, name in known)
