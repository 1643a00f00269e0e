"""Real repositories as CI services clone them, and the command run in them."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.invoked import coverup
from tests.needs import needs

Job = dict[str, Any]
Report = Callable[..., Job]
Doctor = Callable[..., dict[str, dict[str, str]]]

LCOV: Final = "SF:a.py\nDA:1,1\nend_of_record\n"
GIT_SETTINGS: Final = {
    "PATH": os.defpath,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Grace Hopper",
    "GIT_COMMITTER_EMAIL": "grace@example.com",
}


def git(folder: Path, *words: str, **variables: str) -> str:
    command = [needs("git"), "-C", str(folder), "-c", "protocol.file.allow=always", *words]
    done = subprocess.run(
        command, env=GIT_SETTINGS | variables, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip()


def commit(folder: Path, message: str, author: str = "Ada") -> str:
    words = ("commit", "--quiet", "--allow-empty", f"--message={message}")
    git(folder, *words, GIT_AUTHOR_NAME=author)
    return git(folder, "rev-parse", "HEAD")


@dataclass(frozen=True)
class Origin:
    """The repository that CI services clone, with a pull request from `topic` into `main`.

    Attributes:
        first: The commit before the last of main.
        main: The last commit of main.
        topic: The pull request's head.
        merge: The forge's merge of the two, at refs/pull/42/merge: its second parent is the head.
    """

    path: Path
    first: str
    main: str
    topic: str
    merge: str

    def fetched(self, folder: Path, ref: str) -> Path:
        """Return a checkout as services make it: one commit deep, HEAD detached."""
        git(folder, "init", "--quiet", "--initial-branch=main", "work")
        work = folder / "work"
        git(work, "remote", "add", "origin", self.path.as_uri())
        git(work, "fetch", "--quiet", "--depth=1", "origin", ref)
        git(work, "checkout", "--quiet", "--detach", "FETCH_HEAD")
        return work


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    path = tmp_path / "origin"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(path))
    (path / "a.py").write_text("a = 1\n")
    (path / "lcov.info").write_text(LCOV)
    git(path, "add", "--all")
    first = commit(path, "the first", "Barbara")
    git(path, "checkout", "--quiet", "-b", "topic")
    topic = commit(path, "the topic", "Tim")
    git(path, "checkout", "--quiet", "main")
    main = commit(path, "the last of main")
    git(path, "checkout", "--quiet", "--detach")
    git(path, "merge", "--quiet", "--no-ff", "--message=Merge topic into main", "topic")
    merge = git(path, "rev-parse", "HEAD")
    git(path, "update-ref", "refs/pull/42/merge", merge)
    git(path, "checkout", "--quiet", "main")
    git(path, "config", "uploadpack.allowAnySHA1InWant", "true")
    return Origin(path, first, main, topic, merge)


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    """Run `coverup report` in a folder and return the job; its head must be the commit it names."""

    def run(folder: Path, **env: str) -> Job:
        monkeypatch.chdir(folder)
        ran = coverup(GIT_SETTINGS | env, "report", "lcov.info", "--dry-run", "-o", "-")
        assert ran.code == 0, ran.err
        job: Job = json.loads(ran.out)
        assert job.get("git", {}).get("head", {}).get("id") == job.get("commit_sha")
        assert job.get("git", {}).get("branch") == job.get("service_branch") != "HEAD"
        assert [file["name"] for file in job["source_files"]] == ["a.py"]
        return job

    return run


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """Run `coverup doctor` in a folder and return its fields."""

    def run(folder: Path, **env: str) -> dict[str, dict[str, str]]:
        monkeypatch.chdir(folder)
        ran = coverup(GIT_SETTINGS | env, "doctor", "--json")
        assert ran.code == 0, ran.err
        fields: dict[str, dict[str, str]] = json.loads(ran.out)["fields"]
        return fields

    return run
