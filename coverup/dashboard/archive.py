"""The archive that the dashboard unpacks: one folder with index.html and the coverage XML."""

import gzip
import stat
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

from coverup.errors import ReportError
from coverup.pipeline.listener import Listener
from coverup.pipeline.wording import counted, shown_size

TOP: Final = "coverage"
"""The one folder at the top, which is part of the report's address on the dashboard."""
INDEX: Final = "index.html"
MAX_FILES: Final = 100_000
_FILE_MODE: Final = 0o644
_FOLDER_MODE: Final = 0o755


@dataclass(frozen=True, slots=True)
class Archive:
    """What is sent.

    Attributes:
        content: The tar.gz.
        xml_name: The name by which the server finds the coverage XML, wherever it is in there.
        files: How many files it holds.
    """

    content: bytes
    xml_name: str
    files: int


def packed(
    html: Path, xml: bytes, xml_name: str, *, within: Sequence[Path], tell: Listener
) -> Archive:
    """Pack an HTML report and a coverage XML.

    Links are followed, since the server makes empty files of them. The XML gets a name that no
    other file has: the server takes the last file of that name, in any folder.

    Args:
        html: The folder of the report.
        xml: The coverage XML.
        xml_name: What to call it, if no other file is called so.
        within: Where links may lead to, apart from the report itself.
        tell: Who is told what was left out.

    Raises:
        ReportError: The folder has no index.html, cannot be read, or is no report but a checkout.
    """
    _check(html)
    roots = [each.resolve() for each in (html, *within)]
    found = list(islice(_files(html, tell, roots), MAX_FILES + 1))
    if len(found) > MAX_FILES:
        message = f"{html}: has more than {MAX_FILES} files"
        raise ReportError(message, hint="name another folder with --html")
    files = {path.relative_to(html).as_posix(): path for path in found}
    same = [name for name in files if PurePosixPath(name).name == xml_name]
    if [_read(files[name]) for name in same] == [xml]:
        own = {}
    else:
        xml_name = _unused(xml_name, files)
        own = {xml_name: xml}
    return Archive(_tar_gz(files, own), xml_name, len(files) + len(own))


def check_size(archive: Archive, limit: float) -> str:
    """Return what there is to say of the archive's size.

    Raises:
        ReportError: It is larger than the limit.
    """
    size = len(archive.content)
    said = f"{counted(archive.files, 'file')} in an archive of {shown_size(size)}"
    if size > limit:
        message = f"{said}, more than the {shown_size(int(limit))} that are sent"
        raise ReportError(
            message, hint="allow more with --max-archive-size 500MB, or name another --html"
        )
    return said


def _check(html: Path) -> None:
    if not html.is_dir():
        message = f"{html}: is no folder"
        raise ReportError(message, hint="name the folder of the HTML report with --html")
    if not (html / INDEX).is_file():
        message = f"{html}: has no {INDEX}, which the dashboard shows first"
        raise ReportError(message, hint="name the folder that holds it with --html")
    if (html / ".git").exists():
        message = f"{html}: is a git checkout, and all of it would be public"
        raise ReportError(message, hint="name the folder of the HTML report alone with --html")


def _files(folder: Path, tell: Listener, roots: Sequence[Path], *above: Path) -> Iterator[Path]:
    """Yield the regular files below a folder, links followed, in the order of their names.

    Args:
        folder: Where to look.
        tell: Who is told what is left out.
        roots: Where links may lead to.
        above: The folders that this one is in, without links.
    """
    inside = (*above, folder.resolve())
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise _unreadable(error) from error
    for path in paths:
        if problem := _problem(path, roots, inside):
            tell.warn(f"{path}: {problem}; left out of the archive")
        elif path.is_dir():
            yield from _files(path, tell, roots, *inside)
        else:
            yield path


def _problem(path: Path, roots: Sequence[Path], above: Sequence[Path]) -> str | None:
    try:
        mode = path.stat().st_mode
        target = path.resolve(strict=True)
        path.name.encode()
    except (OSError, UnicodeError, RuntimeError):
        return "a link to nothing, or a name that is not UTF-8"
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "neither a file nor a folder"
    if not any(target.is_relative_to(root) for root in roots):
        return "a link out of the report and the repository, which would become public"
    if target in above:
        return "a link to a folder that it is in"
    return None


def _unused(name: str, files: dict[str, Path]) -> str:
    """Return a name that no file and no folder has, at any depth."""
    taken = {part for each in files for part in PurePosixPath(each).parts}
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    further = (f"{stem}-{number}{suffix}" for number in range(1, len(taken) + 2))
    return next(each for each in (name, *further) if each not in taken)


def _tar_gz(files: dict[str, Path], own: dict[str, bytes]) -> bytes:
    """Return the archive, which is the same for the same files whenever and by whomever made."""
    out = BytesIO()
    folders = {parent for name in files for parent in PurePosixPath(TOP, name).parents}
    with (
        gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for folder in sorted({*folders, PurePosixPath(TOP)} - {PurePosixPath()}):
            entry = tarfile.TarInfo(str(folder))
            entry.type, entry.mode = tarfile.DIRTYPE, _FOLDER_MODE
            tar.addfile(entry)
        for name, path in files.items():
            _add(tar, name, _read(path))
        for name, content in own.items():
            _add(tar, name, content)
    return out.getvalue()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(f"{TOP}/{name}")
    entry.size, entry.mode = len(content), _FILE_MODE
    tar.addfile(entry, BytesIO(content))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> ReportError:
    message = f"{error.filename}: cannot be read: {error.strerror}"
    return ReportError(message, hint="name a folder that can be read with --html")
