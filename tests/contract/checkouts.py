"""The corpus as CI services have it: a checkout under git, and the job that is made in it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final, TypeAlias

from coverup.http import Http
from coverup.pipeline.identity import Run
from coverup.pipeline.inputs import Wanted
from coverup.pipeline.listener import Silence
from coverup.pipeline.report import Outcome, report

CORPUS: Final = Path(__file__).parents[1] / "data/corpus"

Job: TypeAlias = dict[str, dict[str, Any]]
"""The job's files by name."""


def expected_of(folder: Path) -> dict[str, Any]:
    """Return what is known of a folder of the corpus from another source than its reports."""
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return expected


def checked_out(folder: Path, place: Path) -> Path:
    """Make a git repository of a folder of the corpus, with its reports, and return its place."""
    shutil.copytree(folder / "repo", place)
    for command in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", *command], cwd=place, check=True)
    return place


def job_of(top: Path, reports: tuple[str, ...]) -> Job:
    """Return what `coverup report` would send of these reports."""
    outcome = Outcome()
    run = Run(env={}, top=top, options={}, now="2026-01-01T00:00:00Z")
    report(run, Wanted(reports=reports), Http(), Silence(), outcome, dry_run=True)
    return {each["name"]: each for each in json.loads(outcome.document)["source_files"]}


def branches_by_line(file: dict[str, Any]) -> dict[str, list[int]]:
    """Return (total, taken) branches of each line of a job's file that has any."""
    counted: dict[str, list[int]] = {}
    for line, _, _, hits in zip(*[iter(file.get("branches", []))] * 4, strict=True):
        counts = counted.setdefault(str(line), [0, 0])
        counts[0] += 1
        counts[1] += bool(hits)
    return dict(sorted(counted.items(), key=lambda each: int(each[0])))
