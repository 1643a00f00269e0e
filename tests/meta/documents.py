"""The project's own files, as the tests in this folder read them."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "coverup"
DOCS: Final = ROOT / "docs"
OTHERS: Final = frozenset(
    {".git", ".venv", "node_modules", "__pycache__", "data", "build", "dist", ".hypothesis"}
)
"""Folders that hold nothing this project wrote to be read."""

_FENCE: Final = re.compile(
    r"^(?P<mark>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL
)
_HEADING: Final = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """A fenced block of a Markdown file: the words after its mark, and its text."""

    info: str
    body: str


def markdown_files() -> list[Path]:
    """Return all Markdown files of the project."""
    return sorted(path for path in own_files() if path.suffix == ".md")


def own_files() -> Iterator[Path]:
    """Yield the files that were written for this project, without test data and tools' folders."""
    for top, folders, files in os.walk(ROOT):
        folders[:] = [
            each for each in folders if each not in OTHERS and not each.endswith("_cache")
        ]
        yield from (Path(top, name) for name in files)


def fences(path: Path) -> list[Fence]:
    """Return the fenced blocks of a Markdown file."""
    text = path.read_text(encoding="utf-8")
    return [Fence(each["info"].strip(), each["body"]) for each in _FENCE.finditer(text)]


def prose(path: Path) -> str:
    """Return a Markdown file without fenced blocks and comments."""
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    return _COMMENT.sub("", text)


def headings(path: Path) -> list[str]:
    """Return the headings of a Markdown file."""
    return _HEADING.findall(prose(path))


def anchors(path: Path) -> set[str]:
    """Return what a link to a heading of the file may have after its `#`."""
    found: set[str] = set()
    for heading in headings(path):
        plain = anchor(heading)
        number = 0
        while (name := f"{plain}-{number}" if number else plain) in found:
            number += 1
        found.add(name)
    return found


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    kept = (each for each in heading.lower() if each.isalnum() or each in " -_")
    return "".join(kept).replace(" ", "-")


def python_files() -> list[Path]:
    """Return the modules of the package."""
    return sorted(PACKAGE.rglob("*.py"))
