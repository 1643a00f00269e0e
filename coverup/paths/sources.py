"""The repository's source files: safe to open, read once, with what Coveralls wants of them."""

import hashlib
import os
import stat
from os import PathLike
from pathlib import Path
from typing import Final, NamedTuple

_PIECE: Final = 1 << 16
"""Most sources are shorter; a buffer of this size is asked for, and what is not used given back."""


class SourceText(NamedTuple):
    r"""What is needed of a source file.

    Attributes:
        digest: MD5 of the bytes on disk, in hexadecimal; it tells versions apart, not more.
        line_count: Lines as coverage tools count them: on `\n` only, a last line without one too.
        text: The content, if it was asked for.
    """

    digest: str
    line_count: int
    text: bytes | None = None


def read_source(path: str | PathLike[str], *, keep_text: bool = False) -> SourceText:
    """Read a source file once.

    Raises:
        OSError: The file cannot be read.
    """
    content = _content(path)
    lines = content.count(b"\n") + (not content.endswith(b"\n") and bool(content))
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return SourceText(digest, lines, content if keep_text else None)


def _content(path: str | PathLike[str]) -> bytes:
    """Read a file without a file object, which costs more than reading most sources."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        pieces = []
        while piece := os.read(descriptor, _PIECE):
            pieces.append(piece)
    finally:
        os.close(descriptor)
    return b"".join(pieces)


def is_regular_file(path: Path) -> bool:
    """Tell whether a path names a regular file; names that no system accepts are not files."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def list_files(root: Path, ignored: frozenset[str]) -> list[str]:
    """Return the files below a folder as POSIX names, for repositories without git."""
    names = []
    for folder, folders, files in os.walk(root):
        folders[:] = [each for each in folders if each not in ignored]
        below = Path(folder).relative_to(root).as_posix()
        names += [file if below == "." else f"{below}/{file}" for file in files]
    return names
