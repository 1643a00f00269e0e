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


def test_a_folder_that_is_missing_is_in_no_repository(repo: Path) -> None:
    assert find(repo / "missing") is None


def test_an_empty_folder_called_git_is_passed_over(repo: Path) -> None:
    (repo / "src" / ".git").mkdir()
    assert found(repo / "src").root == repo


def test_a_bare_repository_below_a_work_tree_has_none(git: Git, repo: Path) -> None:
    git(repo, "clone", "--quiet", "--bare", str(repo), "src/bare.git")
    assert find(repo / "src/bare.git") is None
    assert find(repo / "src/bare.git/refs") is None


def test_a_bare_repository_may_have_linked_work_trees(git: Git, repo: Path, tmp_path: Path) -> None:
    top = tmp_path / "project"
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), "project/.bare")
    (top / ".git").write_text("gitdir: ./.bare\n")
    git(top, "worktree", "add", "--quiet", "main", "main")
    assert find(top) is None
    assert found(top / "main" / "src").root == top / "main"
    assert found(top / "main").tracked() == ("file0.py", "file1.py", "src/app.py")


@pytest.mark.parametrize("variable", ["GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"])
def test_variables_that_shorten_the_way_up_do_not_count(
    repo: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(repo))
    assert found(repo / "src").root == repo
