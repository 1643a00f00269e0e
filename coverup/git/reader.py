"""Reading a repository: git is asked, and where it cannot answer its files are read by GitPython.

A process of git takes some milliseconds, and knows every form that a repository may have. GitPython
takes ten times as long to be imported, but works without git too.
"""

import os
import re
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from coverup.git.metadata import Commit, Remote
from coverup.git.process import GitFailedError
from coverup.git.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable

    from coverup.git.stored import Stored

T = TypeVar("T")

OBJECT_ID: Final = re.compile(r"[0-9a-f]{4,64}", re.IGNORECASE)


def find_reader(start: Path) -> "Reader | None":
    """Open the repository whose work tree holds a folder, None if there is none.

    Raises:
        ConfigError: git does not answer, and GitPython is not installed properly.
    """
    folder = Path(os.path.realpath(start))
    if not os.path.exists(folder):  # noqa: PTH110 - a folder that is closed to us is none
        return None
    for each in (folder, *folder.parents):
        if os.path.lexists(each / ".git"):
            return _open_told(each) or _find_stored(folder)
        if os.path.lexists(each / "HEAD"):
            # This may be the inside of a repository, which need not be that of a folder above.
            return _find_stored(folder)
    return None


def _open_told(root: Path) -> "Reader | None":
    with suppress(GitFailedError):
        told = Told(root, root / ".git")
        if told.is_surely_checked_out:
            return Reader(told)
    return None


def _find_stored(folder: Path) -> "Reader | None":
    from coverup.git.gitpython import UNREADABLE
    from coverup.git.stored import Stored

    with suppress(*UNREADABLE):
        stored = Stored(folder)
        return Reader(Told(stored.root, stored.git_dir), stored)
    return None


class Reader:
    """A `Repository` that asks git first and its files second."""

    def __init__(self, told: Told, stored: "Stored | None" = None) -> None:
        self.root = told.root
        self._told = told
        self._stored = stored
        self._commits: dict[str, Commit | None] = {}

    @cached_property
    def shallow(self) -> bool:
        """Whether there is a list of the commits that history is cut off at."""
        return self._ask(lambda source: source.shallow) or False

    def head(self) -> Commit | None:
        """Return the commit that HEAD leads to."""
        return self._known("HEAD", lambda source: source.head())

    def commit(self, sha: str) -> Commit | None:
        """Return a commit; what is not hexadecimal (a branch, an option) is none."""
        if not OBJECT_ID.fullmatch(sha):
            return None
        name = sha.lower()
        return self._known(name, lambda source: source.commit(name))

    def branch(self) -> str | None:
        """Return the branch that is checked out, or the only one of the remotes there."""
        return self._ask(lambda source: source.branch())

    def remotes(self) -> tuple[Remote, ...]:
        """Return the remotes of the repository's own settings and of what they include."""
        return self._ask(lambda source: source.remotes()) or ()

    def tracked(self) -> tuple[str, ...]:
        """Return the files in the index."""
        return self._tracked

    def run(self, *arguments: str) -> bytes:
        """Return what git prints.

        Raises:
            GitFailedError: git is not there or fails.
        """
        return self._told.run(*arguments)

    @cached_property
    def _tracked(self) -> tuple[str, ...]:
        return self._ask(lambda source: source.tracked()) or ()

    def _known(
        self, name: str, question: "Callable[[Told | Stored], Commit | None]"
    ) -> Commit | None:
        """Return a commit that was asked for before, also as one that is not here; or ask."""
        if name not in self._commits:
            found = self._commits[name] = self._ask(question)
            if found is not None:
                self._commits[found.id] = found
        return self._commits[name]

    def _ask(self, question: "Callable[[Told | Stored], T]") -> T | None:
        """Ask git, then the files; None if neither can answer."""
        with suppress(GitFailedError, ValueError):
            return question(self._told)
        from coverup.git.gitpython import UNREADABLE
        from coverup.git.stored import Stored

        with suppress(*UNREADABLE):
            self._stored = self._stored or Stored(self.root)
            return question(self._stored)
        return None
