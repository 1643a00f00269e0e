"""Helpers are started, print nothing, and are never left behind."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coverup.formats import _helpers
from coverup.formats._helpers import can_fork, helpers, spare_processors


def leave_a_mark(*, folder: str) -> None:
    """Do a helper's work: print, and make a file."""
    os.write(1, b"out")
    os.write(2, b"err")
    Path(folder, "done").touch()


def fail(*, folder: str) -> None:
    """Do not do it."""
    raise ValueError(folder)


@pytest.fixture(
    params=[
        pytest.param(True, marks=pytest.mark.filterwarnings("ignore:This process.*fork")),
        False,
    ],
    ids=["copies", "programs"],
)
def _start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_helpers, "can_fork", lambda: request.param)


@pytest.mark.usefixtures("_start")
def test_a_helper_does_its_work_and_prints_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with helpers(1, leave_a_mark, {"folder": str(tmp_path)}, tmp_path) as is_any_working:
        while is_any_working():
            time.sleep(0.01)
    assert (tmp_path / "done").exists()
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("_start")
def test_a_helper_that_fails_ends_in_silence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with helpers(2, fail, {"folder": str(tmp_path)}, tmp_path) as is_any_working:
        while is_any_working():
            time.sleep(0.01)
    assert capfd.readouterr() == ("", "")


def test_a_process_of_several_threads_is_not_copied() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        end.set()
        thread.join()


@pytest.mark.parametrize(("name", "value"), [("executable", ""), ("frozen", True)])
def test_without_a_python_to_start_there_are_no_helpers(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    monkeypatch.setattr(sys, name, value, raising=False)
    assert spare_processors() == 0


def test_a_program_ends_when_nobody_waits_for_it() -> None:
    program = "from coverup.formats._helpers import _end_with; _end_with(0)"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) as process:
        process.communicate(timeout=60)
    assert process.returncode == 1


ORPHANED = """
import os, time
from pathlib import Path
from coverup.formats._helpers import helpers
def work():
    time.sleep(60)
with helpers(1, work, {}, Path()):
    os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there helpers are copies")
def test_a_copy_ends_when_nobody_waits_for_it() -> None:
    reading, writing = os.pipe()
    with subprocess.Popen([sys.executable, "-c", ORPHANED], pass_fds=[writing]) as process:
        os.close(writing)
        assert process.wait(60) == 0
    with os.fdopen(reading, "rb") as end, ThreadPoolExecutor() as executor:
        # It comes when the last process is gone that has the other end.
        assert executor.submit(end.read).result(30) == b""
