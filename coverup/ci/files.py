"""Reading the small files that CI services put next to their variables."""

import errno
import os
import stat
from typing import Final

MAX_SIZE: Final = 25 * 1024 * 1024
"""GitHub caps the body of an event at 25 MB."""


def read_small_file(path: str) -> bytes:
    """Return the content of a regular file of at most 25 MB.

    Raises:
        OSError: There is no such file, it may not be read, or it is not a regular file of that
            size.
    """
    # Opening a FIFO would wait for its writer, were it not for O_NONBLOCK.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error)) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(MAX_SIZE + 1)
    if len(content) > MAX_SIZE:
        raise OSError(errno.EFBIG, "larger than 25 MB")
    return content
