"""Data files of coverage.py of invented runs, and what coverage.py's own reports say of them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from coverage import CoverageData

from coverup.formats._coveragepy_config import Project
from coverup.formats._coveragepy_data import close
from coverup.formats._coveragepy_report import Reporter
from coverup.formats.source import Source

BRANCHING = "for x in [1, 2]:\n    if x:\n        continue\n    y = 1\n"


@contextmanager
def data_at(path: Path) -> Iterator[CoverageData]:
    """Open a data file to add to it."""
    data = CoverageData(str(path))
    try:
        data.read()
        yield data
    finally:
        close(data)


def write_data(path: Path, files: list[Path], random: Random, *, has_branches: bool) -> None:
    """Write what could have been executed, and some of what could not."""
    with data_at(path) as data:
        for file in files:
            count = file.read_bytes().count(b"\n") + 2
            lines = [random.randrange(1, count) for _ in range(count)]
            if has_branches:
                data.add_arcs({str(file): [(line, line + random.randint(1, 3)) for line in lines]})
            else:
                data.add_lines({str(file): lines})


@contextmanager
def reporting(files: list[Path], folder: Path, *, has_branches: bool) -> Iterator[Reporter]:
    write_data(folder / "data", files, Random(7), has_branches=has_branches)
    coverage = Project(Source(folder, "data", folder), folder, folder).coverage()
    with data_at(folder / "data") as data, ExitStack() as stack:
        stack.callback(close, coverage.get_data())
        coverage.get_data().update(data)
        yield Reporter(coverage, folder)
