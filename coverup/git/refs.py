"""The branches of the remotes, read from files.

GitPython can list them too, but reads the file of packed refs anew for each, so that its time
grows with the square of their number. The files: https://git-scm.com/docs/gitrepository-layout
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from coverup.git.metadata import Remote

BRANCHES: Final = "refs/heads/"
REMOTES: Final = "refs/remotes/"


def remote_refs(common_dir: Path) -> dict[str, str]:
    """Return the remotes' refs and what they hold: an id, or `ref:` and another ref."""
    return dict(_packed_refs(common_dir)) | dict(_loose_refs(common_dir))


def only_branch(refs: Iterable[str], remotes: Sequence[Remote]) -> str | None:
    """Return the one branch that all these refs are, None if they are several or none.

    A ref that is below no remote's name is no branch, such as the `refs/remotes/pull/1/merge` that
    GitHub's checkout makes.
    """
    prefixes = [f"{REMOTES}{remote.name}/" for remote in remotes]
    names = {ref[len(prefix) :] for ref in refs for prefix in prefixes if ref.startswith(prefix)}
    names.discard("HEAD")
    return names.pop() if len(names) == 1 else None


def _packed_refs(common_dir: Path) -> Iterator[tuple[str, str]]:
    with suppress(FileNotFoundError):
        for line in (common_dir / "packed-refs").read_bytes().split(b"\n"):
            sha, _, ref = line.decode("utf-8", "replace").partition(" ")
            if ref.startswith(REMOTES):
                yield ref, sha


def _loose_refs(common_dir: Path) -> Iterator[tuple[str, str]]:
    for file in (common_dir / REMOTES).rglob("*"):
        if file.is_file() and file.suffix != ".lock":
            ref = os.fsencode(file.relative_to(common_dir).as_posix())
            yield ref.decode("utf-8", "replace"), file.read_text("ascii", "replace").strip()
