"""Reading a repository with GitPython.

Commits, branches and remotes are read from the repository's files: that takes a fifth of the time
of a git process or less, and works without git. git is asked for what GitPython cannot read so:
SHA-256 repositories, reftable, relative alternates. Of the index git is asked first, because it
knows all its forms and is five times as quick.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from coverup.git.commits import SHA1_DIGITS, parse_commit
from coverup.git.gitpython import UNREADABLE, git
from coverup.git.metadata import Commit, Remote
from coverup.git.refs import BRANCHES, REMOTES, only_branch, remote_refs
from coverup.git.urls import without_credentials

T = TypeVar("T")

OBJECT_ID: Final = re.compile(r"[0-9a-f]{4,64}", re.IGNORECASE)
REMOTE_SECTION: Final = re.compile(r'remote "(?P<name>.+)"')
GITLINK: Final = 0o160000
"""The mode of a submodule in the index."""
REFTABLE_HEAD: Final = "refs/heads/.invalid"
"""What HEAD holds when refs are not kept in files: https://git-scm.com/docs/reftable"""

OPTIONS: Final = (
    # In most container jobs the files are another user's.
    *("-c", "safe.directory=*"),
    # The repository's own setting may name a program to run.
    *("-c", "core.fsmonitor=false"),
)
ENVIRONMENT: Final = {
    # What a partial clone lacks git would fetch, by the means that its settings name.
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}


def find_reader(start: Path) -> "Reader | None":
    """Open the repository whose work tree holds a folder, None if there is none."""
    with suppress(*UNREADABLE):
        folder = os.path.realpath(start)
        repo = git.Repo(folder, search_parent_directories=True, expand_vars=False)
        if repo.working_tree_dir is not None:
            return Reader(repo, Path(repo.working_tree_dir))
    return None


class Reader:
    """A `Repository`, read by GitPython."""

    def __init__(self, repo: git.Repo, root: Path) -> None:
        self.root = root
        self._repo = repo
        self._git_dir = Path(repo.git_dir)
        self._common_dir = Path(repo.common_dir)

    @property
    def shallow(self) -> bool:
        """Whether there is a list of the commits that history is cut off at."""
        return (self._common_dir / "shallow").is_file()

    def head(self) -> Commit | None:
        """Read the commit that HEAD leads to."""
        return self._read_commit("HEAD", self._head_id)

    def commit(self, sha: str) -> Commit | None:
        """Read a commit; what is not hexadecimal (a branch, an option) is none."""
        return self._read_commit(sha, sha.lower) if OBJECT_ID.fullmatch(sha) else None

    def branch(self) -> str | None:
        """Read HEAD, and when it is detached the branches of the remotes."""
        refs = _first(lambda: list(self._stored_refs()), lambda: list(self._told_refs())) or [""]
        if refs[0].startswith(BRANCHES):
            return refs[0].removeprefix(BRANCHES)
        return only_branch(refs, self.remotes())

    def remotes(self) -> tuple[Remote, ...]:
        """Read the repository's own settings and what they include."""
        return _first(lambda: tuple(self._stored_remotes())) or ()

    def tracked(self) -> tuple[str, ...]:
        """Ask git for the index; without git read it, if GitPython knows its form."""
        paths = _first(lambda: list(self._told_files()), lambda: list(self._stored_files()))
        # Until a conflict is resolved, its file is there once for each side.
        return tuple(dict.fromkeys(paths or ()))

    def _head_id(self) -> str:
        return git.SymbolicReference.dereference_recursive(self._repo, "HEAD")

    def _read_commit(self, name: str, find_id: Callable[[], str]) -> Commit | None:
        try:
            return _first(
                lambda: self._stored_commit(find_id()),
                lambda: self._told_commit(name),
            )
        finally:
            # Packs stay in memory until then; on Windows they cannot be deleted so long.
            self._repo.close()

    def _stored_commit(self, sha: str) -> Commit:
        commit = parse_commit(self._stored_object(sha))
        if not commit.id.startswith(sha):
            raise ValueError("a damaged object")
        return commit

    def _stored_object(self, sha: str) -> bytes:
        objects = git.GitDB(str(self._common_dir / "objects"))
        is_whole = len(sha) >= SHA1_DIGITS
        key = bytes.fromhex(sha) if is_whole else objects.partial_to_complete_sha_hex(sha)
        return bytes(objects.stream(key).read())

    def _told_commit(self, name: str) -> Commit:
        return parse_commit(self.run("cat-file", "commit", f"{name}^{{commit}}"))

    def _stored_refs(self) -> Iterator[str]:
        """Yield the branch that is checked out, or the remotes' refs that point at HEAD."""
        head = self._repo.head
        if head.is_detached:
            here = self._head_id()
            yield from (ref for ref, held in remote_refs(self._common_dir).items() if held == here)
        elif head.reference.path == REFTABLE_HEAD:
            raise ValueError("refs are not kept in files")
        else:
            yield os.fspath(head.reference.path)

    def _told_refs(self) -> Iterator[str]:
        """Yield the same as git tells it, which fails before the first commit."""
        wanted = ("--points-at=HEAD", "--format=%(HEAD)%(refname)", BRANCHES, REMOTES)
        lines = self.run("for-each-ref", *wanted).decode("utf-8", "replace").split("\n")
        checked_out = [line[1:] for line in lines if line.startswith("*")]
        yield from checked_out or [line[1:] for line in lines if line[1:].startswith(REMOTES)]

    def _stored_remotes(self) -> Iterator[Remote]:
        config = self._repo.config_reader("repository")
        for section in config.sections():
            if found := REMOTE_SECTION.fullmatch(section):
                # Of several URLs git fetches from the first.
                urls = [urls[0] for key, urls in config.items_all(section) if key.lower() == "url"]
                if urls and urls[0]:
                    yield Remote(name=found["name"], url=without_credentials(urls[0]))

    def _told_files(self) -> Iterator[str]:
        for entry in self.run("ls-files", "-z", "--stage").split(b"\0"):
            mode_and_id, _, path = entry.partition(b"\t")
            if path:
                is_submodule = int(mode_and_id[:6], base=8) == GITLINK
                yield path.decode("utf-8", "surrogateescape") + "/" * is_submodule

    def _stored_files(self) -> Iterator[str]:
        for entry in self._repo.index.entries.values():
            yield os.fspath(entry.path) + "/" * (entry.mode == GITLINK)

    def run(self, *arguments: str) -> bytes:
        """Run git on this repository, not on one that a hook's variables name.

        Raises:
            GitError: git failed, or is not there.
        """
        place = {
            "GIT_DIR": str(self._git_dir),
            "GIT_COMMON_DIR": str(self._common_dir),
            "GIT_INDEX_FILE": str(self._git_dir / "index"),
            "GIT_WORK_TREE": str(self.root),
        }
        return self._repo.git.execute(
            [str(git.Git.GIT_PYTHON_GIT_EXECUTABLE), *OPTIONS, *arguments],
            env=ENVIRONMENT | place,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )


def _first(*ways: Callable[[], T]) -> T | None:
    """Return what the first way gives that works, None if none does."""
    for way in ways:
        with suppress(*UNREADABLE):
            return way()
    return None
