"""A folder that appears whole or not at all, and never in place of somebody's own files."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Final

from coverup.errors import OutputError
from coverup.render.html.names import FILES

MARK: Final = "coverup.json"
"""The file by which a folder is known as a report, which also keeps its totals."""
KEY: Final = "coverup_html"
"""The mark's first key."""
OWN: Final = frozenset({MARK, FILES, "icon.svg", "index.html", "report.css", "report.js"})
"""All that a report has at its top."""
_HINT: Final = "name another folder: -o DIR"


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give a new folder to write to, which then becomes `folder`; on an error nothing changes.

    Raises:
        OutputError: The folder cannot be written, or holds what coverup did not write.
    """
    place = Path(os.path.realpath(folder))
    _refuse_others(place, folder)
    new = place.with_name(f".{place.name}.{token_hex(4)}")
    try:
        new.mkdir(parents=True)
        yield new
        _swap(new, place)
    except OSError as error:
        message = f"{folder}: cannot be written: {error.strerror or error}"
        raise OutputError(message, hint=_HINT) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _refuse_others(place: Path, folder: Path) -> None:
    try:
        names = set(os.listdir(place))  # noqa: PTH208 - names, not paths
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}", hint=_HINT) from error
    strange = sorted(names - OWN) or ([] if not names or _is_marked(place) else sorted(names))
    strange += _strange_pages(place / FILES) if not strange and names else []
    if strange:
        message = f"{folder}: is not replaced, since coverup did not write {strange[0]!r} in it"
        raise OutputError(message, hint=f"{_HINT}, or remove this one first")


def _is_marked(place: Path) -> bool:
    try:
        return KEY in json.loads((place / MARK).read_bytes())
    except (OSError, ValueError, TypeError):
        return False


def _strange_pages(pages: Path) -> list[str]:
    if not pages.is_dir():
        return []
    names = (path.name for path in pages.iterdir() if path.suffix != ".html" or path.is_dir())
    return [f"{FILES}/{name}" for name in sorted(names)]


def _swap(new: Path, place: Path) -> None:
    """Put the new folder in its place; the old one goes only when the new one is there."""
    old = new.with_name(f"{new.name}.old")
    had_one = place.exists()
    if had_one:
        place.rename(old)
    try:
        new.rename(place)
    except OSError:
        if had_one:
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
