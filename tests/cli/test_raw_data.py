"""nyc's raw data beside the reports made of it, and folders given as reports."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Command

DATA = Path(__file__).parents[1] / "data/nyc"
RUN = {"a.js": [None, 2, 1, None, 1, None, 2], "child.js": [1, 1], "never.js": [0]}
PASSED_OVER = " and 2 more (istanbul) passed over: same run as "


@pytest.fixture
def tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project after `nyc --all node main.js`, which runs child.js in a process of its own."""
    folder = shutil.copytree(DATA, tmp_path / "project")
    (folder / "nyc_output").rename(folder / ".nyc_output")
    for path in folder.rglob("*.json"):  # nyc writes absolute paths
        path.write_text(path.read_text().replace("/home/u/project", folder.as_posix()))
    monkeypatch.chdir(folder)
    return folder


def sent(folder: Path) -> dict[str, list[int | None]]:
    files = json.loads((folder / "job.json").read_bytes())["source_files"]
    return {file["name"]: file["coverage"] for file in files if file["name"] in RUN}


def test_the_parts_of_several_processes_are_one_run(coverup: Command, tested: Path) -> None:
    shutil.rmtree(tested / "coverage")
    ran = coverup("report", "--dry-run", "-o", "job.json", "--strict")
    assert ran.code == 0
    assert "processinfo" not in ran.err
    assert sent(tested) == RUN


@pytest.mark.parametrize("report", ["coverage-final.json", "lcov.info"])
def test_raw_data_is_passed_over_for_a_report_of_the_same_run(
    coverup: Command, tested: Path, report: str
) -> None:
    for other in {"coverage-final.json", "lcov.info"} - {report}:
        (tested / "coverage" / other).unlink()
    ran = coverup("report", "--dry-run", "-o", "job.json", "--strict")
    assert ran.code == 0
    assert f"{PASSED_OVER}coverage/{report}" in ran.err.replace("\\", "/")
    assert sent(tested) == RUN


def test_raw_data_of_another_run_counts(coverup: Command, tested: Path) -> None:
    parts = (tested / ".nyc_output").glob("*.json")
    next(path for path in parts if "child.js" in path.read_text()).unlink()
    (tested / "coverage/lcov.info").unlink()
    ran = coverup("report", "--dry-run", "-o", "job.json")
    assert "passed over" not in ran.err
    assert sent(tested)["a.js"] == [None, 3, 2, None, 1, None, 3]


def test_raw_data_of_transpiled_code_is_left_to_nyc(coverup: Command, tested: Path) -> None:
    for path in (tested / ".nyc_output").glob("*.json"):
        parts = json.loads(path.read_bytes())
        for record in parts.values():
            record["inputSourceMap"] = {"version": 3, "sources": ["a.ts"], "mappings": ""}
        path.write_text(json.dumps(parts))
    ran = coverup("report", "--dry-run", "-o", "job.json", "--strict")
    assert ran.code == 0
    assert ran.err.count("passed over: raw data of coverage/") == 3
    assert sent(tested) == RUN


def test_a_folder_that_is_named_is_searched(coverup: Command, tested: Path) -> None:
    (tested / "coverage/lcov.info").unlink()
    (tested / "coverage/coverage-summary.json").write_text('{"total": {"lines": {"total": 1}}}')
    ran = coverup("report", "--dry-run", "-o", "job.json", "coverage")
    assert ran.code == 0
    assert sent(tested) == RUN


@pytest.mark.parametrize(
    ("folder", "file", "hint"),
    [
        ("App.xcresult", "Info.plist", "xcrun xccov view --archive --json App.xcresult"),
        ("data", "covmeta.6f00", "go tool covdata textfmt -i=data -o=coverage.out"),
        ("data", "covcounters.6f00.1.2", "go tool covdata textfmt -i=data -o=coverage.out"),
        ("p", "default_1.profraw", "llvm-profdata merge -o cov.profdata p/*.profraw"),
        ("tmp", "coverage-17-1700000000000-0.json", "c8 report --temp-directory tmp"),
    ],
)
@pytest.mark.parametrize("words", [[], ["coverage.xml"]], ids=["alone", "beside a report"])
def test_a_folder_of_raw_data_that_is_named_is_refused_with_the_way_to_the_report(
    coverup: Command, project: Path, folder: str, file: str, hint: str, words: list[str]
) -> None:
    (project / folder).mkdir()
    (project / folder / file).write_text('{"result": [{"functions": []}]}')
    ran = coverup("report", "--dry-run", "-o", "job.json", folder, *words)
    assert ran.code == 4
    assert f"error: {folder}: a " in ran.err
    assert hint in ran.err
    assert not (project / "job.json").exists()


def test_a_folder_without_a_report_is_refused_with_what_is_in_it(
    coverup: Command, project: Path
) -> None:
    (project / "build").mkdir()
    for name in ("a.gcda", "b.gcda", "c.gcda"):
        (project / "build" / name).write_bytes(b"adcg*22B")
    ran = coverup("report", "--dry-run", "build")
    assert ran.code == 4
    assert "raw data that is not yet a report: build/a.gcda and 2 more" in ran.err
    assert "hint: run lcov --capture" in ran.err
