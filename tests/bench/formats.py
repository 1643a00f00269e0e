"""`python -m tests.bench formats`: time and memory of every format, and how they grow with size."""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import devnull
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.measure import measure
from tests.bench.programs import COVERUP, environment, figures_of
from tests.bench.records import Record, write
from tests.bench.workloads import WORKLOADS, write_sources

MEGABYTE: Final = 1_000_000
LINEAR: Final = 1.3
"""A figure per MB that grows by more than this is flagged."""


@dataclass(frozen=True)
class Cost:
    """What a report of one size cost.

    Attributes:
        seconds: CPU time per MB of report.
        peak: MiB of memory above the bare process, in all.
    """

    seconds: float
    peak: float


@dataclass(frozen=True)
class Row:
    """What one report cost.

    Attributes:
        format: The name of its format.
        size: Its size in MB.
        files: How many source files it tells of.
        read: What its reader cost.
        report: What the whole of `coverup report --dry-run` cost, if that was measured.
    """

    format: str
    size: float
    files: int
    read: Cost
    report: Cost | None


def main(arguments: Sequence[str]) -> None:
    """Make the reports, measure, print a row for each and the growth."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench formats", description=__doc__)
    parser.add_argument("--format", choices=WORKLOADS, action="append", help="repeat for several")
    parser.add_argument("--sizes", default="1,10,100", help="MB of the reports")
    parser.add_argument("--read-only", action="store_true", help="leave out the whole command")
    parser.add_argument(
        "--limit",
        type=float,
        default=120,
        help="leave out sizes that may take more seconds to read",
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures, for against")
    options = parser.parse_args(arguments)
    sizes = [int(size) for size in options.sizes.split(",")]
    rows: list[Row] = []
    print(f"{'format':<18}{'MB':>6}{'files':>8}{'read':>24}{'report --dry-run':>24}")
    for name in options.format or WORKLOADS:
        for row in _measured(name, sizes, options.limit, whole=not options.read_only):
            rows.append(row)
            print(_shown(row), flush=True)
    print("", *_table(rows), sep="\n")
    if options.json:
        write(options.json, [record for row in rows for record in _records(row)])


def _measured(name: str, sizes: Sequence[int], limit: float, *, whole: bool) -> Iterator[Row]:
    per_megabyte = 0.0
    for size in sizes:
        if size * per_megabyte > limit:
            return
        with tempfile.TemporaryDirectory() as folder:
            row = _measure(name, Path(folder), size, whole=whole)
        per_megabyte = row.read.seconds
        yield row


def _measure(name: str, folder: Path, size: int, *, whole: bool) -> Row:
    report = figures_of("tests.bench.workloads", name, folder, str(size * MEGABYTE))
    megabytes = report["size"] / MEGABYTE
    # Short runs are repeated: in them, a slow moment of the machine counts for more.
    runs = range(max(1, min(3, 20 // size)))
    path = folder / WORKLOADS[name].file_name
    read = [figures_of("tests.bench.reading", name, path) for _ in runs]
    files = int(read[0]["files"])
    seconds = median(each["seconds"] for each in read)
    cost = Cost(seconds / megabytes, median(each["peak"] for each in read))
    return Row(
        name, megabytes, files, cost, _whole(name, folder, files, megabytes) if whole else None
    )


def _whole(name: str, folder: Path, files: int, megabytes: float) -> Cost:
    """Measure the whole command, for which the sources have to be there."""
    workload, env = WORKLOADS[name], environment()
    if not workload.has_sources:
        write_sources(folder, workload.pattern, files)
    bare = measure([*COVERUP, "--version"], folder, env)
    command = [*COVERUP, "report", "--dry-run", "-o", devnull, workload.file_name]
    figures = measure(command, folder, env)
    return Cost((figures.cpu - bare.cpu) / megabytes, figures.peak - bare.peak)


def _records(row: Row) -> Iterator[Record]:
    """Yield what both costs are called in a file of records."""
    for stage, cost in (("read", row.read), ("report --dry-run", row.report)):
        if cost:
            figures = {"cpu": cost.seconds, "peak": cost.peak}
            yield Record(f"{row.format}, {row.size:.0f} MB: {stage}", figures)


def _shown(row: Row) -> str:
    costs = "".join(
        f"{cost.seconds:>12.3f} s/MB{cost.peak:>7.0f} MiB" if cost else ""
        for cost in (row.read, row.report)
    )
    return f"{row.format:<18}{row.size:>6.0f}{row.files:>8}{costs}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the table of the documentation: growth is that of the last size over the first."""
    sizes = sorted({round(row.size) for row in rows})
    middle = sizes[len(sizes) // 2]
    yield (
        f"| format | read, s/MB | growth | memory at {sizes[0]} MB | at {sizes[-1]} MB "
        f"| whole command at {middle} MB, s/MB | memory |\n|---|---|---|---|---|---|---|"
    )
    for name in dict.fromkeys(row.format for row in rows):
        of = {round(row.size): row for row in rows if row.format == name}
        first, last = of[min(of)], of[max(of)]
        shown = of.get(middle, last)
        whole = shown.report
        cells = (
            name,
            f"{shown.read.seconds:.3f}",
            _growth(first, last),
            f"{first.read.peak:.0f} MiB",
            f"{last.read.peak:.0f} MiB" if max(of) == sizes[-1] else "",
            *((f"{whole.seconds:.3f}", f"{whole.peak:.0f} MiB") if whole else ("", "")),
        )
        yield f"| {' | '.join(cells)} |"


def _growth(first: Row, last: Row) -> str:
    if last.size <= first.size:
        return ""
    time = last.read.seconds / first.read.seconds
    memory = (last.read.peak / last.size) / (first.read.peak / first.size)
    return f"{time:.2f}" + (", not linear" if max(time, memory) > LINEAR else "")
