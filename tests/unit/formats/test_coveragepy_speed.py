"""The analysis beneath coverage.py's reports, and by several processes, gives what they say."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import cast

import pytest
from coverage import CoverageData

from coverup.errors import InvalidReportError
from coverup.formats import coveragepy
from coverup.formats._coveragepy_analysis import Analyst, Batch, Findings, batches
from coverup.formats._coveragepy_board import Board
from coverup.formats._coveragepy_config import Project
from coverup.formats._coveragepy_data import close, opened
from coverup.formats._coveragepy_entry import Entry
from coverup.formats._coveragepy_report import Reporter
from coverup.formats._coveragepy_team import MOST, WORTH_IT, Task, findings, helpers
from coverup.formats.source import Source
from tests.fuzz.mutate import mutated

TESTS = Path(__file__).parents[2]
SAMPLES = [
    *sorted((TESTS / "data/corpus/coveragepy-sqlite-branch-relative").rglob("*.py")),
    *sorted((TESTS.parent / "coverup/formats").glob("*.py")),
]
MUTATIONS = 60
BRANCHING = "for x in [1, 2]:\n    if x:\n        continue\n    y = 1\n"


@contextmanager
def data_at(path: Path) -> Iterator[CoverageData]:
    data = CoverageData(str(path))
    try:
        yield data
    finally:
        close(data)


def write_data(path: Path, files: list[Path], random: Random, *, has_branches: bool) -> None:
    """Write what could have been executed, and some of what could not."""
    with data_at(path) as data:
        for file in files:
            count = file.read_bytes().count(b"\n") + 2
            lines = [random.randrange(1, count) for _ in range(count)]
            if has_branches:
                data.add_arcs({str(file): [(line, line + random.randint(1, 3)) for line in lines]})
            else:
                data.add_lines({str(file): lines})


@contextmanager
def reporting(files: list[Path], folder: Path, *, has_branches: bool) -> Iterator[Reporter]:
    write_data(folder / "data", files, Random(7), has_branches=has_branches)
    coverage = Project(Source(folder, "data", folder), folder, folder).coverage()
    with data_at(folder / "data") as data, ExitStack() as stack:
        data.read()
        stack.callback(close, coverage.get_data())
        coverage.get_data().update(data)
        yield Reporter(coverage, folder)


def reported(reporter: Reporter, path: str) -> Entry | None:
    """Return what the JSON report says, None if it says nothing."""
    try:
        return reporter.reported(path)
    except Exception:  # noqa: BLE001 - its parser raises anything, and asserts
        return None


@pytest.mark.parametrize("has_branches", [True, False])
def test_the_analysis_says_what_the_json_report_says(tmp_path: Path, has_branches: bool) -> None:
    with reporting(SAMPLES, tmp_path, has_branches=has_branches) as reporter:
        for path in map(str, SAMPLES):
            entry = reporter.analysed(path)
            assert entry is not None
            assert entry == reporter.reported(path)
            assert has_branches is ("executed_branches" in entry)


@pytest.mark.parametrize("has_branches", [True, False])
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_the_analysis_of_damaged_sources_says_what_the_json_report_says(
    tmp_path: Path, has_branches: bool
) -> None:
    random = Random(9)
    files = []
    for number in range(MUTATIONS):
        one, other = (random.choice(SAMPLES).read_bytes() for _ in range(2))
        files.append(tmp_path / f"{number}.py")
        files[-1].write_bytes(mutated(one, other, random))
    with reporting(files, tmp_path, has_branches=has_branches) as reporter:
        entries = [(reporter.analysed(path), reported(reporter, path)) for path in map(str, files)]
    assert all(quick in (None, careful) for quick, careful in entries)
    assert 0 < sum(quick is not None for quick, _ in entries) < MUTATIONS


class Mistaken(Reporter):
    """An analysis that has come to mean something else."""

    def analysed(self, path: str) -> Entry | None:
        entry = super().analysed(path)
        return entry and {**entry, "executed_lines": cast(list[int], entry["executed_lines"])[1:]}


def test_an_analysis_that_contradicts_the_json_report_is_not_believed(tmp_path: Path) -> None:
    paths = [tmp_path / "empty.py", tmp_path / "a.py", tmp_path / "b.py"]
    for path, text in zip(paths, ("", BRANCHING, BRANCHING), strict=True):
        path.write_text(text)
    with reporting(paths, tmp_path, has_branches=True) as reporter:
        mistaken = Mistaken(reporter._coverage, tmp_path)
        for each in map(str, paths):
            assert mistaken.entry(each, has_plugin=False) == reporter.reported(each)
        assert mistaken.analysed(str(paths[2])) != reporter.reported(str(paths[2]))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project of files of all kinds with data of two runs: with branches, and without."""
    root = tmp_path.resolve() / "repo"
    root.mkdir()
    for number in range(30):
        (root / f"module{number:02}.py").write_text(f"value = {number}\n{BRANCHING}")
    (root / "module07.py").write_text("print 'Python 2'\n")
    (root / "page.txt").write_text("if then else\n")
    (root / "omitted.py").write_text("x = 1\n")
    (root / "template.html").write_text("<p>\n")
    (root / ".coveragerc").write_text("[run]\nplugins = wanting\n[report]\nomit = omitted.py\n")
    files = sorted(each for each in root.iterdir() if each.suffix in {".py", ".txt"})
    write_data(root / ".coverage.1", files, Random(1), has_branches=True)
    write_data(root / ".coverage.2", files[:12], Random(2), has_branches=False)
    write_data(root / ".coverage.3", files[8:], Random(3), has_branches=True)
    with data_at(root / ".coverage.4") as data:
        data.add_lines({str(root / "template.html"): [1]})
        data.add_file_tracers({str(root / "template.html"): "wanting.Plugin"})
    return root


@contextmanager
def measured(root: Path, scratch: Path) -> Iterator[tuple[Analyst, list[Batch], Task]]:
    """Open all data of a project, ready to be analysed."""
    scratch.mkdir()
    paths = sorted(root.glob(".coverage.*"))
    source = Source(paths[0], "data", root, parts=tuple(paths))
    with opened(source, scratch) as parts:
        located = [(part, {path: path for path in part.data.measured_files()}) for part in parts]
        data = [part.data for part in parts]
        copies = [Path(each.data_filename()) for each in data]
        project = Project(source, root, scratch)
        with Analyst(source, project, scratch, data) as analyst:
            yield analyst, batches(located), Task(source, root, copies, scratch)


def found(root: Path, scratch: Path, count: int) -> list[Findings]:
    with measured(root, scratch) as (analyst, dealt, task):
        return list(findings(analyst, dealt, task, count))


def assert_all_ended() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_helpers_find_what_one_process_finds(root: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in root.iterdir()}
    alone = found(root, tmp_path / "alone", 0)
    assert found(root, tmp_path / "three", 2) == alone
    assert sum(len(each.entries) for each in alone) == 29 + 12 - 1
    assert len([text for each in alone for text in each.failed]) == 3
    assert [each for one in alone for each in one.unplugged] == [
        ("wanting.Plugin", str(root / "template.html"))
    ]
    assert "plugin wanting is not installed" in alone[0].remarks[0]
    assert {path: path.read_bytes() for path in root.iterdir()} == before
    assert_all_ended()


def test_a_helper_alone_finds_the_same(root: Path, tmp_path: Path) -> None:
    alone = found(root, tmp_path / "alone", 0)

    class Idle(Analyst):
        def findings(self, _batch: Batch) -> Findings:
            raise InvalidReportError("data", "nothing is done by this process")

    with measured(root, tmp_path / "helped") as (analyst, dealt, task):
        # The first batch is taken by this process, which gives up, as at damaged data.
        idle = Idle(analyst._source, analyst._project, tmp_path, analyst._parts)
        with pytest.raises(InvalidReportError, match="nothing is done"):
            list(findings(idle, dealt, task, 1))
        board = Board(task.scratch / "board")
        known = [board.get(number) for number in range(len(dealt))]
    assert known[0] is None
    assert known[1:] == alone[1:]
    assert_all_ended()


@pytest.mark.parametrize("program", ["", "#!/bin/sh\nexit 3\n", "#!/bin/sh\nkill -9 $$\n"])
def test_without_its_helpers_this_process_does_everything(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    alone = found(root, tmp_path / "alone", 0)
    python = tmp_path / "python"
    python.write_text(program)
    python.chmod(0o755 if program else 0o644)
    monkeypatch.setattr(sys, "executable", str(python))
    assert found(root, tmp_path / "other", 2) == alone


def test_the_first_contradiction_is_told_whoever_finds_it(root: Path, tmp_path: Path) -> None:
    for name in ("module03.py", "module25.py"):
        (root / name).write_text("# one\n" * 6 + "x = 1\n")
    for name in ("alone", "helped"):
        with pytest.raises(InvalidReportError, match=r"line of code in .*module03"):
            found(root, tmp_path / name, 0 if name == "alone" else 1)
    assert_all_ended()


def test_an_interrupt_leaves_no_process(root: Path, tmp_path: Path) -> None:
    class Interrupted(Analyst):
        def findings(self, _batch: Batch) -> Findings:
            raise KeyboardInterrupt

    with measured(root, tmp_path / "scratch") as (analyst, dealt, task):
        interrupted = Interrupted(analyst._source, analyst._project, tmp_path, analyst._parts)
        with pytest.raises(KeyboardInterrupt):
            list(findings(interrupted, dealt, task, 2))
    assert_all_ended()


def test_a_helper_ends_when_nobody_waits_for_it() -> None:
    program = "from coverup.formats._coveragepy_helper import _end_with_parent as f; f()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) as process:
        process.communicate(timeout=60)
    assert process.returncode == 1


def test_a_large_project_is_read_as_coverage_reports_it(tmp_path: Path) -> None:
    files = [tmp_path / f"module{number}.py" for number in range(20)]
    for file in files:
        file.write_text(f"# {'x' * (WORTH_IT // 10)}\n{BRANCHING}")
    write_data(tmp_path / ".coverage", files, Random(4), has_branches=True)
    read = list(coveragepy.read(Source(tmp_path / ".coverage", ".coverage", tmp_path)))
    assert [Path(file.path).name for file in read] == sorted(file.name for file in files)
    with reporting(files, tmp_path, has_branches=True) as reporter:
        entry = reporter.reported(str(files[0]))
    assert entry is not None
    assert [len(file.branches) for file in read] == [4] * 20
    assert_all_ended()


def test_helpers_are_started_only_where_it_pays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "module.py"
    path.touch()
    batch = Batch(has_branches=True, files={str(path): [(0, str(path))]})
    os.truncate(path, WORTH_IT - 1)
    assert helpers([batch]) == 0
    os.truncate(path, WORTH_IT)
    processors = len(os.sched_getaffinity(0))
    assert helpers([batch]) == min(1, processors - 1)
    assert helpers([batch] * 100) == min(MOST, processors - 1)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert helpers([batch] * 100) == 0
