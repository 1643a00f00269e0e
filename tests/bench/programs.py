"""What is measured: coverup and its peers, and the environment that they run in."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
COVERUP: Final = (sys.executable, "-m", "coverup")
PEER: Final = (sys.executable, "-m", "coveralls")
"""The client that is on PyPI; of the dev group."""
NPM: Final = ROOT / "tests/peers/node_modules/.bin/coveralls"
"""The client that is on npm; `npm install --prefix tests/peers` puts it there."""
LIMITS: Final = (sys.executable, "-m", "tests.bench.limits")
_SHA: Final = "0" * 40


def environment() -> dict[str, str]:
    """Return the environment of the measured commands, without settings of the caller's own.

    Nor do variables pass that make coverage.py measure each process.
    """
    ours = ("COVERALLS", "COVERAGE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    settings = {"COVERALLS_REPO_TOKEN": "bench", "COVERALLS_SERVICE_NAME": "bench"}
    return {**kept, "PYTHONPATH": str(ROOT), **settings, "COVERALLS_PARALLEL": ""}


def figures_of(module: str, *words: str | Path) -> dict[str, float]:
    """Run a module that prints figures; a new process, so that no memory is left of another."""
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, env=environment(), check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def towards(url: str) -> dict[str, str]:
    """Return the environment in which all clients upload to a server."""
    servers = {"COVERALLS_ENDPOINT": url, "COVERALLS_HOST": url}
    return {**environment(), **servers, "CODECOV_TOKEN": "bench"}


def uploads_of_lcov(url: str, codecov: str | None) -> dict[str, Sequence[str]]:
    """Return the commands of the peers from other registries, those that are here, by name.

    Args:
        url: The server, which codecov-cli takes as an option.
        codecov: The command of codecov-cli, if it is installed.
    """
    found: dict[str, Sequence[str]] = {}
    if NPM.exists():
        found["coveralls-next (npm)"] = ("sh", "-c", f"{NPM} < lcov.info")
    if codecov:
        upload = ("do-upload", "--disable-search", "--sha", _SHA, "--token", "bench")
        project = ("--slug", "a/b", "--git-service", "github", "--file", "lcov.info")
        found["codecov-cli"] = (codecov, "--disable-telem", "-u", url, *upload, *project)
    return found


def left_out(codecov: str | None) -> list[str]:
    """Tell which peers are not here, and how to get them."""
    told = []
    if not NPM.exists():
        told.append("coveralls-next: npm install --prefix tests/peers")
    if not codecov:
        told.append("codecov-cli: pip install codecov-cli, into an environment of its own")
    return told


def installed_codecov() -> str | None:
    """Return codecov-cli's command if it is on the PATH."""
    return shutil.which("codecovcli")
