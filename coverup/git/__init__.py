"""What git knows about the repository: commits, branch, remotes and tracked files.

`find` opens the repository around a folder; nothing here changes a repository or the user's
settings, and nothing in a repository's settings makes git start a program.
"""

from pathlib import Path

from coverup.git.metadata import Commit, Remote, Repository

__all__ = ["Commit", "Remote", "Repository", "find"]


def find(start: Path) -> Repository | None:
    """Return the repository whose work tree holds a folder, None if there is none.

    Symbolic links are followed first, as git does. A bare repository has no work tree: None.

    Raises:
        ConfigError: git does not answer, and GitPython is not installed properly.
    """
    # Not every command that knows of repositories opens one.
    from coverup.git.reader import find_reader

    return find_reader(start)
