"""Figures in a file, so that they can be compared with those of another commit."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.programs import ROOT

Values = Mapping[str, float]
"""By what is measured: `wall` and `cpu` in seconds, `peak` in MiB, or others."""


@dataclass(frozen=True)
class Record:
    """What one piece of work cost.

    Attributes:
        name: What was done; unique in a file.
        ours: What it cost coverup.
        theirs: What it cost the peer that ran in turn with it.
    """

    name: str
    ours: Values
    theirs: Values | None = None


def write(path: Path, records: Sequence[Record]) -> None:
    """Write records, and which commit they are of."""
    text = json.dumps(
        {"commit": _commit(), "records": [asdict(each) for each in records]}, indent=2
    )
    path.write_text(f"{text}\n", encoding="utf-8")


def read(path: Path) -> dict[str, Record]:
    """Read records, by their names."""
    records = [Record(**each) for each in json.loads(path.read_text(encoding="utf-8"))["records"]]
    return {each.name: each for each in records}


def _commit() -> str:
    """Return the commit that is measured; with `-dirty` if files were changed since."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"
