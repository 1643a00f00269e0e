"""What the work tree changes, by git: the diff against the merge base with another commit.

Nothing is fetched here. Where a shallow clone lacks a commit, the error names the fetch that would
do: https://git-scm.com/docs/git-fetch.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from coverup.errors import ConfigError
from coverup.git.process import GitFailedError
from coverup.git.reader import OBJECT_ID, Reader, find_reader
from coverup.git.refs import BRANCHES, REMOTES

PREFIXES: Final = ("a://", "b://")
"""What stands before the old and the new name. No name has `//`, so none is mistaken for it."""

_SHAPE: Final = (
    "--unified=0",
    "--no-color",
    # Programs that the repository's settings name are not run.
    "--no-ext-diff",
    "--no-textconv",
    # git would run itself, with their settings, in each of them.
    "--ignore-submodules=all",
    f"--src-prefix={PREFIXES[0]}",
    f"--dst-prefix={PREFIXES[1]}",
    # The figures are the same whatever the user has set for his own eyes.
    "--diff-algorithm=default",
    "--indent-heuristic",
    "--find-renames=50%",
    "-O/dev/null",
    # Other line ends are no other code; a work tree made on Windows has nothing else.
    "--ignore-cr-at-eol",
)
_FULL_ID: Final = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})", re.IGNORECASE)


def diff_since(root: Path, base: str, *, remote_first: bool, exact: bool) -> bytes:
    """Return the diff of the work tree against its merge base with a commit, without context.

    Args:
        root: The top of a work tree.
        base: A branch, tag or commit; a branch is also looked for at the remotes.
        remote_first: Whether the branch of a remote goes before a local one.
        exact: Whether `base` is the merge base itself, as some CI services tell it.

    Raises:
        ConfigError: git, the base or the merge base is not here.
    """
    reader = find_reader(root)
    if reader is None:
        raise ConfigError(f"{root} is no git repository", hint=_other_way(base))
    names = list(_names(reader, base, remote_first=remote_first))
    exact = exact or _is_parent(reader, base)
    if names and not exact:
        # The usual case takes this one process. What may fail it is looked into below.
        with suppress(GitFailedError):
            return _diff(reader, "--merge-base", names[0])
    commit = _resolve(reader, names)
    if commit is None:
        raise _base_missing(reader, base, exact=exact)
    return _compare(reader, base, commit if exact else _merge_base(reader, base, commit))


def _names(reader: Reader, base: str, *, remote_first: bool) -> Iterator[str]:
    """Yield what `base` may be called here, the likeliest first."""
    if not base or base.startswith("-") or "\0" in base:
        return
    short = base.removeprefix(BRANCHES)
    remote = [f"{REMOTES}{each.name}/{short}" for each in reader.remotes()]
    yield from (*remote, base) if remote_first and not _FULL_ID.fullmatch(base) else (base, *remote)


def _resolve(reader: Reader, names: list[str]) -> str | None:
    for name in names:
        with suppress(GitFailedError):
            wanted = ("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
            return reader.run(*wanted).decode("ascii").strip()
    return None


def _is_parent(reader: Reader, base: str) -> bool:
    """Tell whether HEAD itself says that it comes from `base`, also where history is cut off."""
    head = reader.head()
    return head is not None and base.lower() in head.parents


def _merge_base(reader: Reader, base: str, commit: str) -> str:
    """Return the best of the merge bases, the one that `git diff BASE...HEAD` takes.

    Raises:
        ConfigError: There is none, or it is not in this clone.
    """
    with suppress(GitFailedError):
        return reader.run("merge-base", "HEAD", commit).decode("ascii").split()[0]
    if reader.head() is None:
        raise ConfigError("the repository has no commit yet", hint=_other_way(base))
    if not reader.shallow:
        raise ConfigError(
            f"the checkout and {base} have no commit in common",
            hint=f"compare with another branch by --base, or {_other_way(base)}",
        )
    raise ConfigError(
        f"the commit where the checkout and {base} part is not in this shallow clone",
        hint=f"{_fetch(reader, '')}; or --deepen=100 in place of --unshallow, if that reaches it",
    )


def _compare(reader: Reader, base: str, commit: str) -> bytes:
    try:
        return _diff(reader, commit)
    except GitFailedError as error:
        told = re.search(r"(?:fatal|error): (.+)", str(error))
        reason = told[1] if told else f"it ended with status {error.status}"
        hint = f"if the clone is a partial one, {_other_way(base)}"
        raise ConfigError(f"git cannot compare with {base}: {reason}", hint=hint) from error


def _diff(reader: Reader, *what: str) -> bytes:
    return reader.run(*_no_filters(reader), "diff", *_SHAPE, *what, "--")


def _no_filters(reader: Reader) -> Iterator[str]:
    """Yield what switches off the filters of the repository's settings: they are programs."""
    with suppress(GitFailedError):
        # It fails where there is none.
        told = reader.run("config", "--null", "--name-only", "--get-regexp", r"^filter\.")
        drivers = {name.rpartition(".")[0] for name in os.fsdecode(told).split("\0") if name}
        for driver in sorted(drivers):
            for setting in ("clean=", "process=", "required=false"):
                yield from ("-c", f"{driver}.{setting}")


def _base_missing(reader: Reader, base: str, *, exact: bool) -> ConfigError:
    if not base or base.startswith("-") or "\0" in base:
        return ConfigError(f"{base!r} is no branch, tag or commit", hint="--base main")
    message = f"the base {base} is not in this clone"
    if _FULL_ID.fullmatch(base):
        return ConfigError(message, hint=_fetch(reader, base, alone=exact))
    if OBJECT_ID.fullmatch(base) or re.search(r"[\^~@:]", base):
        return ConfigError(message, hint=_fetch(reader, ""))
    remote = _remote(reader)
    short = base.removeprefix(BRANCHES).removeprefix(f"{remote}/")
    return ConfigError(message, hint=_fetch(reader, f"{short}:{REMOTES}{remote}/{short}"))


def _fetch(reader: Reader, what: str, *, alone: bool = False) -> str:
    """Return the fetch that brings a commit: alone, or with the history that joins it to HEAD."""
    depth = ("--depth=1 " if alone else "--unshallow ") if reader.shallow else ""
    return f"git fetch {depth}{_remote(reader)} {what}".strip()


def _remote(reader: Reader) -> str:
    return next((remote.name for remote in reader.remotes()), "origin")


def _other_way(base: str) -> str:
    return f"make the diff before (git diff --merge-base {base} > change.diff): --diff change.diff"
