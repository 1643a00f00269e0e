"""What a helper does: it analyses batches of files until none is left, and then ends."""

import os
import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coverup.formats._coveragepy_analysis import Analyst, Batch
from coverup.formats._coveragepy_board import Board
from coverup.formats._coveragepy_config import Project
from coverup.formats.source import Source


def main(
    *,
    name: str,
    root: str,
    folder: str,
    copies: Sequence[str],
    scratch: str,
    batches: Sequence[dict[str, Any]],
) -> None:
    """Do what was written down in the task; a failure needs no words, since its batch is redone."""
    from coverage import CoverageData

    threading.Thread(target=_end_with_parent, daemon=True).start()
    own = Path(tempfile.mkdtemp(dir=scratch))
    parts = []
    for number, copy in enumerate(copies):
        # Coverage.py opens for writing what it reads, and several processes must not.
        parts.append(CoverageData(shutil.copyfile(copy, own / f"part{number}")))
        parts[-1].read()
    source = Source(Path(name), name, Path(root))
    project = Project(source, Path(folder), own)
    with Analyst(source, project, own, parts) as analyst:
        Board(Path(scratch) / "board").work(analyst, [Batch(**each) for each in batches])


def _end_with_parent() -> None:
    # Not by sys.stdin: at its end, Python would wait for the lock of the buffer.
    while os.read(0, 1):
        pass
    os._exit(1)
