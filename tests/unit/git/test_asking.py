"""git is asked once for each thing, and GitPython only where git does not answer."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coverup.errors import ConfigError
from coverup.git.diff import diff_since
from tests.unit.git.twins import QUESTIONS, told_and_stored

Git = Callable[..., str]

PROGRAM = """
import json, sys
from pathlib import Path
from coverup.git import find
asked = []
def hear(event, arguments):
    if event == "subprocess.Popen":
        asked.append(next(word for word in arguments[1][1:] if word != "-c" and "=" not in word))
sys.addaudithook(hear)
answers = []
if repository := find(Path(sys.argv[1])):
    for _ in range(2):
        head = repository.head()
        commits = [head and repository.commit(head.id), repository.commit("1" * 40)]
        paths = repository.tracked()
    answers = [head and head.message, repository.branch(), len(repository.remotes()), *paths]
print(json.dumps([answers, asked, "git" in sys.modules]))
"""
ANSWERS = ["the second\n\nWith a body.", "main", 1, "file0.py", "file1.py", "src/app.py"]


def asked(start: Path, **variables: str) -> list[object]:
    """Return the answers, the questions put to git, and whether GitPython was imported."""
    environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)} | variables
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(start)],
        env=environment,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    answers: list[object] = json.loads(done.stdout)
    return answers


@pytest.fixture
def remote(git: Git, repo: Path) -> Path:
    git(repo, "remote", "add", "origin", "https://example.com/a/b.git")
    return repo


def test_a_branch_takes_five_processes_of_git(remote: Path) -> None:
    questions = ["config", "cat-file", "cat-file", "ls-files", "symbolic-ref"]
    assert asked(remote / "src") == [ANSWERS, questions, False]


def test_a_detached_head_takes_one_more(git: Git, remote: Path) -> None:
    git(remote, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(remote, "checkout", "--quiet", "--detach")
    questions = ["config", "cat-file", "cat-file", "ls-files", "symbolic-ref", "for-each-ref"]
    assert asked(remote) == [ANSWERS, questions, False]


def test_before_the_first_commit_git_is_enough(git: Git, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=trunk")
    questions = ["config", "cat-file", "cat-file", "ls-files", "symbolic-ref"]
    assert asked(tmp_path) == [[None, "trunk", 0], questions, False]


def test_outside_a_repository_nothing_is_asked(tmp_path: Path) -> None:
    assert asked(tmp_path) == [[], [], False]


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize("failure", ["exit 127", "echo 'no developer tools' >&2; exit 1"])
def test_a_git_that_cannot_answer_is_as_none(remote: Path, tmp_path: Path, failure: str) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    script = f"#!/bin/sh\n[ $# = 1 ] || {{ {failure}; }}\necho git version 1.0\n"
    (programs / "git").write_text(script)
    (programs / "git").chmod(0o755)
    answers, _, is_imported = asked(remote, PATH=str(programs))
    assert (answers, is_imported) == (ANSWERS, True)


def test_all_that_is_asked_of_git_is_asked_of_gitpython_too(remote: Path) -> None:
    """The fixture of this folder compares the two for every other repository."""
    told, stored = told_and_stored(remote)
    assert told == stored
    assert told.keys() == QUESTIONS.keys()
    assert None not in told.values()


def test_without_git_nothing_is_told(remote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(remote / "nothing"))
    told, stored = told_and_stored(remote)
    assert told == {}
    assert stored.keys() == QUESTIONS.keys()
    with pytest.raises(ConfigError, match="the base HEAD is not in this clone"):
        diff_since(remote, "HEAD", remote_first=False, exact=False)
