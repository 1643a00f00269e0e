"""Importing GitPython, and what it raises.

GitPython takes longer to import than the rest of coverup: this module is imported only where git
does not answer.
"""

import configparser
import os
import struct
import zlib
from typing import Final

from coverup.errors import ConfigError

__all__ = ["UNREADABLE", "git"]

# Without this variable GitPython refuses to be imported where there is no git. It reads it from
# the process's own environment and nowhere else.
_REFRESH: Final = "GIT_PYTHON_REFRESH"
_environ: Final = os.environ  # noqa: TID251
_is_unset: Final = _REFRESH not in _environ
if _is_unset:
    _environ[_REFRESH] = "quiet"
try:
    import git
    from git.exc import GitError, ODBError
except ImportError as error:
    raise ConfigError(
        f"GitPython cannot be imported: {error}",
        hint=f"unset {_REFRESH}, or install coverup again",
    ) from error
finally:
    if _is_unset:
        del _environ[_REFRESH]

UNREADABLE: Final = (
    # A file that is missing, closed to us or cut short; text or a number that is none.
    OSError,
    ValueError,
    # Not a repository, not an object, not a setting; git failed or is not there.
    GitError,
    ODBError,
    configparser.Error,
    # GitPython's parsers take files for well-formed. On damaged ones they raise these, found by
    # damaging every file of a repository at random some thousand times.
    AssertionError,
    AttributeError,
    IndexError,
    TypeError,
    struct.error,
    zlib.error,
)
"""What reading raises when the repository is at fault, not the program."""
