"""Running git on one repository, so that nothing in the environment or in it leads git astray."""

import os
import sys
from pathlib import Path
from typing import Final

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
    # What git writes of failures is read, and told in our messages, which are English too.
    "LANG": "C",
    "LANGUAGE": "C",
}
LEFT_OUT: Final = ("GIT_COMMON_DIR", "GIT_INDEX_FILE", "LC_")
"""How variables start that would overrule these, or lead a hook's git to its own repository."""
# git gets the whole environment, as it does from a shell: PATH, the user's settings, his wishes
# for tracing. It is not worth an argument of every function on the way to here.
_environ: Final = os.environ  # noqa: TID251


class GitFailedError(Exception):
    """git is not there, or has failed; the text is what it wrote of that, if anything.

    Attributes:
        status: The process's exit status; None if it has not even started.
    """

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status


def run(root: Path, git_dir: Path, *arguments: str, told: bytes = b"") -> bytes:
    """Return what git prints, run at the top of a work tree.

    Args:
        root: The top of the work tree.
        git_dir: The `.git` in it, a folder or the file that leads to one.
        arguments: The command and its options.
        told: What git reads from its standard input.

    Raises:
        GitFailedError: There is no git, or its exit status is not 0.
    """
    import subprocess

    place = {"GIT_DIR": str(git_dir), "GIT_WORK_TREE": str(root)}
    environment = {name: text for name, text in _environ.items() if not name.startswith(LEFT_OUT)}
    try:
        done = subprocess.run(
            [_program(), *OPTIONS, *arguments],
            cwd=root,
            env=environment | ENVIRONMENT | place,
            input=told,
            capture_output=True,
            check=False,
        )
    except (OSError, ValueError) as error:
        raise GitFailedError(str(error)) from error
    if done.returncode != 0:
        raise GitFailedError(done.stderr.decode("utf-8", "replace").strip(), done.returncode)
    return done.stdout


def _program() -> str:
    """Return git's name; on Windows its path, since a name means the current folder's git first."""
    if sys.platform == "win32":
        import shutil

        found = shutil.which("git")
        if found is None or not Path(found).is_absolute():
            raise FileNotFoundError("git is not on PATH")
        return found
    return "git"
