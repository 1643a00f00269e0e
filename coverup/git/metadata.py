"""The values that git's metadata is told in, and what a repository answers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit as it is stored, without the grafts of a shallow clone and without mailmap.

    Attributes:
        id: All hexadecimal digits: 40, or 64 in a SHA-256 repository.
        author_name: Who wrote the change.
        author_email: Without the angle brackets.
        committer_name: Who made the commit.
        committer_email: Without the angle brackets.
        message: All of it, without the newline at its end.
        parents: The ids of the parents; a shallow clone need not have these commits.
    """

    id: str
    author_name: str
    author_email: str
    committer_name: str
    committer_email: str
    message: str
    parents: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The message's first paragraph on one line, as `git log --format=%s` prints it."""
        return " ".join(self.message.strip().partition("\n\n")[0].split("\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A repository that this one fetches from; its URL has no credentials."""

    name: str
    url: str


class Repository(Protocol):
    """A repository with a work tree; what cannot be read of it is None or empty.

    There is nothing to close: no method leaves a file open or a process running.
    """

    @property
    def root(self) -> Path:
        """The top folder of the work tree."""

    @property
    def shallow(self) -> bool:
        """Whether older commits are missing, as in a clone with `--depth`."""

    def head(self) -> Commit | None:
        """Return the commit that is checked out; None before the first commit."""

    def commit(self, sha: str) -> Commit | None:
        """Return a commit by its id, which may be abbreviated; None if it is not here."""

    def branch(self) -> str | None:
        """Return the branch that is checked out.

        CI services check out a commit without a branch ("detached HEAD"). Then it is the only
        branch of the remotes that points at this commit, None if there are several or none.
        """

    def remotes(self) -> tuple[Remote, ...]:
        """Return the remotes in the order of the repository's settings."""

    def tracked(self) -> tuple[str, ...]:
        """Return the files in the index: POSIX paths relative to `root`, in git's order.

        A submodule's folder ends in a slash; its files are not among them. A name that is not UTF-8
        has surrogate escapes, as `os.fsdecode` makes them.
        """
