"""What git and GitPython tell of one repository; where both can answer, it must be the same."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

from coverup.git.gitpython import UNREADABLE
from coverup.git.process import GitFailedError
from coverup.git.stored import Stored
from coverup.git.told import Told

Source: TypeAlias = Told | Stored
Answers: TypeAlias = dict[str, object]


def before(source: Source, digits: int | None = None) -> object:
    """Return the first parent of the commit at HEAD."""
    head = source.head()
    return head and source.commit(head.parents[0][:digits])


QUESTIONS: Final[dict[str, Callable[[Source], object]]] = {
    "root": lambda source: source.root,
    "shallow": lambda source: source.shallow,
    "head": lambda source: source.head(),
    "a commit": before,
    "an abbreviation": lambda source: before(source, 9),
    "branch": lambda source: source.branch(),
    "remotes": lambda source: source.remotes(),
    "tracked": lambda source: source.tracked(),
}


def told_and_stored(root: Path) -> tuple[Answers, Answers]:
    """Return what git answers, then GitPython; what one of them cannot answer is left out."""
    return answers(lambda: told(root)), answers(lambda: Stored(root))


def told(root: Path) -> Told:
    """Open a repository as `find` does."""
    opened = Told(root, root / ".git")
    if not opened.is_surely_checked_out:
        raise ValueError("this is left to GitPython")
    return opened


def answers(opened: Callable[[], Source]) -> Answers:
    """Ask all questions, each of a repository that was opened for it."""
    found: Answers = {}
    for name, question in QUESTIONS.items():
        with suppress(GitFailedError, *UNREADABLE):
            found[name] = question(opened())
    return found
