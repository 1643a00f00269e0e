"""`python -m tests.bench peers`: coverup and the PyPI `coveralls` in turn, against a local sink."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measure import Figures, measure, medians, sink
from tests.bench.project import generate

COVERUP = [sys.executable, "-m", "coverup"]
PEER = [sys.executable, "-m", "coveralls"]
CASES = {
    "--version": ([*COVERUP, "--version"], [*PEER, "--version"]),
    "report lcov.info": ([*COVERUP, "report", "lcov.info"], PEER),
    "report cobertura.xml": ([*COVERUP, "report", "cobertura.xml"], PEER),
    "report .coverage": ([*COVERUP, "report", ".coverage"], PEER),
    "done": ([*COVERUP, "done", "--build-number", "1"], [*PEER, "--finish"]),
}


def main(arguments: Sequence[str]) -> None:
    """Generate the project, run every case, print medians and ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench peers", description=__doc__)
    parser.add_argument("--files", type=int, default=50, help="files of the project")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, sink() as url:
        generate(Path(folder), options.files)
        env = {**environment(), "COVERALLS_ENDPOINT": url, "COVERALLS_HOST": url}
        print(f"{options.files} files, medians of {options.runs} runs")
        print(f"{'case':<22}{'coverup':>34}{'coveralls (PyPI)':>34}{'ratio':>24}")
        for name, (ours, peer) in CASES.items():
            if options.only in name:
                pair = _in_turn(ours, peer, Path(folder), env, options.runs)
                _print_row(name, *pair)


def environment() -> dict[str, str]:
    """Return the environment of the measured commands, without settings of the caller's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERALLS")}
    source = str(Path(__file__).parents[2])
    return {**kept, "PYTHONPATH": source, "COVERALLS_REPO_TOKEN": "bench", "COVERALLS_PARALLEL": ""}


def _in_turn(
    ours: list[str], peer: list[str], folder: Path, env: dict[str, str], runs: int
) -> tuple[Figures, Figures]:
    """Run both in turn, so that a slow moment of the machine hits both; the first pair warms up."""
    pairs = [(measure(ours, folder, env), measure(peer, folder, env)) for _ in range(runs + 1)]
    return medians([a for a, _ in pairs[1:]]), medians([b for _, b in pairs[1:]])


def _print_row(name: str, ours: Figures, peer: Figures) -> None:
    ratios = [ours.wall / peer.wall, ours.cpu / peer.cpu, ours.peak / peer.peak]
    shown = "".join(f"{ratio:>8.2f}" for ratio in ratios)
    print(f"{name:<22}{_shown(ours):>34}{_shown(peer):>34}{shown}")


def _shown(figures: Figures) -> str:
    return f"{figures.wall:.2f} s, cpu {figures.cpu:.2f} s, {figures.peak:.0f} MiB"
