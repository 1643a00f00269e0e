import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coverup.git import find

Git = Callable[..., str]


def tracked(start: Path) -> tuple[str, ...]:
    repository = find(start)
    assert repository is not None
    return repository.tracked()


def test_the_files_of_the_index_are_told_from_the_root(git: Git, repo: Path) -> None:
    (repo / "file0.py").unlink()
    (repo / "untracked.py").touch()
    (repo / "src" / "added.py").touch()
    git(repo, "add", "--intent-to-add", "src/added.py")
    (repo / "src" / "link.py").symlink_to("app.py")
    git(repo, "add", "src/link.py")
    assert tracked(repo / "src") == (
        "file0.py",
        "file1.py",
        "src/added.py",
        "src/app.py",
        "src/link.py",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_may_be_any_bytes(git: Git, repo: Path) -> None:
    names = [b'a\t"b".py', b"a\nb.py", b"gr\xf6\xdfe.py", "größe.py".encode()]
    for name in names:
        (repo / os.fsdecode(name)).touch()
    git(repo, "add", "--all")
    assert {os.fsencode(path) for path in tracked(repo)} > set(names)


def test_a_submodule_is_a_folder_and_not_a_file(git: Git, repo: Path) -> None:
    git(repo, "init", "--quiet", "sub")
    git(repo / "sub", "commit", "--quiet", "--allow-empty", "--message=one")
    git(repo, "-c", "advice.addEmbeddedRepo=false", "add", "sub")
    git(repo, "config", "submodule.recurse", "true")
    assert "160000" in git(repo, "ls-files", "--stage", "sub")
    assert tracked(repo) == ("file0.py", "file1.py", "src/app.py", "sub/")


def test_a_file_in_conflict_is_told_once(git: Git, repo: Path) -> None:
    for branch in ("ours", "theirs"):
        git(repo, "checkout", "--quiet", "-b", branch, "main")
        (repo / "src" / "app.py").write_text(f"{branch}\n")
        git(repo, "commit", "--quiet", "--all", f"--message={branch}")
    with pytest.raises(subprocess.CalledProcessError):
        git(repo, "merge", "ours")
    assert git(repo, "ls-files", "--unmerged").count("app.py") == 3
    assert tracked(repo) == ("file0.py", "file1.py", "src/app.py")


@pytest.mark.parametrize(
    "commands",
    [
        [("update-index", "--index-version=4")],
        [("update-index", "--split-index")],
        [("sparse-checkout", "init", "--cone", "--sparse-index")],
    ],
    ids=["version 4", "split", "sparse"],
)
def test_an_index_may_have_any_form(git: Git, repo: Path, commands: list[tuple[str, ...]]) -> None:
    for command in commands:
        git(repo, *command)
    assert tracked(repo) == ("file0.py", "file1.py", "src/app.py")
