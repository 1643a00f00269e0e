"""One run of a tool in several formats: what is the same in all, and exactly what is not.

The differences are told on docs/explanation/counting.md, whose table is checked here.
"""

import shutil
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest

from coverup import formats
from coverup.formats._base import Format
from coverup.formats.source import Source
from tests.contract.checkouts import CORPUS, Job, branches_by_line, checked_out, expected_of, job_of

PAGE: Final = Path(__file__).parents[2] / "docs/explanation/counting.md"
COUNTS: Final = "counts"
FLAGS: Final = "0 or 1"

Row = tuple[str, ...]
"""Reports that agree in everything."""


@dataclass(frozen=True)
class Run:
    """A run of one tool on one project of the corpus.

    Attributes:
        tool: What the page calls it.
        folder: The project.
        rows: The reports, by rows of the table; the first one is what the others are compared with.
        flags: Those that only know whether a line is covered.
    """

    tool: str
    folder: str
    rows: tuple[Row, ...]
    flags: tuple[str, ...] = ()


MAIN: Final = ("coverage/lcov.info", "coverage/coverage-final.json")
XML: Final = ("coverage/clover.xml", "coverage/cobertura-coverage.xml")
GCOV: Final = "*.gcov.json.gz"
RUNS: Final = (
    Run("Jest", "jest", ((*MAIN, *XML),)),
    Run("nyc", "istanbul-nyc", ((*MAIN, *XML),)),
    Run("c8", "v8-c8", ((*MAIN, *XML),)),
    Run("Vitest with V8", "vitest-v8", (MAIN, XML)),
    Run("Monocart", "codecov-json-monocart", ((*MAIN, *XML), ("coverage/codecov.json",))),
    Run(
        "SimpleCov",
        "simplecov-branch-two-suites",
        (("coverage/lcov.info", "coverage/.resultset.json", "coverage/coverage.json"),),
    ),
    Run("PHPUnit", "phpunit-xdebug", (("clover.xml", "cobertura.xml"),)),
    Run("PHPUnit with --path-coverage", "phpunit-xdebug-path", (("clover.xml", "cobertura.xml"),)),
    Run(
        "gcovr",
        "gcovr-all",
        (
            ("coverage.lcov", "gcovr.json", "cobertura.xml", "coveralls.json"),
            ("sonarqube.xml",),
            ("clover.xml",),
        ),
        flags=("sonarqube.xml",),
    ),
    Run("fastcov", "fastcov", (("fastcov.info", "fastcov.json"),)),
    Run("llvm-cov, C", "llvm-cov-clang14", (("coverage.json",), ("coverage.lcov",))),
    Run("llvm-cov, C++", "llvm-cov-clang14-cpp", (("coverage.json",), ("coverage.lcov",))),
    Run("gcov", "gcov-json-gcc12", ((GCOV,), ("gcov.txt",))),
)
ONLY_COUNTED: Final = {"clover", "cobertura", "sonarqube"}
"""Formats that do not tell branches apart, so that they have no hits of their own."""
OTHER_LINES: Final = {("codecov-json-monocart", "coverage/codecov.json"): "codecov_json"}
"""What is measured in another way, and what the corpus expects of it."""
NO_BRANCHES: Final = {("gcovr-all", "clover.xml")}
EMPTY_REPORT: Final = {"lib/never.ts": {"1": ([1, 1], None)}}
BRANCHES: Final[dict[tuple[str, str], dict[str, dict[str, Any]]]] = {
    ("vitest-v8", "coverage/clover.xml"): EMPTY_REPORT,
    ("vitest-v8", "coverage/cobertura-coverage.xml"): EMPTY_REPORT,
    ("simplecov-branch-two-suites", "coverage/.resultset.json"): {
        "lib/core.rb": {
            "9": ([1, 1], [2, 2]),
            "10": ([1, 1], None),
            "11": ([1, 0], [2, 1]),
            "13": ([1, 1], None),
            "27": (None, [3, 1]),
            "28": ([1, 1], None),
            "29": ([1, 0], None),
            "31": ([1, 0], None),
        },
    },
    ("simplecov-branch-two-suites", "coverage/coverage.json"): {
        "lib/core.rb": {
            "9": ([1, 1], None),
            "11": ([1, 0], [1, 1]),
            "12": (None, [1, 0]),
            "13": ([1, 1], None),
            "14": ([2, 1], [3, 2]),
            "28": ([1, 1], None),
            "29": ([1, 0], [1, 1]),
            "30": (None, [1, 0]),
            "31": ([1, 0], None),
            "32": (None, [1, 0]),
        },
        "lib/дир ectory/naïve café.rb": {"4": ([1, 1], None), "5": (None, [1, 1])},
    },
    ("llvm-cov-clang14", "coverage.lcov"): {
        "include/util.h": {"4": ([2, 1], [6, 2]), "6": ([2, 2], [6, 2])},
    },
    ("llvm-cov-clang14-cpp", "coverage.lcov"): {"src/tmpl.hpp": {"6": ([2, 2], [4, 2])}},
    ("gcov-json-gcc12", "gcov.txt"): {
        "include/util.h": {"4": ([2, 1], None), "6": ([2, 2], None)},
    },
}
"""Total and taken branches of a line: in the run's first report, and in this one."""


class Project:
    """A run's project, checked out, with the jobs that its reports give."""

    def __init__(self, run: Run, place: Path) -> None:
        self.run = run
        self._checkout = checked_out(CORPUS / run.folder, place)
        if run.folder == "gcov-json-gcc12":
            shutil.copy(CORPUS / run.folder / "second/gcov.txt", self._checkout)
        self.jobs = {each: job_of(self._checkout, (each,)) for row in run.rows for each in row}
        self.first = next(iter(self.jobs.values()))

    def form_of(self, report: str) -> Format:
        path = next(self._checkout.glob(report))
        return formats.identify(Source(path, path.name, self._checkout))


@pytest.fixture(scope="module", params=RUNS, ids=lambda run: run.folder)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(request.param, tmp_path_factory.mktemp("run") / "checkout")


def lines_of(job: Job, *, flags: bool = False) -> dict[str, dict[int, int]]:
    return {
        name: {
            line: min(hits, 1) if flags else hits
            for line, hits in enumerate(file["coverage"], start=1)
            if hits is not None
        }
        for name, file in job.items()
    }


def branch_hits(job: Job) -> dict[str, list[tuple[int, int]]]:
    """Return line and hits of each branch; its numbers are a format's own affair."""
    return {
        name: sorted(zip(branches[::4], branches[3::4], strict=True))
        for name, file in job.items()
        if (branches := file.get("branches"))
    }


def test_every_report_has_the_same_lines_and_hits(project: Project) -> None:
    for report, job in project.jobs.items():
        if (project.run.folder, report) in OTHER_LINES:
            continue
        flags = report in project.run.flags
        assert lines_of(job) == lines_of(project.first, flags=flags), report


def test_branches_differ_exactly_as_documented(project: Project) -> None:
    folder, first = project.run.folder, project.first
    for report, job in project.jobs.items():
        if (folder, report) in OTHER_LINES:
            continue
        if (folder, report) in NO_BRANCHES:
            assert not branch_hits(job)
            continue
        differences = {name: _differences(first[name], file) for name, file in job.items()}
        found = {name: lines for name, lines in differences.items() if lines}
        assert found == BRANCHES.get((folder, report), {}), report
        if not found and project.form_of(report).NAME not in ONLY_COUNTED:
            assert branch_hits(job) == branch_hits(first), report


def _differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    here, there = branches_by_line(one), branches_by_line(other)
    lines = {*here, *there}
    pairs = {line: (here.get(line), there.get(line)) for line in lines}
    return {line: pair for line, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize(("folder", "report"), OTHER_LINES)
def test_what_is_measured_in_another_way_is_read_as_it_stands(
    folder: str, report: str, tmp_path: Path
) -> None:
    job = job_of(checked_out(CORPUS / folder, tmp_path / "checkout"), (report,))
    wanted = expected_of(CORPUS / folder)[OTHER_LINES[folder, report]]
    assert {
        name: {
            "covered": [line for line, hits in lines.items() if hits],
            "missed": [line for line, hits in lines.items() if not hits],
        }
        for name, lines in lines_of(job).items()
    } == wanted


def test_the_first_report_is_the_one_that_discovery_keeps(project: Project) -> None:
    ranks = [project.form_of(report).RANK for report in project.jobs]
    assert ranks[0] == max(ranks)
    assert ranks.count(ranks[0]) == 1


def test_the_page_tells_the_numbers_of_each_report(project: Project) -> None:
    rows = [row for row in _table() if row[0] == project.run.tool]
    assert rows == [
        _cells(project.run, row, project.jobs[report])
        for row in project.run.rows
        for report in row[:1]
    ]
    for row in project.run.rows:
        numbers = [_cells(project.run, row, project.jobs[each])[2:] for each in row]
        assert numbers == [numbers[0]] * len(row)


def test_the_page_has_no_other_tools() -> None:
    tools = [run.tool for run in RUNS]
    assert list(dict.fromkeys(row[0] for row in _table())) == ["coverage.py", *tools]


def _cells(run: Run, row: Row, job: Job) -> list[str]:
    hits = [each for lines in lines_of(job).values() for each in lines.values()]
    branches = [each for file in branch_hits(job).values() for _, each in file]
    return [
        run.tool,
        ", ".join(f"`{report.rpartition('/')[2]}`" for report in row),
        _shown(hits),
        FLAGS if set(row) & set(run.flags) else COUNTS,
        _shown(branches),
    ]


def _shown(hits: list[int]) -> str:
    return f"{len(hits) - hits.count(0)} of {len(hits)}" if hits else "none"


def _table() -> list[list[str]]:
    """Return the cells of the table; an empty first cell means the tool above."""
    text = PAGE.read_text(encoding="utf-8").partition("## One run in several formats")[2]
    lines = [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    for above, row in pairwise(rows):
        row[0] = row[0] or above[0]
    return rows
