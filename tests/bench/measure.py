"""Whole processes, measured by the operating system: wall time, CPU time, peak memory."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

LAUNCH: Final = str(Path(__file__).parent / "launch.py")


@dataclass(frozen=True)
class Figures:
    """One run, or the medians of several.

    Attributes:
        wall: Seconds from start to end.
        cpu: CPU seconds, with those of all processes that it started and waited for.
        peak: MiB; of one process as the kernel tells, of several the most that they were seen to
            hold at once, looked at 20 times a second.
    """

    wall: float
    cpu: float
    peak: float


def measure(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> Figures:
    """Run a command once.

    Raises:
        RuntimeError: The command failed; a figure of a failure is worth nothing.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-S", LAUNCH, *command],
        cwd=folder,
        env=env,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stderr}")
    wall, cpu, peak = map(float, done.stdout.split())
    return Figures(wall, cpu, peak / 1024)


def in_turn(
    commands: Sequence[Sequence[str]], folder: Path, env: Mapping[str, str], runs: int
) -> list[Figures]:
    """Return the medians of each command.

    They run in turn, so that a slow moment of the machine hits all. The first round, which is not
    counted, warms up.
    """
    rounds = [[measure(each, folder, env) for each in commands] for _ in range(runs + 1)]
    return [medians(each) for each in zip(*rounds[1:], strict=True)]


def medians(runs: Sequence[Figures]) -> Figures:
    """Return the median of each figure."""
    return Figures(
        median(run.wall for run in runs),
        median(run.cpu for run in runs),
        median(run.peak for run in runs),
    )
