"""Real repositories, made by the real git with a fixed identity and nobody's settings."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.git.twins import told_and_stored

Git = Callable[..., str]

IDENTITY = {
    "PATH": os.defpath,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada Lovelace",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_AUTHOR_DATE": "2024-01-02T03:04:05+01:00",
    "GIT_COMMITTER_NAME": "Grace Hopper",
    "GIT_COMMITTER_EMAIL": "grace@example.com",
    "GIT_COMMITTER_DATE": "2024-01-02T03:04:06Z",
}


@pytest.fixture(scope="session")
def git() -> Git:
    """Run git in a folder and return what it prints; keywords are further variables."""
    executable = shutil.which("git")
    assert executable, "these tests need git"

    def run(folder: Path, *arguments: str, **variables: str) -> str:
        done = subprocess.run(
            [executable, "-C", str(folder), *arguments],
            env=IDENTITY | variables,
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        return done.stdout.strip()

    return run


@pytest.fixture
def commit(git: Git) -> Callable[..., str]:
    """Commit all files of a work tree, and one with a new name; return the id."""

    def make(root: Path, message: str = "a change", **variables: str) -> str:
        number = len(list(root.glob("file*.py")))
        (root / f"file{number}.py").write_text(f"print({number})\n")
        git(root, "add", "--all")
        git(root, "commit", "--quiet", f"--message={message}", **variables)
        return git(root, "rev-parse", "HEAD")

    return make


@pytest.fixture
def repo(tmp_path: Path, git: Git, commit: Callable[..., str]) -> Path:
    """Make a repository with a subfolder and two commits on `main`."""
    root = tmp_path / "repo"
    (root / "src").mkdir(parents=True)
    (root / "src" / "app.py").write_text("pass\n")
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "the first")
    commit(root, "the second\n\nWith a body.")
    return root


@pytest.fixture(autouse=True)
def _told_as_it_is_stored(tmp_path: Path) -> Iterator[None]:
    """After each test compare what git and GitPython tell of every repository that it made."""
    yield
    for git_dir in tmp_path.rglob(".git"):
        told, stored = told_and_stored(git_dir.parent)
        both = told.keys() & stored.keys()
        assert {name: told[name] for name in both} == {name: stored[name] for name in both}
