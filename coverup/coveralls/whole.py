"""Files that appear whole or not at all, whatever moment a process is killed at."""

import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

Content: TypeAlias = bytes | Iterable[bytes]

PRIVATE: Final = 0o600
PUBLIC: Final = 0o666
"""Modes, from which the user's umask takes away."""
_PART: Final = ".part"
_ABANDONED: Final = 3600.0
"""Seconds after which nobody can still be writing a part."""


def write(path: Path, content: Content, mode: int = PRIVATE) -> None:
    """Write a new file, and put it on the disk for good.

    Where the system can (Linux), the file has no name until it is complete, so that nothing is
    left of a process that is killed; elsewhere it is written under another name first.

    Args:
        path: The file.
        content: All of it, or its pieces, which may be asked for twice.
        mode: Who may read it.

    Raises:
        FileExistsError: There is such a file, and the system notices in time.
        OSError: The folder cannot be written to, or is full.
    """
    if not _write_nameless(path, content, mode):
        _write_renamed(path, content, mode)
    _sync_folder(path.parent)


def replace(path: Path, content: Content, mode: int = PUBLIC) -> None:
    """Write a file in the place of one that may be there.

    Raises:
        OSError: The folder cannot be written to, or is full.
    """
    try:
        write(path, content, mode)
    except FileExistsError:
        part = _part(path)
        write(part, content, mode)
        part.replace(path)


def sweep(folder: Path, now: float | None = None) -> None:
    """Remove the parts that killed processes left."""
    oldest = (time.time() if now is None else now) - _ABANDONED
    for part in folder.glob(f".*{_PART}"):
        with suppress(OSError):
            if part.stat().st_mtime < oldest:
                part.unlink()


def _pieces(content: Content) -> Iterable[bytes]:
    return (content,) if isinstance(content, bytes) else content


def _write_nameless(path: Path, content: Content, mode: int) -> bool:
    """Return False where there are no files without a name, as on most systems but Linux.

    Source: https://man7.org/linux/man-pages/man2/open.2.html (O_TMPFILE)
    """
    if sys.platform != "linux":
        return False
    try:
        descriptor = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, mode)
    except OSError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(_pieces(content))
        file.flush()
        os.fsync(descriptor)
        try:
            # A folder is given, although the path needs none: only then does Python follow links.
            os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor)
        except FileExistsError:
            raise
        except OSError:
            return False
    return True


def _write_renamed(path: Path, content: Content, mode: int) -> None:
    part = _part(path)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(_pieces(content))
            file.flush()
            os.fsync(descriptor)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def _part(path: Path) -> Path:
    from secrets import token_hex

    return path.with_name(f".{path.name}.{token_hex(4)}{_PART}")


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where folders can be opened at all."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
