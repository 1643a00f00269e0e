"""One run of coverage.py as data, XML, LCOV and JSON: the same lines, hits and branches."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from coverup.cli import run

EXAMPLE = Path(__file__).parents[2] / "examples/python"
PAGE = Path(__file__).parents[2] / "docs/explanation/counting.md"
WRITTEN = {
    ".coverage": [],
    "coverage.xml": ["xml", "-q"],
    "coverage.lcov": ["lcov", "-q"],
    "coverage.json": ["json", "-q"],
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project after a fresh run of its tests under coverage.py."""
    folder = tmp_path_factory.mktemp("run") / "project"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("coverage.xml", "__pycache__"))
    for words in (["run", "-m", "pytest", "-q", "-p", "no:cacheprovider"], *WRITTEN.values()):
        if words:
            subprocess.run([sys.executable, "-m", "coverage", *words], cwd=folder, check=True)
    return folder


def _job(folder: Path, report: str, output: Path) -> dict[str, Any]:
    assert run(["report", str(folder / report), "--dry-run", "-q", "-o", str(output)]) == 0
    return {file["name"]: file for file in json.loads(output.read_bytes())["source_files"]}


@pytest.mark.parametrize("report", WRITTEN)
def test_every_form_of_a_run_gives_what_coverage_json_says(
    measured: Path, report: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(measured)
    job = _job(measured, report, tmp_path / "job.json")
    truth = json.loads((measured / "coverage.json").read_bytes())["files"]
    assert set(job) == set(truth)
    for name, file in truth.items():
        lines = {n: hits for n, hits in enumerate(job[name]["coverage"], 1) if hits is not None}
        assert lines == dict.fromkeys(sorted(file["missing_lines"]), 0) | dict.fromkeys(
            file["executed_lines"], 1
        )
        flat = job[name].get("branches", [])
        branches = list(zip(*[iter(flat)] * 4, strict=True))
        taken = sorted(line for line, _, _, hits in branches if hits)
        missed = sorted(line for line, _, _, hits in branches if not hits)
        assert taken == sorted(line for line, _ in file["executed_branches"])
        assert missed == sorted(line for line, _ in file["missing_branches"])


def test_the_page_tells_the_numbers(
    measured: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(measured)
    job = _job(measured, ".coverage", tmp_path / "job.json").values()
    lines = [hits for file in job for hits in file["coverage"] if hits is not None]
    branches = [hits for file in job for hits in file.get("branches", [])[3::4]]
    assert set(lines) == {0, 1}
    names = ", ".join(f"`{name}`" for name in sorted(WRITTEN, key=lambda name: name[1:]))
    row = (
        f"| {names} | {sum(lines)} of {len(lines)} | 0 or 1 | {sum(branches)} of {len(branches)} |"
    )
    assert f"| coverage.py {row}\n" in PAGE.read_text(encoding="utf-8")


def test_found_together_they_count_once_and_the_data_is_taken(
    measured: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(measured)
    before = {path: path.read_bytes() for path in measured.glob("*cover*")}
    assert run(["report", "--dry-run", "-o", str(tmp_path / "job.json")]) == 0
    told = capsys.readouterr().err
    assert "read .coverage (coveragepy)" in told
    for other in ("coverage.xml", "coverage.lcov", "coverage.json"):
        assert f"{other} " in told
    assert told.count("passed over: same run as .coverage") == 3
    job = json.loads((tmp_path / "job.json").read_bytes())
    assert max(hits or 0 for file in job["source_files"] for hits in file["coverage"]) == 1
    assert {path: path.read_bytes() for path in measured.glob("*cover*")} == before
