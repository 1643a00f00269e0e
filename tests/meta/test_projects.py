"""The projects of the benchmark are what real ones are like, and the same each time."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import CoverageData

from coverup import formats
from coverup.formats.source import Source
from coverup.model import FileCoverage
from tests.bench.programs import environment
from tests.bench.project import REPORTS, generate
from tests.bench.project.modules import VARIANTS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the benchmark is for POSIX")
COUNT = 2 * VARIANTS
"""Files of the project: each of the modules twice."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    generate(folder, COUNT, list(REPORTS))
    return folder


def read(project: Path, form: str, report: str) -> Iterator[FileCoverage]:
    source = Source(project / report, report, project)
    yield from formats.read(formats.by_name(form), source)
    assert (source.notes.skipped, source.notes.remarks) == ({}, [])


def texts(folder: Path) -> dict[str, bytes]:
    """Return all that was written, but for what SQLite and git write."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if path.name != ".coverage"
    }


def arcs(folder: Path) -> dict[str, set[tuple[int, int]]]:
    """Return what coverage.py's data has of each file."""
    data = CoverageData(str(folder / ".coverage"))
    data.read()
    found = {name: set(data.arcs(name) or ()) for name in data.measured_files()}
    data.close(force=True)
    return found


def test_the_same_project_is_made_again_to_the_byte(project: Path, tmp_path: Path) -> None:
    generate(tmp_path, COUNT, list(REPORTS))
    assert texts(tmp_path) == texts(project)
    assert arcs(tmp_path) == arcs(project)


def test_the_files_have_137_lines_and_59_branches_in_the_mean(project: Path) -> None:
    report = (project / "lcov.info").read_text()
    assert round(report.count("\nDA:") / COUNT) == 137
    assert round(report.count("\nBRDA:") / COUNT) == 59


def test_no_two_files_tell_the_same(project: Path) -> None:
    sections = (project / "lcov.info").read_text().split("end_of_record\n")[:-1]
    bodies = {section.partition(".py\n")[2] for section in sections}
    assert len(bodies) == len(sections) == COUNT
    assert len({len(body) for body in bodies}) > COUNT // 2
    assert len({path.read_bytes() for path in project.glob("src/*/*.py")}) == COUNT


def test_lines_were_run_never_once_and_up_to_thousands_of_times(project: Path) -> None:
    found = re.findall(r"^DA:\d+,(\d+)$", (project / "lcov.info").read_text(), re.MULTILINE)
    hits = list(map(int, found))
    assert 0.2 < hits.count(0) / len(hits) < 0.4
    assert 0.4 < hits.count(1) / len(hits) < 0.6
    assert max(hits) > 5_000
    assert len(set(hits)) > 100


def test_lcov_and_cobertura_and_the_listings_tell_the_same_lines(project: Path) -> None:
    lcov = {file.path: file for file in read(project, "lcov", "lcov.info")}
    cobertura = {file.path: file.lines for file in read(project, "cobertura", "cobertura.xml")}
    assert cobertura == {path: file.lines for path, file in lcov.items()}
    for number, file in enumerate(lcov.values()):
        (part,) = read(project, "lcov", f"parts/{number}.lcov")
        assert part == file
        (listing,) = read(project, "gcov", f"gcov/{number}.gcov")
        assert listing.lines == file.lines


def test_they_tell_what_coverage_py_finds_in_the_data(project: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.json"
    command = [sys.executable, "-m", "coverage", "json", "-q", "-o", str(output)]
    subprocess.run(command, cwd=project, env=environment(), check=True)
    found = json.loads(output.read_text())["files"]
    files = list(read(project, "lcov", "lcov.info"))
    assert len(files) == len(found) == COUNT
    for file in files:
        lines = dict(enumerate(file.lines, start=1))
        summary = found[file.path]
        assert summary["executed_lines"] == [line for line, hits in lines.items() if hits]
        assert summary["missing_lines"] == [line for line, hits in lines.items() if hits == 0]
        branches = [*file.all_branches().values()]
        assert summary["summary"]["covered_branches"] == sum(1 for hits in branches if hits)
        assert summary["summary"]["num_branches"] == len(branches)
