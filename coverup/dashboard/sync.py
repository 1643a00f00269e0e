"""Which reports a clean-up would delete: those of branches that are gone."""

from collections.abc import Iterable, Sequence
from typing import Final

from coverup.dashboard.client import Row
from coverup.errors import ConfigError

_HEADS: Final = "refs/heads/"
_HOW: Final = "git ls-remote --heads origin | coverup dashboard sync -"


def branches_of(words: Iterable[str], lines: Iterable[str]) -> list[str]:
    """Return the branches that stay, each once.

    Args:
        words: Branches of the command line.
        lines: Lines of standard input: a branch each, or what `git ls-remote --heads` prints.

    Raises:
        ConfigError: There are none, so that everything would be deleted.
    """
    read = (line.split("\t")[-1].strip().removeprefix(_HEADS) for line in lines)
    found = list(dict.fromkeys(filter(None, (*words, *read))))
    if not found:
        raise ConfigError("no branch is named that stays", hint=_HOW)
    return found


def doomed(rows: Iterable[Row], staying: Sequence[str]) -> dict[str, list[Row]]:
    """Return the reports that would be deleted, by their branches."""
    gone: dict[str, list[Row]] = {}
    for row in rows:
        if row.branch not in staying:
            gone.setdefault(row.branch, []).append(row)
    return dict(sorted(gone.items()))
