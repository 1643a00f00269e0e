"""What a helper does: it analyses batches of files until none is left, and then ends."""

import os
import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coverup.formats._coveragepy_analysis import Analyst, Batch
from coverup.formats._coveragepy_board import Board
from coverup.formats._coveragepy_config import Project
from coverup.formats.source import Source


def main(lifeline: int, arguments: Mapping[str, Any]) -> None:
    """Do what the arguments of `work` say, and end at once when the other end is closed.

    Args:
        lifeline: A file to which nobody writes, but which the process that waits has opened.
        arguments: Those of `work`. A failure needs no words, since its batch is redone.
    """
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    work(**arguments)


def work(
    *,
    name: str,
    root: str,
    folder: str,
    copies: Sequence[str],
    scratch: str,
    batches: Sequence[Mapping[str, Any]],
) -> None:
    """Analyse the batches of a measurement that nobody has taken yet."""
    from coverage import CoverageData

    own = Path(tempfile.mkdtemp(dir=scratch))
    parts = []
    for number, copy in enumerate(copies):
        # Coverage.py opens for writing what it reads, and several processes must not.
        parts.append(CoverageData(shutil.copyfile(copy, own / f"part{number}")))
        parts[-1].read()
    source = Source(Path(name), name, Path(root))
    project = Project(source, Path(folder), own)
    dealt = [Batch(**each) for each in batches]
    with Analyst(source, project, own, parts, dealt) as analyst:
        Board(Path(scratch) / "board").work(analyst, dealt)


def _end_with(lifeline: int) -> None:
    # Not by sys.stdin: at its end, Python would wait for the lock of the buffer.
    while os.read(lifeline, 1):
        pass
    os._exit(1)
