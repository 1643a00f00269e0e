"""What a repository's files tell, read by GitPython: without git, and where git fails.

It cannot read SHA-256 repositories, reftable, relative alternates and some forms of the index.
Import this module only where git does not answer: GitPython takes longer to import than git takes
for all that is asked of it.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from coverup.git.commits import SHA1_DIGITS, parse_commit
from coverup.git.gitpython import git
from coverup.git.metadata import Commit, Remote
from coverup.git.refs import BRANCHES, only_branch, remote_refs
from coverup.git.urls import without_credentials

REMOTE_SECTION: Final = re.compile(r'remote "(?P<name>.+)"')
GITLINK: Final = 0o160000
"""The mode of a submodule in the index."""
REFTABLE_HEAD: Final = "refs/heads/.invalid"
"""What HEAD holds when refs are not kept in files: https://git-scm.com/docs/reftable"""


class Stored:
    """The repository around a folder as its files tell it.

    To open it and every method raise what is in `UNREADABLE`.
    """

    def __init__(self, folder: str | Path) -> None:
        repo = git.Repo(folder, search_parent_directories=True, expand_vars=False)
        if repo.working_tree_dir is None:
            raise ValueError("a repository without a work tree")
        self.root = Path(repo.working_tree_dir)
        self.git_dir = Path(repo.git_dir)
        self._repo = repo
        self._common_dir = Path(repo.common_dir)

    @property
    def shallow(self) -> bool:
        """Whether there is a list of the commits that history is cut off at."""
        return (self._common_dir / "shallow").is_file()

    def head(self) -> Commit:
        """Read the commit that HEAD leads to."""
        return self.commit(self._head_id())

    def commit(self, sha: str) -> Commit:
        """Read the commit that an id in small letters, maybe abbreviated, stands for."""
        try:
            commit = parse_commit(self._object(sha))
        finally:
            # Packs stay in memory until then; on Windows they cannot be deleted so long.
            self._repo.close()
        if not commit.id.startswith(sha):
            raise ValueError("a damaged object")
        return commit

    def branch(self) -> str | None:
        """Read HEAD, and when it is detached the branches of the remotes."""
        refs = list(self._refs())
        if refs and refs[0].startswith(BRANCHES):
            return refs[0].removeprefix(BRANCHES)
        return only_branch(refs, self.remotes())

    def remotes(self) -> tuple[Remote, ...]:
        """Read the repository's own settings and what they include."""
        return tuple(self._remotes())

    def tracked(self) -> tuple[str, ...]:
        """Read the index."""
        entries = self._repo.index.entries.values()
        # Until a conflict is resolved, its file is there once for each side.
        return tuple(
            dict.fromkeys(os.fspath(each.path) + "/" * (each.mode == GITLINK) for each in entries)
        )

    def _head_id(self) -> str:
        return git.SymbolicReference.dereference_recursive(self._repo, "HEAD")

    def _object(self, sha: str) -> bytes:
        objects = git.GitDB(str(self._common_dir / "objects"))
        is_whole = len(sha) >= SHA1_DIGITS
        key = bytes.fromhex(sha) if is_whole else objects.partial_to_complete_sha_hex(sha)
        return bytes(objects.stream(key).read())

    def _refs(self) -> Iterator[str]:
        """Yield the ref that HEAD names, or else the remotes' refs that hold the same commit."""
        head = self._repo.head
        if head.is_detached:
            here = self._head_id()
            yield from (ref for ref, held in remote_refs(self._common_dir).items() if held == here)
        elif head.reference.path == REFTABLE_HEAD:
            raise ValueError("refs are not kept in files")
        else:
            yield os.fspath(head.reference.path)

    def _remotes(self) -> Iterator[Remote]:
        config = self._repo.config_reader("repository")
        for section in config.sections():
            if found := REMOTE_SECTION.fullmatch(section):
                # Of several URLs git fetches from the first.
                urls = [urls[0] for key, urls in config.items_all(section) if key.lower() == "url"]
                if urls and urls[0]:
                    yield Remote(name=found["name"], url=without_credentials(urls[0]))
