"""Taking reports out of an archive that anybody may have made.

An archive with a name that leads elsewhere is refused as a whole. Of the files that are wanted,
none may be a link, be there twice, or unpack to more than its limits; sizes are counted and not
believed. Nothing else is unpacked.
"""

import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from coverup.errors import InvalidReportError, OutputError
from coverup.gitlab.names import Wanted, escapes, is_odd
from coverup.pipeline.wording import shown_size

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

_MOST_ENTRIES: Final = 1_000_000
_LONGEST_LIST: Final = 64_000_000
"""Bytes of the list of an archive's files, which is read as a whole."""
_MOST_REPORTS: Final = 100_000
_PIECE: Final = 65_536
_RATIO: Final = 250
"""How many times larger than packed a file may be; reports of generated code come to 100."""
_RATIO_COUNTS_FROM: Final = 10_000_000
_ENCRYPTED: Final = 0x1
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_WIDE: Final = b"PK\x06\x06"
_WIDE_BEFORE_END: Final = 76
"""Bytes from the start of the wide (zip64) end record to the usual one: 56, and a locator of 20."""
_LONGEST_COMMENT: Final = 65_535


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was downloaded.

    Attributes:
        path: The file.
        name: How messages call it.
        limit: The most bytes that its reports may have together.
    """

    path: Path
    name: str
    limit: int

    def unpack(self, wanted: Wanted, folder: Path) -> list[Path]:
        """Write the files that are wanted below a folder, and return them.

        Args:
            wanted: Tells which paths of the archive are meant.
            folder: A new and empty folder of our own.

        Raises:
            InvalidReportError: The archive is damaged, or not an honest one.
            OutputError: A file cannot be written.
        """
        from zipfile import BadZipFile, ZipFile

        if _bytes_of_list(self.path) > _LONGEST_LIST:
            raise self._refused("cannot be unpacked: its list of files is too long")
        try:
            with ZipFile(self.path) as packed:
                chosen = self._chosen(packed, wanted)
                return list(self._written(packed, chosen, folder))
        except (BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError) as error:
            hint = "is it cut? run the command again; else look at the job's artifacts on GitLab"
            raise self._refused(f"cannot be unpacked: {error}", hint) from error
        except (ValueError, RuntimeError) as error:
            raise self._refused(f"cannot be unpacked: {error}") from error

    def _chosen(self, packed: "ZipFile", wanted: Wanted) -> "Sequence[ZipInfo]":
        """Return the files to write, after a look at all names."""
        entries = packed.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise self._refused(f"has {len(entries)} entries")
        for entry in entries:
            if escapes(entry.orig_filename):
                raise self._refused(f"{entry.orig_filename!r} leads out of its folder")
        files = [entry for entry in entries if not entry.is_dir() and wanted(entry.filename)]
        if len(files) > _MOST_REPORTS:
            raise self._refused(f"{len(files)} files are meant", "name less of them with --path")
        seen: set[str] = set()
        for entry in files:
            self._check(entry, seen)
        if sum(entry.file_size for entry in files) > self.limit:
            raise self._too_large()
        return files

    def _check(self, entry: "ZipInfo", seen: set[str]) -> None:
        name = entry.orig_filename
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if is_odd(name):
            raise self._refused(f"{name!r} is an odd name for a report")
        if kind not in {0, stat.S_IFREG}:
            raise self._refused(f"{name!r} is a link or a device, not a file")
        if entry.flag_bits & _ENCRYPTED:
            raise self._refused(f"{name!r} is encrypted")
        if name in seen:
            raise self._refused(f"{name!r} is there twice")
        seen.add(name)

    def _written(
        self, packed: "ZipFile", entries: "Sequence[ZipInfo]", folder: Path
    ) -> Iterator[Path]:
        left = self.limit
        for entry in entries:
            path = folder / entry.filename
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with ExitStack() as stack:
                    out = stack.enter_context(path.open("xb"))
                    left -= self._pour(packed, entry, out, left)
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                raise self._refused(f"{entry.filename!r} has the place of another file") from None
            except OSError as error:
                raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
            yield path

    def _pour(self, packed: "ZipFile", entry: "ZipInfo", out: BinaryIO, left: int) -> int:
        size = 0
        with packed.open(entry) as source:
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > left:
                    raise self._too_large()
                if size > max(_RATIO_COUNTS_FROM, entry.compress_size * _RATIO):
                    reason = f"{entry.filename!r} unpacks to more than {_RATIO} times its size"
                    raise self._refused(reason)
                out.write(piece)
        return size

    def _too_large(self) -> InvalidReportError:
        hint = "allow more with --max-archive 2GB, or name less with --path"
        return self._refused(f"its reports have more than {shown_size(self.limit)}", hint)

    def _refused(self, problem: str, hint: str | None = None) -> InvalidReportError:
        return InvalidReportError(self.name, problem, hint=hint)


def _bytes_of_list(path: Path) -> int:
    """Return how long an archive says that its list of files is; 0 if it is no archive.

    Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.14 and 4.3.16
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _LONGEST_COMMENT - _END_SIZE - _WIDE_BEFORE_END))
        tail = file.read()
    end = tail.rfind(_END, 0, max(0, len(tail) - _END_SIZE) + len(_END))
    if end < 0:
        return 0
    wide = end - _WIDE_BEFORE_END
    if wide >= 0 and tail.startswith(_WIDE, wide):
        return int(struct.unpack_from("<Q", tail, wide + 40)[0])
    return int(struct.unpack_from("<I", tail, end + 12)[0])
