"""What a dry run and doctor say of the files of a report."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.cli.conftest import Command, Ran


def report(coverup: Command, *words: str) -> tuple[Ran, list[str]]:
    """Run a dry run; return what it printed, and the names in the job, if it made one."""
    job = Path("job.json").resolve()
    job.unlink(missing_ok=True)
    ran = coverup("report", "--dry-run", "-o", job, *words)
    files = json.loads(job.read_bytes())["source_files"] if job.exists() else []
    return ran, [each["name"] for each in files]


def doctor(coverup: Command, *words: str) -> Mapping[str, Any]:
    """Return what doctor says of the first report."""
    found: Mapping[str, Any] = json.loads(coverup("doctor", "--json", *words).out)["reports"][0]
    return found
