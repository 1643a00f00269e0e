"""Parallel jobs of one build: what each costs alone, and what with others at the same time."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Final

from tests.bench.measure import Figures, measure, medians
from tests.bench.programs import COVERUP, towards
from tests.bench.project import make
from tests.bench.records import Record
from tests.bench.sink import Sink, sink

AT_ONCE: Final = 8
FILES: Final = 50
"""Files that each job tells of."""
ALONE: Final = 10
"""At most so many jobs run one after the other, to compare with."""
_JOB: Final = (*COVERUP, "report", "--parallel", "--build-number", "1", "lcov.info")
_DONE: Final = (*COVERUP, "done", "--build-number", "1")


def measured(jobs: int) -> list[Record]:
    """Run so many jobs, AT_ONCE at a time, print what each costs, and return it.

    Raises:
        RuntimeError: Not every job has arrived.
    """
    print("\n| jobs | at once | wall, all | wall of one | CPU of one | memory of one |")
    print("|---:|---:|---:|---:|---:|---:|")
    records = []
    with tempfile.TemporaryDirectory() as name, sink() as server:
        folder, env = Path(name), towards(server.url)
        make(folder, FILES, ["lcov.info"])
        numbers = count(1)
        alone = min(ALONE, jobs)
        for many, at_once in ((alone, 1), (jobs, AT_ONCE)):
            start = time.perf_counter()
            one = medians(list(_run(many, at_once, numbers, folder, env)))
            wall = time.perf_counter() - start
            figures = f"{one.wall:.2f} s | {one.cpu:.2f} s | {one.peak:.0f} MiB"
            print(f"| {many} | {at_once} | {wall:.1f} s | {figures} |", flush=True)
            values = {"wall": wall / many, "cpu": one.cpu, "peak": one.peak}
            records.append(Record(f"{many} parallel jobs, {at_once} at once: each", values))
        measure(_DONE, folder, env)
        _check(server, alone + jobs)
    return records


def _run(
    many: int, at_once: int, numbers: Iterator[int], folder: Path, env: Mapping[str, str]
) -> Iterator[Figures]:
    commands: Sequence[Sequence[str]] = [
        (*_JOB, "--service-job-id", str(next(numbers))) for _ in range(many)
    ]
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(lambda command: measure(command, folder, env), commands)


def _check(server: Sink, jobs: int) -> None:
    arrived = sum(path.endswith("/jobs") for path in server.paths)
    if arrived != jobs:
        raise RuntimeError(f"{arrived} of {jobs} jobs have arrived")
