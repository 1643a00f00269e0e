"""What doctor says of a run, and what of it `report` and `done` warn of."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Command

SHA = "3f786850e387550fdab836ed7e6dc881de23001b"
GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "7", "GITHUB_REPOSITORY": "o/r"}
TRAVIS = {"TRAVIS": "true", "TRAVIS_BUILD_NUMBER": "7"}


def _git(*words: str, folder: Path | None = None) -> str:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    command = ["git", *identity, *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    ("env", "words", "name", "status", "said"),
    [
        (GITHUB, [], "token", "problem", "GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}"),
        ({}, [], "token", "problem", "set COVERALLS_REPO_TOKEN"),
        ({"GITHUB_TOKEN": "ghs_x1y2z3"}, [], "token", "problem", "on GitHub Actions only"),
        ({"COVERALLS_REPO_TOKEN": "$(Secret)"}, [], "token", "problem", "unexpanded macro"),
        (
            TRAVIS | {"TRAVIS_PULL_REQUEST_SLUG": "me/r", "TRAVIS_REPO_SLUG": "o/r"},
            [],
            "token",
            "problem",
            "forks (me/r) get no secrets",
        ),
        (
            {"GITLAB_CI": "true", "CI_COMMIT_REF_PROTECTED": "false"},
            [],
            "token",
            "problem",
            "protected variables are kept from this branch",
        ),
        (GITHUB | {"GITHUB_TOKEN": "ghs_x1y2z3"}, [], "token", "ok", "from $GITHUB_TOKEN"),
        (GITHUB, ["-r", "abcdefgh"], "token kind", "warning", "--service-name github-actions"),
        (TRAVIS, ["-r", "ghs_x1y2z3"], "token kind", "warning", "--service-name github"),
        ({}, [], "ci", "warning", "no CI service was detected"),
        (TRAVIS, [], "ci", "ok", "Travis CI was detected"),
        (
            TRAVIS | {"JENKINS_URL": "https://ci"},
            [],
            "several ci services",
            "warning",
            "variables of jenkins are set too",
        ),
        ({"COVERALLS_FLAG_NAME": "$(flag)"}, [], "unexpanded macro", "warning", "COVERALLS_FLAG"),
        (GITHUB, ["-p"], "flag", "warning", "--job-flag"),
        (GITHUB, ["-p", "-j", "unit"], "flag", "ok", "unit"),
        ({}, ["-p"], "build number", "problem", "COVERALLS_SERVICE_NUMBER"),
        ({}, ["--build-number", "4"], "build number", "ok", "from --build-number"),
        (
            GITHUB | {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": "gone.json"},
            [],
            "configuration",
            "warning",
            "gone.json",
        ),
        (
            TRAVIS | {"TRAVIS_PULL_REQUEST": "3", "TRAVIS_BRANCH": "main"},
            [],
            "compare",
            "ok",
            "--compare auto",
        ),
    ],
)
def test_doctor_says_what_may_go_wrong_and_what_to_type(
    coverup: Command,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    env: dict[str, str],
    words: list[str],
    name: str,
    status: str,
    said: str,
) -> None:
    for variable, value in env.items():
        monkeypatch.setenv(variable, value)
    found = json.loads(coverup("doctor", "--json", *words).out)
    checks = {check["name"]: check for check in found["checks"]}
    assert checks[name]["status"] == status
    assert said in f"{checks[name]['message']} {checks[name]['hint']}"


def test_a_checkout_of_another_commit_is_told(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _git("init", "-q")
    _git("add", ".")
    _git("commit", "-qm", "First")
    monkeypatch.setenv("COVERALLS_GIT_COMMIT", SHA)
    ran = coverup("report", "--dry-run")
    assert f"but the job is about {SHA[:12]}" in ran.err


def test_a_checked_out_merge_of_the_commit_is_no_other_commit(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _git("init", "-qb", "main")
    _git("add", ".")
    _git("commit", "-qm", "First")
    _git("switch", "-qc", "topic")
    _git("commit", "-qm", "Second", "--allow-empty")
    topic = _git("rev-parse", "HEAD").strip()
    _git("switch", "-q", "main")
    _git("merge", "-q", "--no-ff", "-m", "Merge", "topic")
    monkeypatch.setenv("COVERALLS_GIT_COMMIT", topic)
    checks = {each["name"]: each for each in json.loads(coverup("doctor", "--json").out)["checks"]}
    assert checks["git"]["status"] == "ok"


@pytest.mark.parametrize("is_here", [True, False])
def test_a_shallow_clone_is_told_and_only_a_missing_commit_matters(
    coverup: Command,
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_here: bool,
) -> None:
    _git("init", "-q")
    _git("add", ".")
    _git("commit", "-qm", "First")
    old = _git("rev-parse", "HEAD").strip()
    _git("commit", "-qm", "Second", "--allow-empty")
    _git("clone", "-q", "--depth=1", project.as_uri(), str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    if not is_here:
        monkeypatch.setenv("COVERALLS_GIT_COMMIT", old)
    checks = {each["name"]: each for each in json.loads(coverup("doctor", "--json").out)["checks"]}
    assert checks["shallow clone"]["status"] == ("ok" if is_here else "warning")
    assert checks["shallow clone"]["hint"] == (
        None if is_here else f"git fetch --depth=1 origin {old}"
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root for chown")
def test_a_checkout_of_another_user_is_told_and_read(coverup: Command, project: Path) -> None:
    _git("init", "-q")
    _git("add", ".")
    _git("commit", "-qm", "First")
    for path in (project, *project.rglob("*")):
        os.chown(path, 12345, 12345)
    found = json.loads(coverup("doctor", "--json").out)
    checks = {check["name"]: check for check in found["checks"]}
    assert checks["ownership"]["hint"].endswith(f"safe.directory {project}")
    assert found["git"]["head"]["message"] == "First"


def test_report_and_done_warn_of_what_matters_to_them(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in {**GITHUB, "JENKINS_URL": "https://ci"}.items():
        monkeypatch.setenv(variable, value)
    reported = coverup("report", "--dry-run", "--parallel").err
    assert "may replace each other without a flag" in reported
    assert "is in no git repository" in reported
    closed = coverup("done", "--dry-run").err
    for told in (reported, closed):
        assert "variables of jenkins are set too" in told
    assert "git" not in closed.replace("GitHub", "")


def test_the_base_of_the_pull_request_is_sent_only_when_asked_for(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in {
        "GITLAB_CI": "true",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": SHA,
    }.items():
        monkeypatch.setenv(variable, value)
    assert "compare_ref" not in json.loads(coverup("report", "--dry-run", "-o", "-").out)
    job = json.loads(coverup("report", "--dry-run", "-o", "-", "--compare", "auto").out)
    assert (job["compare_ref"], job["compare_sha"]) == ("main", SHA)
    monkeypatch.setenv("COVERALLS_COMPARE", "auto")
    monkeypatch.setenv("COVERALLS_COMPARE_REF", "stable")
    job = json.loads(coverup("report", "--dry-run", "-o", "-").out)
    assert job["compare_ref"] == "stable"
