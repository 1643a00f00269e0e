"""Repositories that are damaged, another user's, malicious, or not the ones that variables name."""

import os
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


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Make a program that leaves a file `ran` next to it."""
    path = tmp_path / "program"
    path.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\nexit 1\n")
    path.chmod(0o755)
    return path


def test_the_file_system_monitor_of_a_repository_is_not_run(
    git: Git, repo: Path, program: Path
) -> None:
    git(repo, "config", "core.fsmonitor", str(program))
    ran = program.with_name("ran")
    assert len(found(repo).tracked()) == 3
    assert not ran.exists()
    git(repo, "ls-files")
    assert ran.exists()


def test_a_commit_that_a_partial_clone_lacks_is_not_fetched(
    git: Git, repo: Path, program: Path
) -> None:
    git(repo, "remote", "add", "origin", "ssh://example.invalid/a/b.git")
    git(repo, "config", "remote.origin.promisor", "true")
    git(repo, "config", "extensions.partialClone", "origin")
    git(repo, "config", "core.repositoryFormatVersion", "1")
    git(repo, "config", "core.sshCommand", str(program))
    ran = program.with_name("ran")
    assert found(repo).commit("1" * 40) is None
    assert not ran.exists()
    with pytest.raises(subprocess.CalledProcessError):
        git(repo, "cat-file", "commit", "1" * 40)
    assert ran.exists()


def test_the_variables_that_git_sets_for_hooks_are_not_followed(
    git: Git, repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256", "--initial-branch=trunk", "other")
    other = tmp_path / "other"
    git(other, "commit", "--quiet", "--allow-empty", "--message=one")
    expected = (found(other).head(), found(other).tracked(), found(other).branch())
    monkeypatch.setenv("GIT_DIR", str(repo / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repo))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo / ".git/index"))
    monkeypatch.setenv("GIT_PREFIX", "src/")
    repository = found(other)
    assert repository.root == other
    assert (repository.head(), repository.tracked(), repository.branch()) == expected
    assert found(repo).tracked() == ("file0.py", "file1.py", "src/app.py")


@pytest.mark.parametrize(
    "name",
    [
        *("GIT_COMMON_DIR", "GIT_CONFIG", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_INDEX_FILE"),
        *("GIT_INTERNAL_SUPER_PREFIX", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_WORK_TREE"),
    ],
)
@pytest.mark.parametrize("value", ["", "elsewhere"])
def test_a_variable_that_speaks_of_another_repository_changes_no_answer(
    repo: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value and str(repo / value))
    repository = found(repo)
    head = repository.head()
    assert head is not None
    assert repository.commit(head.parents[0]) is not None
    assert (repository.branch(), len(repository.tracked())) == ("main", 3)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_repository_may_be_another_users(
    git: Git, tmp_path: Path, object_format: str, commit: Callable[..., str]
) -> None:
    root = tmp_path / "theirs"
    git(tmp_path, "init", "--quiet", f"--object-format={object_format}", "-b", "main", str(root))
    sha = commit(root)
    for path in [root, *root.rglob("*")]:
        os.chown(path, 12345, 12345)
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "status")
    repository = found(root)
    head = repository.head()
    assert head is not None
    assert (head.id, repository.branch()) == (sha, "main")
    assert repository.tracked() == ("file0.py",)


FILES = ["HEAD", "config", "index", "refs/heads/main", "objects", "packed-refs", "pack", "shallow"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"\0" * 60, b"\xff\xfe[x]", b"ref: HEAD\n", None])
def test_damage_to_any_file_is_no_traceback(
    git: Git, repo: Path, name: str, content: bytes | None
) -> None:
    git(repo, "remote", "add", "origin", "https://example.com/a/b.git")
    before = found(repo)
    head = before.head()
    assert head is not None
    if name in {"pack", "packed-refs"}:
        git(repo, "gc", "--quiet")
    folder = repo / ".git"
    places = {
        "objects": [folder / "objects" / head.id[:2] / head.id[2:]],
        "pack": list(folder.glob("objects/pack/pack-*")),
    }
    for place in places.get(name, [folder / name]):
        place.unlink(missing_ok=True)
        if content is not None:
            place.write_bytes(content)
    for repository in (find(repo), before):
        if repository is not None:
            assert repository.head() in (None, head)
            assert repository.commit(head.id[:7]) in (None, head)
            assert repository.branch() in (None, "main")
            assert len(repository.remotes()) in (0, 1)
            assert len(repository.tracked()) in (0, 3)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is in use")
def test_no_process_runs_on_and_no_pack_stays_in_memory(git: Git, repo: Path) -> None:
    git(repo, "gc", "--quiet")
    repository = found(repo)
    head = repository.head()
    assert head is not None
    assert repository.commit(head.id[:7]) == head
    assert repository.commit("1" * 40) is None
    assert repository.tracked()
    process = Path("/proc/self")
    assert ".pack\n" not in (process / "maps").read_text()
    assert (process / "task" / str(os.getpid()) / "children").read_text() == ""


def test_nothing_of_the_repository_changes(repo: Path) -> None:
    def state() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in repo.rglob("*")}

    before = state()
    repository = found(repo)
    repository.head(), repository.commit("1" * 40), repository.branch(), repository.tracked()
    assert state() == before
