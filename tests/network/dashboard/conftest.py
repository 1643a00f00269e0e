"""A dashboard, a checkout to push from, and the command that pushes."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.invoked import Invoked, coverup
from tests.network.dashboard.standin import TOKEN, Standin, running

COMMIT: Final = "b31f08d07ae564b08237e5a336e478b24ccc4a65"
LCOV: Final = "SF:src/a.py\nDA:1,1\nDA:2,0\nDA:3,5\nend_of_record\n"
Dashboard = Callable[..., Invoked]


@pytest.fixture
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    with running(tmp_path_factory.mktemp("assets")) as server:
        yield server


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a report of which two of three lines are covered."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.py").write_text("a = 1\nb = 2\nc = 3\n")
    (tmp_path / "lcov.info").write_text(LCOV)
    for words in (["init", "-qb", "main"], ["add", "."]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


@pytest.fixture
def dashboard(standin: Standin, checkout: Path) -> Dashboard:
    """Run `coverup dashboard` in the checkout, by variables as a pipeline has them."""
    assert checkout == Path.cwd()
    variables = {
        "PATH": os.defpath,
        "COVERUP_DASHBOARD_URL": standin.url,
        "COVERUP_DASHBOARD_TOKEN": TOKEN,
        "COVERUP_DASHBOARD_GITHUB_API": f"{standin.github_url}/",
        "COVERUP_DASHBOARD_LANGUAGE": "js",
        "COVERUP_DASHBOARD_AUTHOR": "Ada",
        "COVERALLS_REPO_NAME": "acme/calc",
        "COVERALLS_GIT_BRANCH": "feature/x",
        "COVERALLS_GIT_COMMIT": COMMIT,
    }

    def run(*words: str, **changes: str) -> Invoked:
        return coverup({**variables, **changes}, "dashboard", *words)

    return run


def own_html(checkout: Path) -> Path:
    folder = checkout / "site"
    folder.mkdir()
    (folder / "index.html").write_text("<p>ours</p>")
    return folder
