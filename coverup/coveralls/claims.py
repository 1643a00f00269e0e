"""Holding a file of the spool, so that two commands at once never send the same job.

The operating system holds the claim: it ends with the process, however that ends, so that no claim
of a killed process is ever left to be recovered.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    _BEYOND = 0x7FFF_0000
    """A place that no spooled job reaches: Windows forbids others to read a locked byte."""

    def _locked(file: IO[bytes]) -> bool:
        file.seek(_BEYOND)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Hold a file; False if it is gone, or another process holds it.

    Raises:
        OSError: It cannot be opened for writing, so that it could not be removed either.
    """
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        yield False
        return
    with file:
        yield _locked(file) and not _is_settled(file)


def settle(path: Path) -> None:
    """Remove a held file, so that nobody sends it again.

    Where an open file cannot be removed (Windows) it is emptied, which says the same, and `tidy`
    removes it.

    Raises:
        OSError: It can be neither removed nor emptied.
    """
    try:
        path.unlink()
    except PermissionError:
        os.truncate(path, 0)


def tidy(path: Path) -> None:
    """Remove a file that was settled and is not held any more."""
    with suppress(OSError):
        if path.stat().st_size == 0:
            path.unlink()


def _is_settled(file: IO[bytes]) -> bool:
    """Tell whether somebody sent the job between our looking for it and our holding it."""
    state = os.fstat(file.fileno())
    return state.st_nlink == 0 or state.st_size == 0
