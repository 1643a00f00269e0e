"""The analysis by several processes: coverage.py's parser takes nearly all of the time.

This process works, too: without any helper it would do everything.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._coveragepy_analysis import Analyst, Batch, Findings
from coverup.formats._coveragepy_board import FindingsBoard
from coverup.formats._helpers import can_fork, helpers, spare_processors
from coverup.formats.source import Source

WORTH_A_FORK: Final = 60_000
"""Bytes of source files that are worth one more process, if it is a copy of this one."""
WORTH_IT: Final = 300_000
"""Bytes that are worth a new process, which starts in a third of their time."""
MOST: Final = 7
PAUSE: Final = 0.002
"""Seconds between looks at the board, while the helpers end their last batches."""


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

    def keywords(self, batches: Sequence[Batch]) -> dict[str, object]:
        """Return those of the helper's `work`."""
        return {
            "name": self.source.name,
            "root": str(self.source.root),
            "folder": str(self.folder),
            "copies": [str(copy) for copy in self.copies],
            "scratch": str(self.scratch),
            "batches": [asdict(batch) for batch in batches],
        }


def worthwhile(batches: Sequence[Batch]) -> int:
    """Return how many further processes pay for their start."""
    try:
        size = sum(Path(path).stat().st_size for batch in batches for path in batch.files)
    except OSError:
        return 0  # The analysis will tell.
    return min(size // (WORTH_A_FORK if can_fork() else WORTH_IT), spare_processors(), MOST)


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
    from coverup.formats._coveragepy_helper import work

    board = FindingsBoard(task.scratch / "board")
    board.folder.mkdir()
    with helpers(count, work, task.keywords(batches), task.scratch) as is_any_working:
        # The first fault in order is raised below; on a full disk, nobody puts anything there.
        with suppress(InvalidReportError, OSError):
            board.work(analyst, batches)
        _wait(board, len(batches), is_any_working)
    for number, batch in enumerate(batches):
        # A helper that failed, for whatever reason, has left the batch to this process.
        yield board.findings(number) or analyst.findings(batch)


def _wait(board: FindingsBoard, count: int, is_any_working: Callable[[], bool]) -> None:
    """Wait for what helpers find, but not for their end, which takes them a while longer."""
    while not board.is_complete(count) and is_any_working():
        time.sleep(PAUSE)
