"""`python -m tests.bench growth`: how time and memory of `report` grow with the project.

Each report is read, and its job sent to a server here, by the whole command. An option with an
empty list leaves a series out.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tests.bench import jobs
from tests.bench.measure import Figures, in_turn
from tests.bench.picture import curves
from tests.bench.programs import COVERUP, towards
from tests.bench.project import make
from tests.bench.records import Record, write
from tests.bench.sink import sink

LINEAR: Final = 1.2
"""A figure per file that grows by more than this is flagged."""
FROM: Final = 4
"""MB of the smallest report that growth is counted from: what a start costs is no growth."""
LONG: Final = 10
"""How many times as long the files of the longest reports are."""
LONG_PER_MEGABYTE: Final = 47
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True)
class Series:
    """Reports of one kind, in different sizes.

    Attributes:
        name: What they are.
        report: The report, or the folder of reports, in the project.
        sizes: The default sizes; files, but MB of `megabytes`.
        length: How many times as long as usual the files are.
    """

    name: str
    report: str
    sizes: str
    length: int = 1


@dataclass(frozen=True)
class Point:
    """What one report cost, from start to the server's answer.

    Attributes:
        series: The name of its series.
        files: How many source files it has.
        size: MB of the report.
        cost: Medians.
    """

    series: str
    files: int
    size: float
    cost: Figures


_FILES: Final = "1000,2000,5000,10000,20000,50000"
SERIES: Final = {
    "files": Series("LCOV", "lcov.info", _FILES),
    "cobertura": Series("Cobertura", "cobertura.xml", _FILES),
    "megabytes": Series("LCOV of long files", "lcov.info", "1,10,100,500", LONG),
    "reports": Series("LCOV, each file its own", "parts", "1000"),
    "listings": Series("gcov, each file its own", "gcov", "2000,10000,50000"),
}
"""By the option that has the sizes."""


def main(arguments: Sequence[str]) -> None:
    """Make projects, measure, print a row for each, flag what is worse than linear, draw."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench growth", description=__doc__)
    for option, series in SERIES.items():
        unit = "MB" if option == "megabytes" else "files"
        shown = f"{unit} of {series.name} (%(default)s)"
        parser.add_argument(f"--{option}", default=series.sizes, metavar="SIZES", help=shown)
    parser.add_argument("--jobs", type=int, default=200, help="parallel jobs, 8 at a time (200)")
    parser.add_argument("--runs", type=int, default=3, help="counted runs of each command (3)")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures, for against")
    parser.add_argument("--pictures", metavar="DIR", type=Path, help="draw the curves here")
    options = parser.parse_args(arguments)
    print("| report | files | MB | wall | CPU | peak memory |\n|---|---:|---:|---:|---:|---:|")
    points: list[Point] = []
    for point in _measured(options):
        points.append(point)
        print(_shown(point), flush=True)
    print("", *_growth(points), sep="\n")
    records = [_record(point) for point in points]
    if options.jobs:
        records += jobs.measured(options.jobs)
    if options.json:
        write(options.json, records)
    if options.pictures:
        _draw(points, options.pictures)


def _measured(options: argparse.Namespace) -> Iterator[Point]:
    for option, series in SERIES.items():
        for size in map(int, filter(None, getattr(options, option).split(","))):
            files = size * LONG_PER_MEGABYTE if option == "megabytes" else size
            yield _point(series, files, options.runs)


def _point(series: Series, files: int, runs: int) -> Point:
    with tempfile.TemporaryDirectory() as name, sink() as server:
        folder = Path(name)
        make(folder, files, [series.report], series.length)
        report = folder / series.report
        parts = list(report.iterdir()) if report.is_dir() else [report]
        size = sum(part.stat().st_size for part in parts) / _MEGABYTE
        command = (*COVERUP, "report", series.report)
        (cost,) = in_turn([command], folder, towards(server.url), runs)
        return Point(series.name, files, size, cost)


def _shown(point: Point) -> str:
    cost = point.cost
    figures = f"{cost.wall:.2f} s | {cost.cpu:.2f} s | {cost.peak:.0f} MiB"
    return f"| {point.series} | {point.files:,} | {point.size:.1f} | {figures} |"


def _growth(points: Sequence[Point]) -> Iterator[str]:
    yield f"CPU and memory per file, over the first report of {FROM} MB (above {LINEAR}: flagged)\n"
    yield "| report | files | CPU | memory | |\n|---|---:|---:|---:|---|"
    for series in SERIES.values():
        counted = [each for each in points if each.series == series.name and each.size >= FROM]
        for each in counted[1:]:
            first = counted[0]
            more = each.files / first.files
            time = each.cost.cpu / first.cost.cpu / more
            memory = each.cost.peak / first.cost.peak / more
            flag = "not linear" if max(time, memory) > LINEAR else ""
            yield f"| {series.name} | {each.files:,} | {time:.2f} | {memory:.2f} | {flag} |"


def _record(point: Point) -> Record:
    return Record(f"{point.series}, {point.files:,} files", asdict(point.cost))


def _draw(points: Sequence[Point], folder: Path) -> None:
    for name, unit in (("time", "CPU seconds"), ("memory", "peak memory, MiB")):
        drawn = {
            series: [
                (each.size, each.cost.cpu if name == "time" else each.cost.peak)
                for each in points
                if each.series == series
            ]
            for series in dict.fromkeys(each.series for each in points)
        }
        picture = curves(f"coverup report: {name}", "size of the report, MB", unit, drawn)
        (folder / f"growth-{name}.svg").write_text(picture)
