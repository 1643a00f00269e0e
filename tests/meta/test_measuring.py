"""The figures of the benchmark are those of whole processes, with all that they start."""

import sys
from pathlib import Path

import pytest

from tests.bench.measure import Figures, in_turn, measure, medians
from tests.bench.programs import environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the benchmark is for POSIX")
MEBIBYTES = 60
BUSY = f"""\
import time
held = bytearray({MEBIBYTES} << 20)
while time.process_time() < 0.3:
    pass
"""
PARENT = f"""\
import subprocess, sys
held = bytearray({MEBIBYTES} << 20)
subprocess.run([sys.executable, "-c", {BUSY!r}], check=True)
"""


def run(program: str, folder: Path) -> Figures:
    return measure([sys.executable, "-c", program], folder, environment())


def test_cpu_time_of_a_child_counts(tmp_path: Path) -> None:
    assert run(PARENT, tmp_path).cpu >= 0.3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of running processes")
def test_memory_of_parent_and_child_is_added(tmp_path: Path) -> None:
    assert run(PARENT, tmp_path).peak > 2 * MEBIBYTES


def test_memory_of_the_process_that_measures_does_not_count(tmp_path: Path) -> None:
    held = bytearray(MEBIBYTES << 20)
    assert run("pass", tmp_path).peak < MEBIBYTES < len(held)


def test_a_command_that_fails_has_no_figures(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)python.*: 1\n.*ZeroDivisionError"):
        run("1 / 0", tmp_path)


def test_commands_run_in_turn_after_a_round_that_warms_up(tmp_path: Path) -> None:
    commands = [["sh", "-c", f"echo {name} >> log"] for name in "ab"]
    assert len(in_turn(commands, tmp_path, environment(), runs=2)) == 2
    assert (tmp_path / "log").read_text().split() == ["a", "b"] * 3


def test_the_median_is_that_of_each_figure() -> None:
    runs = [Figures(1, 30, 200), Figures(2, 10, 300), Figures(9, 20, 100)]
    assert medians(runs) == Figures(2, 20, 200)
