"""The analysis by several processes: coverage.py's parser takes nearly all of the time.

Helpers are started as programs of their own, never forked: a `CoverageData` that finds itself in a
forked process empties its file, and locks that other threads hold would be copied as held. They do
not depend on the main module of this process either, and need no semaphores, as `multiprocessing`
does. This process works, too: without any helper it would do everything.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coverup.errors import InvalidReportError
from coverup.formats._coveragepy_analysis import Analyst, Batch, Findings
from coverup.formats._coveragepy_board import Board
from coverup.formats.source import Source

if TYPE_CHECKING:
    import subprocess

WORTH_IT: Final = 300_000
"""Bytes of source files that are worth one more process, which starts in a third of their time."""
MOST: Final = 7

_PROGRAM: Final = """\
import json, sys
with open(sys.argv[1], encoding="ascii") as file:
    task = json.load(file)
sys.path[:] = task.pop("path")
from coverup.formats._coveragepy_helper import main
main(**task)
"""


@dataclass(frozen=True, slots=True)
class Task:
    """What a helper must know to do the same as this process.

    Attributes:
        source: The report.
        folder: Where the first part lies, from which the configuration is looked up.
        copies: Copies of all parts.
        scratch: A folder for the board and what helpers need.
    """

    source: Source
    folder: Path
    copies: Sequence[Path]
    scratch: Path


def helpers(batches: Sequence[Batch]) -> int:
    """Return how many further processes pay for their start."""
    if not sys.executable or getattr(sys, "frozen", False):
        return 0  # There is no Python that could be started, only the program as a whole.
    try:
        size = sum(Path(path).stat().st_size for batch in batches for path in batch.files)
    except OSError:
        return 0  # The analysis will tell.
    return min(size // WORTH_IT, _processors() - 1, MOST)


def findings(
    analyst: Analyst, batches: Sequence[Batch], task: Task, count: int
) -> Iterator[Findings]:
    """Yield what is found in each batch, in their order, by `count` helpers and this process.

    Raises:
        InvalidReportError: The data is damaged or contradicts itself or the sources.
    """
    if not count:
        yield from map(analyst.findings, batches)
        return
    board = Board(task.scratch / "board")
    board.folder.mkdir()
    with _started(_write(task, batches), count) as processes:
        with suppress(InvalidReportError):  # The first one in order is raised below.
            board.work(analyst, batches)
        if not board.is_complete(len(batches)):
            for process in processes:
                process.wait()
    for number, batch in enumerate(batches):
        # A helper that failed, for whatever reason, has left the batch to this process.
        yield board.get(number) or analyst.findings(batch)


def _write(task: Task, batches: Sequence[Batch]) -> Path:
    """Write the arguments of the helper's `main`, and the places of modules, to a file."""
    path = task.scratch / "task.json"
    arguments = {
        "path": sys.path,
        "name": task.source.name,
        "root": str(task.source.root),
        "folder": str(task.folder),
        "copies": [str(copy) for copy in task.copies],
        "scratch": str(task.scratch),
        "batches": [asdict(batch) for batch in batches],
    }
    path.write_text(json.dumps(arguments), encoding="ascii")
    return path


@contextmanager
def _started(task: Path, count: int) -> "Iterator[list[subprocess.Popen[bytes]]]":
    """Start helpers; at the end, none is left. They end by themselves, too, if this process does.

    What they print would be printed by this process, too: plugins, and Python on Ctrl-C.
    """
    import subprocess

    # Without -P, a json.py of the current folder would take the place of Python's.
    command = [sys.executable, "-P", "-c", _PROGRAM, str(task)]
    with ExitStack() as stack:
        processes = []
        for _ in range(count):
            with suppress(OSError):
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,  # Its end tells the helper that nobody waits any more.
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                stack.enter_context(process)
                stack.callback(process.kill)
                processes.append(process)
        yield processes


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Only some systems bind processes to processors.
        return os.cpu_count() or 1
