import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coverup.git import Repository, find

Git = Callable[..., str]


def found(start: Path) -> Repository:
    repository = find(start)
    assert repository is not None
    return repository


@pytest.mark.parametrize("start", [".", "src", ".git", "src/app.py"])
def test_a_repository_is_found_from_any_place_in_it(repo: Path, start: str) -> None:
    assert found(repo / start).root == repo


def test_a_link_is_followed_before_searching(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to(repo / "src", target_is_directory=True)
    assert found(tmp_path / "elsewhere").root == repo


@pytest.mark.parametrize("name", ["$HOME", "~", "%TEMP%", "a [1]", "ü b"])
def test_a_folder_may_have_any_name(
    tmp_path: Path, name: str, git: Git, commit: Callable[..., str]
) -> None:
    root = tmp_path / name
    root.mkdir()
    git(root, "init", "--quiet")
    sha = commit(root)
    git(root, "gc", "--quiet")
    repository = found(root)
    assert repository.root == root
    assert repository.commit(sha[:9]) == repository.head() is not None
    assert repository.tracked() == ("file0.py",)


def test_the_innermost_repository_is_the_one(repo: Path, git: Git) -> None:
    inner = repo / "src" / "inner"
    git(repo, "init", "--quiet", str(inner))
    assert found(inner).root == inner


@pytest.mark.parametrize("start", ["plain", "missing", "bare.git", "bare.git/refs", "lost", "loop"])
def test_outside_a_work_tree_there_is_none(tmp_path: Path, git: Git, start: str) -> None:
    (tmp_path / "plain").mkdir()
    git(tmp_path, "init", "--quiet", "--bare", "bare.git")
    (tmp_path / "lost").mkdir()
    (tmp_path / "lost" / ".git").write_text("gitdir: /nowhere/modules/lost\n")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert find(tmp_path / start) is None


def test_gitpython_is_imported_when_a_repository_is_looked_for() -> None:
    script = """
import sys
from pathlib import Path
import coverup.git
assert "git" not in sys.modules
coverup.git.find(Path("/"))
assert "git" in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)
