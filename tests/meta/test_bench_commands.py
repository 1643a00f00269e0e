"""The commands of the benchmark run, print their tables, and write what they are asked for."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.bench.__main__ import COMMANDS
from tests.bench.cases import Case, Project
from tests.bench.compare import in_project
from tests.bench.picture import curves
from tests.bench.programs import environment
from tests.bench.records import read

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the benchmark is for POSIX")
NO_OTHERS = ("--cobertura", "", "--megabytes", "", "--listings", "")


def bench(*words: str) -> str:
    command = [sys.executable, "-m", "tests.bench", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def rows(table: str, first: str) -> list[list[str]]:
    """Return the cells of the rows that begin so."""
    lines = [line for line in table.splitlines() if line.startswith(f"| {first} |")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_without_a_command_it_names_them_all() -> None:
    told = bench()
    assert [name for name in COMMANDS if f"\n  {name} " not in told] == []


def test_an_unknown_command_is_refused() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        bench("peers")


def test_compare_measures_coverup_and_a_peer_and_judges() -> None:
    table = bench(
        *("compare", "--sizes", "small", "--only", "version", "--runs", "1", "--json", "a.json")
    )
    measured, judged, *_ = rows(table, "small")
    assert measured[1] == judged[1] == "--version"
    assert measured[3] == judged[2] == "coveralls"
    (record,) = read(Path("a.json")).values()
    assert record.name == "small, --version, against coveralls"
    assert record.theirs
    assert f"{record.ours['wall'] / record.theirs['wall']:.2f}" == judged[5] == measured[5]


def test_work_that_fails_is_told_and_the_rest_is_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cases = [Case("bad", ["false"]), Case("good", ["true"])]
    project = Project("tiny", lambda folder: folder.mkdir(exist_ok=True), cases)
    (row,) = in_project(project, cases, environment(), 1)
    assert (row.project, row.case, row.theirs) == ("tiny", "good", None)
    assert "tiny, bad: failed\nfalse: 1" in capsys.readouterr().err


def test_growth_measures_reports_and_jobs_and_draws() -> None:
    table = bench(
        *("growth", "--files", "20", "--reports", "30", *NO_OTHERS),
        *("--jobs", "2", "--runs", "1", "--json", "a.json", "--pictures", "."),
    )
    assert rows(table, "LCOV")[0][1] == "20"
    assert rows(table, "LCOV, each file its own")[0][1] == "30"
    assert [row[1] for row in rows(table, "2")] == ["1", "8"]
    assert len(read(Path("a.json"))) == 4
    for name in ("growth-time.svg", "growth-memory.svg"):
        ET.parse(name)


def test_a_curve_that_grows_as_fast_as_its_cause_is_parallel_to_the_dashed_lines() -> None:
    picture = ET.fromstring(curves("t", "x", "y", {"a": [(1, 3), (10, 30), (90, 270)]}))
    svg = "{http://www.w3.org/2000/svg}"
    (points,) = (line.attrib["points"].split() for line in picture.iter(f"{svg}polyline"))
    (x1, y1), *_, (x2, y2) = (map(float, point.split(",")) for point in points)
    paces = [line.attrib for line in picture.iter(f"{svg}line") if line.attrib["class"] == "pace"]
    assert paces
    for pace in paces:
        left, top, right, bottom = (float(pace[name]) for name in ("x1", "y1", "x2", "y2"))
        assert (bottom - top) / (right - left) == pytest.approx((y2 - y1) / (x2 - x1), rel=0.01)
