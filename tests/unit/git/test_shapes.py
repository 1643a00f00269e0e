"""Every kind of checkout gives the same answers, with git and without."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coverup.git import find

Git = Callable[..., str]

ANSWERS = """
import json, os, sys
from pathlib import Path
from coverup.git import find
answers = []
for path in sys.argv[1:]:
    repository = find(Path(path))
    head = repository.head()
    answers.append([
        head and head.id, head and repository.commit(head.id[:7]) == head, repository.branch(),
        [[remote.name, remote.url] for remote in repository.remotes()], repository.tracked(),
    ])
assert "GIT_PYTHON_REFRESH" not in os.environ
print(json.dumps(answers))
"""


def ordinary(_git: Git, repo: Path) -> Path:
    return repo


def subfolder(_git: Git, repo: Path) -> Path:
    return repo / "src"


def packed(git: Git, repo: Path) -> Path:
    git(repo, "gc", "--quiet")
    git(repo, "pack-refs", "--all")
    assert not (repo / ".git/refs/heads/main").exists()
    return repo


def linked_worktree(git: Git, repo: Path) -> Path:
    git(repo, "checkout", "--quiet", "--detach")
    git(repo, "worktree", "add", "--quiet", "../worktree", "main")
    return repo.parent / "worktree"


def submodule(git: Git, repo: Path) -> Path:
    outer = repo.parent / "outer"
    git(repo, "init", "--quiet", str(outer))
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo), "sub")
    git(outer / "sub", "remote", "remove", "origin")
    git(outer / "sub", "remote", "add", "origin", "https://example.com/a/b.git")
    return outer / "sub"


def alternates(git: Git, repo: Path) -> Path:
    git(repo, "clone", "--quiet", "--shared", str(repo), "../borrower")
    borrower = repo.parent / "borrower"
    git(borrower, "remote", "set-url", "origin", "https://example.com/a/b.git")
    assert not list((borrower / ".git/objects").glob("??"))
    return borrower


SHAPES = [ordinary, subfolder, packed, linked_worktree, submodule, alternates]


@pytest.fixture(params=SHAPES, ids=lambda shape: shape.__name__)
def shape(request: pytest.FixtureRequest, git: Git, repo: Path) -> Path:
    git(repo, "remote", "add", "origin", "https://example.com/a/b.git")
    made: Path = request.param(git, repo)
    return made


def expected(git: Git, repo: Path) -> list[object]:
    remotes = [["origin", "https://example.com/a/b.git"]]
    return [git(repo, "rev-parse", "HEAD"), True, "main", remotes, TRACKED]


TRACKED = ["file0.py", "file1.py", "src/app.py"]


def test_every_kind_of_checkout_is_read(git: Git, repo: Path, shape: Path) -> None:
    repository = find(shape)
    assert repository is not None
    head = repository.head()
    assert head is not None
    answers = [
        head.id,
        repository.commit(head.id[:7]) == head,
        repository.branch(),
        [[remote.name, remote.url] for remote in repository.remotes()],
        list(repository.tracked()),
    ]
    assert answers == expected(git, repo)


def without_git(*paths: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Ask in a process that cannot find git."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", ANSWERS, *map(str, paths)],
        env={"PATH": str(paths[0] / "nothing"), "PYTHONPATH": os.pathsep.join(sys.path)}
        | variables,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


def test_every_kind_of_checkout_is_read_without_git(git: Git, repo: Path, shape: Path) -> None:
    done = without_git(shape)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [expected(git, repo)]


def test_what_only_git_can_read_is_none_without_git(git: Git, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256", "-b", "main", "new")
    git(tmp_path / "new", "commit", "--quiet", "--allow-empty", "--message=one")
    done = without_git(tmp_path / "new")
    assert done.stderr == ""
    assert json.loads(done.stdout) == [[None, None, "main", [], []]]


def test_a_wish_for_an_error_without_git_is_told_as_one(repo: Path) -> None:
    done = without_git(repo, GIT_PYTHON_REFRESH="raise")
    assert "ConfigError: GitPython cannot be imported: " in done.stderr
