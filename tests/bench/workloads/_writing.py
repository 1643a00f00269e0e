"""How a report is put together from the texts of its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final, Protocol

from tests.bench.workloads.run import KINDS, PER_FOLDER, MeasuredFile, source_text

FOLDER: Final = "@FOLDER@"
NUMBER: Final = "@NUMBER@"


class Workload(Protocol):
    """Makes reports of one format."""

    @property
    def pattern(self) -> str:
        """What the files of the run are called; `filled` gives the name of each."""

    @property
    def file_name(self) -> str:
        """The file name of the report."""

    @property
    def has_sources(self) -> bool:
        """Whether the sources are written with the report, since reading needs them."""

    def write(self, folder: Path, size: int) -> Path:
        """Write a report of at least `size` bytes, and what belongs to it, and return its path."""


def filled(text: str, number: int) -> str:
    """Fill in the number of a file, and that of its folder."""
    return text.replace(FOLDER, f"{number // PER_FOLDER:04}").replace(NUMBER, f"{number:06}")


@dataclass(frozen=True, kw_only=True)
class Text:
    """A report that is a text for each file, one after the other.

    Attributes:
        file_name: The file name of the report.
        entry: Returns the text of one file.
        pattern: What the files are called.
        head: What stands before all files.
        tail: What stands after them.
        group: What stands before and after the files of each folder.
        between: What stands between files, and between folders.
        beside: Other files that reading needs, by their names.
        has_sources: Whether the sources are written, too.
    """

    file_name: str
    entry: Callable[[MeasuredFile], str]
    pattern: str = f"src/pkg{FOLDER}/module_{NUMBER}.py"
    head: str = ""
    tail: str = ""
    group: tuple[str, str] = ("", "")
    between: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    has_sources: bool = False

    def write(self, folder: Path, size: int) -> Path:
        """Write a report of at least `size` bytes, and what belongs to it, and return its path."""
        for name, text in self.beside.items():
            (folder / name).write_text(text)
        entries = [self.entry(MeasuredFile(self.pattern, kind)) for kind in range(KINDS)]
        path = folder / self.file_name
        with path.open("wb") as report:
            written = report.write(self.head.encode())
            for number in count():
                text = self._before(number) + filled(entries[number % KINDS], number)
                written += report.write(text.encode())
                if written >= size:
                    break
            report.write((self.group[1] + self.tail).encode())
        return path

    def _before(self, number: int) -> str:
        if number % PER_FOLDER:
            return self.between
        opening = filled(self.group[0], number)
        return self.group[1] + self.between + opening if number else opening


def write_sources(folder: Path, pattern: str, files: int) -> None:
    """Write the sources of the first files; those of one folder are links to one file."""
    text = source_text()
    for number in range(files):
        path = folder / filled(pattern, number)
        if number % PER_FOLDER:
            path.hardlink_to(folder / filled(pattern, number - number % PER_FOLDER))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
