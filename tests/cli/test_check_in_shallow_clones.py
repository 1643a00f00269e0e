"""Patch coverage at the fetch depth that CI gives: it is enough, or the fetch is named."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.invoked import Invoked, coverup
from tests.needs import needs

LCOV = "SF:a.py\nDA:1,1\nDA:2,1\nDA:3,0\nend_of_record\n"


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository whose pull request adds two lines, while the base branch went on."""
    folder = tmp_path / "origin"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "a.py", "one = 1\n")
    git(folder, "checkout", "-qb", "feature")
    commit(folder, "a.py", "one = 1\ntwo = 2\nthree = 3\n")
    git(folder, "checkout", "-q", "main")
    commit(folder, "b.py", "four = 4\n")
    git(folder, "checkout", "-qb", "merge")
    git(folder, "merge", "-q", "--no-ff", "-m", "Merge", "feature")
    return folder


def git(folder: Path, *words: str) -> str:
    command = [needs("git"), "-c", "user.name=A", "-c", "user.email=a@example.com", *words]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", f"Write {name}")


def clone(origin: Path, branch: str, depth: int) -> Path:
    folder = origin.parent / f"{branch}-{depth}"
    words = ("clone", "-q", f"--depth={depth}", "-b", branch, origin.as_uri(), str(folder))
    git(origin.parent, *words)
    (folder / "lcov.info").write_text(LCOV)
    return folder


def github(origin: Path) -> dict[str, str]:
    head, base = git(origin, "rev-parse", "feature"), git(origin, "rev-parse", "main")
    event = origin.parent / "event.json"
    request = {"number": 1, "head": {"sha": head, "ref": "feature"}}
    request["base"] = {"sha": base, "ref": "main"}
    event.write_text(json.dumps({"pull_request": request}))
    return {
        "PATH": str(Path(needs("git")).parent),
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_SHA": git(origin, "rev-parse", "merge"),
        "GITHUB_REF": "refs/pull/1/merge",
        "GITHUB_HEAD_REF": "feature",
        "GITHUB_BASE_REF": "main",
    }


def checked(folder: Path, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Invoked:
    monkeypatch.chdir(folder)
    return coverup(env, "check", "--json", "lcov.info")


def lines_of_patch(ran: Invoked) -> Any:
    patch = json.loads(ran.out)["patch"]
    return (None if patch is None else patch["totals"]["lines"]["relevant"]), ran.err


def test_two_commits_are_enough_for_a_merge_that_github_made(
    origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = checked(clone(origin, "merge", 2), github(origin), monkeypatch)
    assert lines_of_patch(ran)[0] == 2, ran.err


def test_one_commit_is_not_and_the_fetch_that_mends_it_is_named(
    origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = clone(origin, "merge", 1)
    ran = checked(folder, github(origin), monkeypatch)
    assert lines_of_patch(ran)[0] is None
    [fetch] = re.findall(r"git (fetch [^`)\n]+)", ran.err)
    git(folder, *fetch.split())
    assert lines_of_patch(checked(folder, github(origin), monkeypatch))[0] == 2


def test_the_merge_base_is_enough_on_gitlab(origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = git(origin, "merge-base", "main", "feature")
    env = {
        "PATH": str(Path(needs("git")).parent),
        "GITLAB_CI": "true",
        "CI_COMMIT_SHA": git(origin, "rev-parse", "feature"),
        "CI_MERGE_REQUEST_IID": "1",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
    }
    ran = checked(clone(origin, "feature", 2), env, monkeypatch)
    assert lines_of_patch(ran)[0] == 2, ran.err


def test_the_copy_of_a_whole_history_needs_nothing(
    origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = origin.parent / "copy"
    shutil.copytree(origin, folder)
    (folder / "lcov.info").write_text(LCOV)
    assert lines_of_patch(checked(folder, github(origin), monkeypatch))[0] == 2
