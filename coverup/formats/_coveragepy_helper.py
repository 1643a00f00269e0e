"""What a helper does: it analyses batches of files until none is left, and then ends."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coverup.formats._coveragepy_analysis import Analyst, Batch
from coverup.formats._coveragepy_board import FindingsBoard
from coverup.formats._coveragepy_config import Project
from coverup.formats.source import Source


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
        FindingsBoard(Path(scratch) / "board").work(analyst, dealt)
