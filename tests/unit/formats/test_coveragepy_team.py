"""The analysis by several processes finds what one process finds."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import _coveragepy_helper, _coveragepy_team, _helpers, coveragepy
from coverup.formats._coveragepy_analysis import Analyst, Batch, Findings, batches
from coverup.formats._coveragepy_board import FindingsBoard
from coverup.formats._coveragepy_config import Project
from coverup.formats._coveragepy_data import opened
from coverup.formats._coveragepy_team import (
    MOST,
    WORTH_A_FORK,
    WORTH_IT,
    Task,
    findings,
    worthwhile,
)
from coverup.formats.source import Source
from tests.unit.formats.coveragepy_data import BRANCHING, data_at, reporting, write_data


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
        dealt = batches(located)
        with Analyst(source, project, scratch, data, dealt) as analyst:
            yield analyst, dealt, Task(source, root, copies, scratch)


def found(root: Path, scratch: Path, count: int) -> list[Findings]:
    with measured(root, scratch) as (analyst, dealt, task):
        return list(findings(analyst, dealt, task, count))


def assert_all_ended() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def start_as(monkeypatch: pytest.MonkeyPatch, *, copies: bool) -> None:
    """Start helpers as copies or not, whether pytest has threads of its own or not."""
    for module in (_helpers, _coveragepy_team):
        monkeypatch.setattr(module, "can_fork", lambda: copies)


@pytest.fixture(
    params=[
        pytest.param(True, marks=pytest.mark.filterwarnings("ignore:This process.*fork")),
        False,
    ],
    ids=["copies", "programs"],
)
def _start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    start_as(monkeypatch, copies=request.param)


@pytest.mark.usefixtures("_start")
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


@pytest.mark.usefixtures("_start")
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
        board = FindingsBoard(task.scratch / "board")
        known = [board.findings(number) for number in range(len(dealt))]
    assert known[0] is None
    assert known[1:] == alone[1:]
    assert_all_ended()


@pytest.mark.parametrize("program", ["", "#!/bin/sh\nexit 3\n", "#!/bin/sh\nkill -9 $$\n"])
def test_without_its_helpers_this_process_does_everything(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    start_as(monkeypatch, copies=False)
    alone = found(root, tmp_path / "alone", 0)
    python = tmp_path / "python"
    python.write_text(program)
    python.chmod(0o755 if program else 0o644)
    monkeypatch.setattr(sys, "executable", str(python))
    assert found(root, tmp_path / "other", 2) == alone


def die(**_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(**_: object) -> None:
    raise MemoryError


@pytest.mark.parametrize("work", [die, fail])
@pytest.mark.filterwarnings("ignore:This process.*fork")
def test_without_its_copies_this_process_does_everything(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[..., None]
) -> None:
    start_as(monkeypatch, copies=True)
    monkeypatch.setattr(_coveragepy_helper, "work", work)
    assert found(root, tmp_path / "other", 2) == found(root, tmp_path / "alone", 0)
    assert_all_ended()


@pytest.mark.usefixtures("_start")
def test_the_first_contradiction_is_told_whoever_finds_it(root: Path, tmp_path: Path) -> None:
    for name in ("module03.py", "module25.py"):
        (root / name).write_text("# one\n" * 6 + "x = 1\n")
    for name in ("alone", "helped"):
        with pytest.raises(InvalidReportError, match=r"line of code in .*module03"):
            found(root, tmp_path / name, 0 if name == "alone" else 1)
    assert_all_ended()


@pytest.mark.usefixtures("_start")
def test_an_interrupt_leaves_no_process(root: Path, tmp_path: Path) -> None:
    class Interrupted(Analyst):
        def findings(self, _batch: Batch) -> Findings:
            raise KeyboardInterrupt

    with measured(root, tmp_path / "scratch") as (analyst, dealt, task):
        interrupted = Interrupted(analyst._source, analyst._project, tmp_path, analyst._parts)
        with pytest.raises(KeyboardInterrupt):
            list(findings(interrupted, dealt, task, 2))
    assert_all_ended()


@pytest.mark.usefixtures("_start")
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


@pytest.mark.parametrize(("copies", "worth_it"), [(True, WORTH_A_FORK), (False, WORTH_IT)])
def test_helpers_are_started_only_where_it_pays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: bool, worth_it: int
) -> None:
    start_as(monkeypatch, copies=copies)
    path = tmp_path / "module.py"
    path.touch()
    batch = Batch(has_branches=True, files={str(path): [(0, str(path))]})
    os.truncate(path, worth_it - 1)
    assert worthwhile([batch]) == 0
    os.truncate(path, worth_it)
    processors = len(os.sched_getaffinity(0))
    assert worthwhile([batch]) == min(1, processors - 1)
    assert worthwhile([batch] * 100) == min(MOST, processors - 1)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worthwhile([batch] * 100) == 0
