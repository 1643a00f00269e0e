"""What git itself tells of a repository, by one process for each question."""

import os
import re
from functools import cached_property
from pathlib import Path
from typing import Final

from coverup.git.commits import parse_commit
from coverup.git.metadata import Commit, Remote
from coverup.git.process import GitFailedError, run
from coverup.git.refs import BRANCHES, REMOTES, only_branch
from coverup.git.urls import without_credentials

SETTINGS: Final = r"^(core\.bare|remote\..+\.url)$"
REMOTE_URL: Final = re.compile(r"remote\.(?P<name>.+)\.url", re.DOTALL)
COMMIT: Final = re.compile(rb"(?P<id>[0-9a-f]+) commit [0-9]+\n")
"""How the answer of `git cat-file --batch` starts; of what is not here it says `missing`."""
GITLINK: Final = "160000 "
"""How the mode of a submodule is written: https://git-scm.com/docs/git-ls-files"""
NONE: Final = 1
"""The exit status of `git config` and `git symbolic-ref` where there is nothing to print."""


class Told:
    """A repository as git tells it.

    Every method raises `GitFailedError` where git fails or is missing, and `ValueError` where its
    answer cannot be understood.
    """

    def __init__(self, root: Path, git_dir: Path) -> None:
        self.root = root
        self._git_dir = git_dir

    @property
    def is_surely_checked_out(self) -> bool:
        """Whether this is a repository with a work tree beyond doubt."""
        # A bare repository may have linked work trees too; they are few, and GitPython knows them.
        return all(text == b"false" for key, text in self._settings if key == b"core.bare")

    @property
    def shallow(self) -> bool:
        """Whether there is a list of the commits that history is cut off at."""
        place = self._git_dir / "shallow"
        if not self._git_dir.is_dir() or (self._git_dir / "commondir").exists():
            # Submodules and linked work trees keep the list elsewhere.
            told = self.run("rev-parse", "--git-path", "shallow").removesuffix(b"\n")
            place = Path(self.root, os.fsdecode(told))
        return place.is_file()

    def head(self) -> Commit | None:
        """Return the commit that HEAD leads to."""
        return self._head

    def commit(self, sha: str) -> Commit | None:
        """Return the commit that an id in small letters, maybe abbreviated, stands for."""
        commit = self._commit(sha)
        if commit and len(sha) < len(commit.id) and not commit.id.startswith(sha):
            raise ValueError("a branch or a tag that is called like the id of a commit")
        return commit

    def branch(self) -> str | None:
        """Return the branch that HEAD names, else the only one of the remotes at HEAD."""
        refs = self._refs()
        if refs and refs[0].startswith(BRANCHES):
            return refs[0].removeprefix(BRANCHES)
        return only_branch(refs, self.remotes())

    def remotes(self) -> tuple[Remote, ...]:
        """Return the remotes of the repository's own settings and of what they include."""
        urls: dict[str, str] = {}
        for key, url in self._settings:
            if found := REMOTE_URL.fullmatch(key.decode("utf-8")):
                # Of several URLs git fetches from the first.
                urls.setdefault(found["name"], url.decode("utf-8"))
        return tuple(
            Remote(name=name, url=without_credentials(url)) for name, url in urls.items() if url
        )

    def tracked(self) -> tuple[str, ...]:
        """Return the files in the index, also while a conflict is there once for each side."""
        told = self.run("ls-files", "-z", "--stage").decode("utf-8", "surrogateescape")
        entries = (entry.partition("\t") for entry in told.split("\0"))
        return tuple(
            dict.fromkeys(
                f"{path}/" if stage.startswith(GITLINK) else path
                for stage, _, path in entries
                if path
            )
        )

    def run(self, *arguments: str, told: bytes = b"") -> bytes:
        """Return what git prints.

        Raises:
            GitFailedError: git is not there or fails.
        """
        return run(self.root, self._git_dir, *arguments, told=told)

    @cached_property
    def _settings(self) -> list[tuple[bytes, bytes]]:
        """All that is wanted of the settings; git tells them only of a repository."""
        wanted = ("--local", "--includes", "--null", "--get-regexp", SETTINGS)
        entries = self._told_if_any("config", *wanted).split(b"\0")
        return [(key, text) for key, _, text in (entry.partition(b"\n") for entry in entries)]

    @cached_property
    def _head(self) -> Commit | None:
        return self._commit("HEAD")

    def _commit(self, name: str) -> Commit | None:
        answer = self.run("cat-file", "--batch", told=f"{name}^{{commit}}\n".encode())
        found = COMMIT.match(answer)
        if found is None:
            return None
        commit = parse_commit(answer[found.end() :].removesuffix(b"\n"))
        if commit.id != found["id"].decode("ascii"):
            raise ValueError("a damaged object")
        return commit

    def _refs(self) -> list[str]:
        """Return the ref that HEAD names, or else the remotes' refs that hold the same commit."""
        if named := self._told_if_any("symbolic-ref", "--quiet", "HEAD"):
            return [named.decode("utf-8", "replace").removesuffix("\n")]
        head = self._head
        if head is None:
            raise ValueError("HEAD is neither a ref nor a commit")
        told = self.run("for-each-ref", "--format=%(objectname) %(refname)", REMOTES)
        lines = (line.partition(" ") for line in told.decode("utf-8", "replace").split("\n"))
        return [ref for sha, _, ref in lines if sha == head.id]

    def _told_if_any(self, *arguments: str) -> bytes:
        try:
            return self.run(*arguments)
        except GitFailedError as error:
            # A stand-in that says how to install git ends with this status too, but not in silence.
            if error.status == NONE and not str(error):
                return b""
            raise
