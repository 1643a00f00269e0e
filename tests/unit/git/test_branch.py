import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from coverup.git import find

Git = Callable[..., str]


def branch(start: Path) -> str | None:
    repository = find(start)
    assert repository is not None
    return repository.branch()


@pytest.fixture
def detached(git: Git, repo: Path) -> Path:
    """Make a repository with the remote `origin`, and check out a commit that no branch is at."""
    git(repo, "remote", "add", "origin", "https://example.com/a/b.git")
    git(repo, "checkout", "--quiet", "--detach")
    git(repo, "branch", "--quiet", "--force", "main", "HEAD~1")
    return repo


def at_head(git: Git, root: Path, *refs: str) -> None:
    for ref in refs:
        git(root, "update-ref", ref, "HEAD")


@pytest.mark.parametrize("name", ["main", "feature/a-b", "größe", "HEAD-2", "refs/heads/x"])
def test_the_branch_that_is_checked_out_is_told(git: Git, repo: Path, name: str) -> None:
    git(repo, "checkout", "--quiet", "-B", name)
    assert branch(repo) == name


@pytest.mark.parametrize(
    ("refs", "expected"),
    [
        ([], None),
        (["refs/remotes/origin/topic"], "topic"),
        (["refs/remotes/origin/feature/x"], "feature/x"),
        (["refs/remotes/origin/topic", "refs/remotes/origin/main"], None),
        (["refs/heads/main"], None),
        (["refs/tags/v1"], None),
        (["refs/remotes/pull/7/merge"], None),
        (["refs/remotes/pull/7/merge", "refs/remotes/origin/topic"], "topic"),
    ],
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_without_a_branch_it_is_the_only_one_of_the_remotes_at_head(
    git: Git, detached: Path, refs: list[str], expected: str | None, is_packed: bool
) -> None:
    git(detached, "update-ref", "refs/remotes/origin/other", "HEAD~1")
    at_head(git, detached, *refs)
    if is_packed:
        git(detached, "pack-refs", "--all")
    assert branch(detached) == expected


def test_the_default_branch_of_a_remote_is_not_a_branch_more(git: Git, detached: Path) -> None:
    at_head(git, detached, "refs/remotes/origin/main")
    git(detached, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    assert branch(detached) == "main"


def test_one_branch_of_two_remotes_is_one(git: Git, detached: Path) -> None:
    git(detached, "remote", "add", "team/fork", "https://example.com/c/b.git")
    at_head(git, detached, "refs/remotes/origin/topic", "refs/remotes/team/fork/topic")
    assert branch(detached) == "topic"


def test_a_packed_ref_is_outdated_by_a_file(git: Git, detached: Path) -> None:
    at_head(git, detached, "refs/remotes/origin/old", "refs/remotes/origin/new")
    git(detached, "pack-refs", "--all")
    git(detached, "update-ref", "refs/remotes/origin/old", "HEAD~1")
    assert (detached / ".git/refs/remotes/origin/old").exists()
    assert branch(detached) == "new"


def test_a_fetch_under_way_does_not_add_a_branch(git: Git, detached: Path) -> None:
    at_head(git, detached, "refs/remotes/origin/topic")
    lock = detached / ".git/refs/remotes/origin/other.lock"
    lock.write_text(git(detached, "rev-parse", "HEAD") + "\n")
    assert branch(detached) == "topic"


def test_the_remotes_of_a_detached_sha256_repository_are_asked(
    git: Git, tmp_path: Path, commit: Callable[..., str]
) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    commit(tmp_path)
    git(tmp_path, "remote", "add", "origin", "https://example.com/a/b.git")
    git(tmp_path, "checkout", "--quiet", "--detach")
    at_head(git, tmp_path, "refs/remotes/origin/topic")
    assert branch(tmp_path) == "topic"


def test_a_branch_that_is_not_utf8_is_told_in_text_that_can_be_sent(git: Git, repo: Path) -> None:
    (repo / ".git/HEAD").write_bytes(b"ref: refs/heads/gr\xf6n\n")
    (repo / ".git/packed-refs").write_bytes(
        git(repo, "rev-parse", "main").encode() + b" refs/heads/gr\xf6n\n"
    )
    assert branch(repo) == "gr\ufffdn"


def test_a_repository_with_reftable_is_read_where_git_can(
    git: Git, tmp_path: Path, commit: Callable[..., str]
) -> None:
    try:
        git(tmp_path, "init", "--quiet", "--ref-format=reftable", "--initial-branch=trunk")
    except subprocess.CalledProcessError:
        pytest.skip("this git does not know reftable")
    sha = commit(tmp_path)
    repository = find(tmp_path)
    assert repository is not None
    head = repository.head()
    assert head is not None
    assert (head.id, repository.branch()) == (sha, "trunk")


def test_a_repository_with_reftable_has_no_branch_called_invalid(git: Git, repo: Path) -> None:
    git(repo, "config", "core.repositoryFormatVersion", "1")
    git(repo, "config", "extensions.refStorage", "reftable")
    (repo / ".git/HEAD").write_text("ref: refs/heads/.invalid\n")
    repository = find(repo)
    assert repository is not None
    assert repository.branch() is None
    assert repository.head() is None


def test_a_head_that_is_a_missing_commit_has_no_branch(git: Git, detached: Path) -> None:
    at_head(git, detached, "refs/remotes/origin/topic")
    (detached / ".git/HEAD").write_text("1" * 40 + "\n")
    repository = find(detached)
    assert repository is not None
    assert (repository.head(), repository.branch()) == (None, None)
