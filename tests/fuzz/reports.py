"""The real reports below tests/data by format, in a copy that may be written to."""

import shutil
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from coverup import formats
from coverup.errors import InvalidReportError
from coverup.formats._base import Format
from coverup.formats.source import Source

DATA: Final = Path(__file__).parents[1] / "data"
GCOV_INTERMEDIATE: Final = """\
version:8.3.0
file:src/main.c
function:3,5,2,main
lcount:3,2,1
branch:3,taken
branch:3,nottaken
lcount:4,0,0
lcount:5,7,1
branch:5,notexec
file:src/util.h
function:1,2,9,twice
lcount:1,9,0
lcount:2,18,0
"""
"""No compiler at hand writes it any more; this is after the manual of GCC 8."""


@dataclass(frozen=True)
class Report:
    """A report that some tool wrote, in the project it was written for.

    Attributes:
        form: Its format.
        path: Where it is.
        root: The repository's root.
        content: Its bytes.
    """

    form: Format
    path: Path
    root: Path
    content: bytes

    @cached_property
    def _sources(self) -> dict[str, Path]:
        return {path.name: path for path in self.root.rglob("*") if path.is_file()}

    def locate(self, path: str) -> Path | None:
        """Return the file of the project that has the name of a path; which one matters little."""
        return self._sources.get(path.replace("\\", "/").rpartition("/")[2])

    def source(self, path: Path | None = None) -> Source:
        """Return the report, or what is at another path, as the command would look at it."""
        path = path or self.path
        return Source(path, path.name, self.root, locate=self.locate)


def copied(folder: Path) -> dict[str, list[Report]]:
    """Copy tests/data to a folder, and return the reports in the copy by their format's name."""
    data = folder / "data"
    shutil.copytree(DATA, data)
    (data / "gcov").mkdir(exist_ok=True)
    (data / "gcov" / "intermediate.gcov").write_text(GCOV_INTERMEDIATE)
    found: defaultdict[str, list[Report]] = defaultdict(list)
    for path in sorted(path for path in data.rglob("*") if path.is_file()):
        root = _root_of(path, data)
        try:
            form = formats.identify(Source(path, path.name, root))
        except InvalidReportError:
            continue
        found[form.NAME].append(Report(form, path, root, path.read_bytes()))
    return found


def _root_of(path: Path, data: Path) -> Path:
    """Return the repository of a report: a project of the corpus, or a folder of samples."""
    first, *rest = path.relative_to(data).parts
    if first == "corpus":
        return data / first / rest[0] / "repo"
    return data / first
