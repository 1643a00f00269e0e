"""Makes synthetic projects."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.programs import environment
from tests.bench.project.files import files
from tests.bench.project.reports import REPORTS
from tests.bench.project.runs import SETTINGS, run_all


def generate(folder: Path, count: int, reports: Sequence[str], length: int = 1) -> None:
    """Make a project in an empty folder, as a git repository that does not track its reports.

    Args:
        folder: Where.
        count: How many files.
        reports: Which of REPORTS.
        length: How many times as long as usual each file is; usual are 137 relevant lines with
            60 branches in the mean.
    """
    sample = folder / ".sample"
    sample.mkdir()
    modules = run_all(sample, length)
    shutil.rmtree(sample)
    for file in files(modules, count):
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text)
    (folder / ".coveragerc").write_text(SETTINGS)
    for report in reports:
        REPORTS[report](folder / report, files(modules, count))
    (folder / ".gitignore").write_text("".join(f"/{report}\n" for report in REPORTS))
    commit(folder)


def make(folder: Path, count: int, reports: Sequence[str], length: int = 1) -> None:
    """Make a project in another process, which takes its memory with it."""
    command = [sys.executable, "-m", "tests.bench.project", str(folder), str(count), str(length)]
    subprocess.run([*command, *reports], env=environment(), check=True, stdout=subprocess.DEVNULL)


def commit(folder: Path) -> None:
    """Put all that is there into the first commit of a new repository."""
    identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "Synthetic"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
