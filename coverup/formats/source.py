"""One report file on its way through sniffing and reading.

A `Source` gives every format the same first look at its file (so that detection does not depend on
who looked first), opens nothing but regular files, unpacks gzip within limits, and collects what a
reader had to leave out.
"""

import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from gzip import BadGzipFile, GzipFile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from coverup.errors import InvalidReportError
from coverup.formats._collector import collector_paused
from coverup.formats.notes import Notes

HEAD_SIZE: Final = 65_536
"""Bytes that detection may look at."""
MAX_UNPACKED: Final = 512 * 1024 * 1024
"""A gzipped report that unpacks to more is refused."""
GZIP: Final = b"\x1f\x8b"
SQLITE: Final = b"SQLite format 3\0"
BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_ESCAPE: Final = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F]..)|.)",
    re.DOTALL,
)
"""An escape in a JSON string; the group is half of a pair of surrogates without the other half."""

if TYPE_CHECKING:
    from coverup.formats._base import Format

Locate = Callable[[str], Path | None]


def _nowhere(_path: str) -> Path | None:
    return None


@dataclass
class Source:
    """A report file, or standard input.

    Attributes:
        path: Where the file is; for standard input a name to show.
        name: How messages call it; a line end in it is shown as an escape.
        root: The repository's root; without a repository the current folder.
        parts: All files of a measurement that is spread over several (`.coverage.*`).
        locate: Finds the source file that a path in a report means, for formats whose reading
            needs the sources; None when it is not there.
        content: The bytes, when they do not come from a file.
        lcov_exclusions: Whether comments such as LCOV_EXCL_LINE in the sources leave lines out of
            gcov's reports, which know nothing of them.
        notes: What was left out while reading.
        form: The report's format, once it was identified.
    """

    path: Path
    name: str
    root: Path
    parts: tuple[Path, ...] = ()
    locate: Locate = _nowhere
    content: bytes | None = None
    lcov_exclusions: bool = False
    notes: Notes = field(default_factory=Notes)
    form: "Format | None" = None

    def __post_init__(self) -> None:
        self.name = self.name.replace("\n", r"\n")

    def open(self) -> BinaryIO:
        """Open the report as a stream of bytes, unpacked if it is gzipped.

        Raises:
            InvalidReportError: It is not a regular file, cannot be opened, or is a damaged or
                oversized gzip file.
        """
        if not self.is_gzip:
            return self._open()
        with self._open() as file:
            return BytesIO(b"".join(self._unpack(file)))

    def read(self) -> bytes:
        """Return the whole report, unpacked if it is gzipped."""
        with self.open() as file:
            return file.read()

    @property
    def is_gzip(self) -> bool:
        """Whether the file is gzipped, by its first two bytes."""
        return self._raw_head.startswith(GZIP)

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, unpacked if the file is gzipped."""
        if not self.is_gzip:
            return self._raw_head
        with self._open() as file:
            return next(self._unpack(file), b"")[:HEAD_SIZE]

    @cached_property
    def text_head(self) -> str:
        """The first 64 KiB as text, without BOM and leading white space."""
        return decode(self.head).lstrip()

    @cached_property
    def json(self) -> object:
        """The report as JSON, parsed once for sniffing and reading; None if it is not JSON.

        Raises:
            InvalidReportError: It starts like JSON but is not valid (NaN and Infinity are not).
        """
        if self.text_head[:1] not in ("{", "["):
            return None
        import orjson

        content = self.read()
        if encoding_of(content):
            content = decode(content).encode("utf-8", "surrogateescape")
        try:
            with collector_paused():
                return _parsed(content)
        except orjson.JSONDecodeError as error:
            problem = f"not valid JSON: {error.msg} (column {error.colno})"
            hint = "the file may be cut short or damaged; make the report again"
            raise InvalidReportError(self.name, problem, line=error.lineno, hint=hint) from error

    @property
    def held(self) -> int:
        """Bytes of the report that are kept in memory by now, one way or another."""
        if self.__dict__.get("json") is not None:
            return len(self.content) if self.content is not None else self.path.stat().st_size
        return len(self.__dict__.get("_raw_head", b""))

    def forget(self) -> None:
        """Let go of what was read so far; who asks again, reads again."""
        for name in ("json", "text_head", "head", "_raw_head"):
            self.__dict__.pop(name, None)

    @cached_property
    def _raw_head(self) -> bytes:
        with self._open() as file:
            return file.read(HEAD_SIZE)

    def _open(self) -> BinaryIO:
        if self.content is not None:
            return BytesIO(self.content)
        try:
            # Opening a FIFO would wait for its writer, were it not for O_NONBLOCK.
            flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            descriptor = os.open(self.path, flags)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            hint = "is it spelled from here? `coverup doctor` lists the reports that are found"
            raise InvalidReportError(self.name, f"cannot be opened: {reason}", hint=hint) from error
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            os.close(descriptor)
            problem = "is a directory" if stat.S_ISDIR(mode) else "is not a regular file"
            raise InvalidReportError(self.name, problem)
        return os.fdopen(descriptor, "rb")

    def _unpack(self, file: BinaryIO) -> Iterator[bytes]:
        size = 0
        try:
            with GzipFile(fileobj=file) as packed:
                while unpacked := packed.read(HEAD_SIZE):
                    size += len(unpacked)
                    if size > MAX_UNPACKED:
                        limit = MAX_UNPACKED // 2**20
                        raise InvalidReportError(self.name, f"unpacks to more than {limit} MiB")
                    yield unpacked
        except EOFError as error:
            raise InvalidReportError(self.name, "truncated gzip file") from error
        except (BadGzipFile, zlib.error) as error:
            raise InvalidReportError(self.name, f"damaged gzip file: {error}") from error


def _parsed(content: bytes) -> object:
    """Parse JSON; halves of surrogate pairs, which stand for no character, become U+FFFD.

    JSON allows to escape them, and one odd name must not take the whole report with it.
    """
    import orjson

    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        if "surrogate" not in error.msg:
            raise
    whole = _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], content)
    return orjson.loads(whole)


def encoding_of(content: bytes) -> str | None:
    """Return the encoding that a byte order mark names, None without one."""
    return next((encoding for bom, encoding in BOMS if content.startswith(bom)), None)


def decode(content: bytes) -> str:
    """Decode text by its byte order mark, else as UTF-8; bytes that are neither stay as surrogates.

    PowerShell's `>` writes UTF-16; .NET tools put a mark in front of UTF-8.
    """
    encoding = encoding_of(content)
    if encoding == "utf-16":
        return content.decode("utf-16", errors="replace")
    return content.decode(encoding or "utf-8", errors="surrogateescape")
