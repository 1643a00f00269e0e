"""`python -m tests.bench growth`: how time and memory of `report` grow with the project."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tests.bench.measure import Figures, measure, medians, sink
from tests.bench.peers import COVERUP, environment
from tests.bench.picture import curves

REPORTS: Final = {"LCOV": "lcov.info", "Cobertura": "cobertura.xml"}
LINEAR: Final = 1.2
"""A figure per file that grows by more than this is flagged."""
MANY: Final = 1_000
"""Reports in one call, each of one file."""
LISTINGS: Final = 50_000
"""Listings of gcov in one folder."""
_SHAPE: Final = ("6", "53")
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True)
class Point:
    """What one report cost, from start to the server's answer.

    Attributes:
        report: Which report.
        files: How many source files it has.
        size: MB of the report.
        cost: Medians.
    """

    report: str
    files: int
    size: float
    cost: Figures


def main(arguments: Sequence[str]) -> None:
    """Make projects, measure, print a row for each, flag what is worse than linear, draw."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench growth", description=__doc__)
    parser.add_argument("--files", default="1000,2000,5000,10000,20000,50000", help="sizes")
    parser.add_argument("--runs", type=int, default=3, help="runs of each command")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures here")
    parser.add_argument("--pictures", metavar="DIR", type=Path, help="draw the curves here")
    options = parser.parse_args(arguments)
    points: list[Point] = []
    print("| report | files | MB | wall | CPU | peak memory |\n|---|---:|---:|---:|---:|---:|")
    with sink() as url:
        for files in map(int, options.files.split(",")):
            for point in _measured(files, options.runs, url):
                points.append(point)
                print(_shown(point), flush=True)
    print("\n".join(_growth(points)))
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in points], indent=2) + "\n")
    if options.pictures:
        _draw(points, options.pictures)


def make(folder: Path, files: int) -> None:
    """Make a project in another process: this one's memory would count as the command's."""
    command = [sys.executable, "-m", "tests.bench.project", str(folder), str(files), *_SHAPE]
    subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL)


def _measured(files: int, runs: int, url: str) -> Iterator[Point]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, files)
        for report, file in REPORTS.items():
            size = (folder / file).stat().st_size / _MEGABYTE
            yield Point(report, files, size, _cost(folder, [file], runs, url))
        if files == MANY:
            parts = _divided(folder)
            size = (folder / "lcov.info").stat().st_size / _MEGABYTE
            yield Point(f"LCOV in {MANY:,} reports", files, size, _cost(folder, parts, runs, url))
            shutil.rmtree(folder / "parts")
        if files == LISTINGS:
            size = _listed(folder) / _MEGABYTE
            yield Point(f"{LISTINGS:,} listings", files, size, _cost(folder, ["gcov"], 1, url))


def _cost(folder: Path, reports: Sequence[str], runs: int, url: str) -> Figures:
    command = [*COVERUP, "report", *reports]
    env = {**environment(), "COVERALLS_ENDPOINT": url}
    return medians([measure(command, folder, env) for _ in range(runs)])


def _divided(folder: Path) -> list[str]:
    """Write each section of the LCOV report as a report of its own."""
    (folder / "parts").mkdir()
    sections = (folder / "lcov.info").read_text().split("end_of_record\n")[:-1]
    names = [f"parts/{number}.info" for number in range(len(sections))]
    for name, section in zip(names, sections, strict=True):
        (folder / name).write_text(f"{section}end_of_record\n")
    return names


def _listed(folder: Path) -> int:
    """Write what gcov would write of each source into a folder, and return its size."""
    (folder / "gcov").mkdir()
    size = 0
    for number, source in enumerate(sorted(folder.glob("src/*/*.py"))):
        listing = f"        -:    0:Source:{source.relative_to(folder)}\n"
        for line, text in enumerate(source.read_text().splitlines(), 1):
            listing += f"{line % 3 or '#####':>9}:{line:>5}:{text}\n"
        size += (folder / f"gcov/{number}.gcov").write_text(listing)
    return size


def _shown(point: Point) -> str:
    cost = point.cost
    figures = f"{cost.wall:.2f} s | {cost.cpu:.2f} s | {cost.peak:.0f} MiB"
    return f"| {point.report} | {point.files:,} | {point.size:.1f} | {figures} |"


def _growth(points: Sequence[Point]) -> Iterator[str]:
    yield f"\nper file, each size over the one of 2,000 files or more (above {LINEAR}: not linear)"
    for report in REPORTS:
        first, *rest = [each for each in points if each.report == report and each.files >= 2 * MANY]
        for each in rest:
            more = each.files / first.files
            time = each.cost.cpu / first.cost.cpu / more
            memory = each.cost.peak / first.cost.peak / more
            flag = "  <-- not linear" if max(time, memory) > LINEAR else ""
            yield f"{report:<10} {each.files:>7,} files: time {time:.2f}, memory {memory:.2f}{flag}"


def _draw(points: Sequence[Point], folder: Path) -> None:
    for name, unit in (("time", "CPU seconds"), ("memory", "peak memory, MiB")):
        series = {
            report: [
                (each.size, each.cost.cpu if name == "time" else each.cost.peak)
                for each in points
                if each.report == report
            ]
            for report in REPORTS
        }
        title = f"coverup report, 1,000 to {max(each.files for each in points):,} files: {name}"
        picture = curves(title, "size of the report, MB", unit, series)
        (folder / f"growth-{name}.svg").write_text(picture)
