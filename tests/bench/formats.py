"""`python -m tests.bench formats`: time and memory of every format, and how they grow with size."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from os import devnull
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.measure import measure
from tests.bench.peers import COVERUP, environment
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
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures here, too")
    options = parser.parse_args(arguments)
    sizes = [int(size) for size in options.sizes.split(",")]
    rows: list[Row] = []
    print(f"{'format':<18}{'MB':>6}{'files':>8}{'read':>24}{'report --dry-run':>24}")
    for name in options.format or WORKLOADS:
        for row in _measured(name, sizes, options.limit, whole=not options.read_only):
            rows.append(row)
            print(_shown(row), flush=True)
    _print_growth(rows)
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")


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
    env = environment()
    report = _in_a_process(env, "tests.bench.workloads", name, str(folder), str(size * MEGABYTE))
    megabytes = report["size"] / MEGABYTE
    # Short runs are repeated: in them, a slow moment of the machine counts for more.
    runs = range(max(1, min(3, 20 // size)))
    path = str(folder / WORKLOADS[name].file_name)
    read = [_in_a_process(env, "tests.bench.reading", name, path) for _ in runs]
    files = int(read[0]["files"])
    seconds = median(each["seconds"] for each in read)
    cost = Cost(seconds / megabytes, median(each["peak"] for each in read))
    return Row(
        name,
        megabytes,
        files,
        cost,
        _whole(name, folder, env, files, megabytes) if whole else None,
    )


def _whole(name: str, folder: Path, env: Mapping[str, str], files: int, megabytes: float) -> Cost:
    """Measure the whole command, for which the sources have to be there."""
    workload = WORKLOADS[name]
    if not workload.has_sources:
        write_sources(folder, workload.pattern, files)
    bare = measure([*COVERUP, "--version"], folder, env)
    command = [*COVERUP, "report", "--dry-run", "-o", devnull, workload.file_name]
    figures = measure(command, folder, env)
    return Cost((figures.cpu - bare.cpu) / megabytes, figures.peak - bare.peak)


def _in_a_process(env: Mapping[str, str], module: str, *words: str) -> dict[str, float]:
    """Run a module that prints figures; a new process, so that no memory is left of another."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _shown(row: Row) -> str:
    costs = "".join(
        f"{cost.seconds:>12.3f} s/MB{cost.peak:>7.0f} MiB" if cost else ""
        for cost in (row.read, row.report)
    )
    return f"{row.format:<18}{row.size:>6.0f}{row.files:>8}{costs}"


def _print_growth(rows: Sequence[Row]) -> None:
    print("\nper MB, largest report over smallest (reading; above 1.3 it is worse than linear)")
    for name in dict.fromkeys(row.format for row in rows):
        first, *_, last = [row for row in rows if row.format == name] * 2
        if last.size <= first.size:
            continue
        time = last.read.seconds / first.read.seconds
        memory = (last.read.peak / last.size) / (first.read.peak / first.size)
        flag = "  <-- not linear" if max(time, memory) > LINEAR else ""
        print(f"{name:<18} time {time:>5.2f}   memory {memory:>5.2f}{flag}")
