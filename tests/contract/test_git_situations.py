"""Each kind of checkout that a CI makes, as a real repository, through `report --dry-run -o -`.

Whatever the checkout, the job names the commit under test and what git knows of that very commit,
or leaves it out. `HEAD` is never a branch, and nothing about git ends an upload.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.contract.conftest import Doctor, Job, Origin, Report, commit, git

ELSEWHERE: Final = "89e6c98d92887913cadf06b2adb97f26cde4849b"
"""A commit that no repository of these tests has."""
GITHUB: Final = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_RUN_ID": "7",
    "GITHUB_EVENT_NAME": "pull_request",
    "GITHUB_REF": "refs/pull/42/merge",
    "GITHUB_REF_NAME": "42/merge",
    "GITHUB_HEAD_REF": "topic",
    "GITHUB_BASE_REF": "main",
}


def head(job: Job) -> tuple[str | None, str | None, str | None]:
    """Return the commit's id, author and message, None for what is not told."""
    told = job.get("git", {}).get("head", {})
    return told.get("id"), told.get("author_name"), told.get("message")


def test_a_clone_of_depth_one(origin: Origin, tmp_path: Path, report: Report) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", origin.path.as_uri(), "work")
    job = report(tmp_path / "work")
    assert head(job) == (origin.main, "Ada", "the last of main")
    assert job["service_branch"] == "main"


class TestThePullRequestsMerge:
    def test_on_github_the_head_is_the_merges_second_parent(
        self, origin: Origin, tmp_path: Path, report: Report, doctor: Doctor
    ) -> None:
        work = origin.fetched(tmp_path, "refs/pull/42/merge")
        env = GITHUB | {"GITHUB_SHA": origin.merge}
        assert head(report(work, **env)) == (origin.topic, None, None)
        assert doctor(work, **env)["commit_sha"] == {
            "value": origin.topic,
            "source": "git: second parent of $GITHUB_SHA",
        }

    def test_a_head_that_is_in_the_clone_is_told_with_its_author(
        self, origin: Origin, tmp_path: Path, report: Report
    ) -> None:
        work = origin.fetched(tmp_path, "refs/pull/42/merge")
        git(work, "fetch", "--quiet", "--depth=2", "origin", "refs/pull/42/merge")
        job = report(work, **GITHUB, GITHUB_SHA=origin.merge)
        assert head(job) == (origin.topic, "Tim", "the topic")
        assert job["service_branch"] == "topic"

    def test_the_event_file_goes_before_the_merge(
        self, origin: Origin, tmp_path: Path, report: Report
    ) -> None:
        work = origin.fetched(tmp_path, "refs/pull/42/merge")
        event = tmp_path / "event.json"
        event.write_text(json.dumps({"pull_request": {"head": {"sha": ELSEWHERE}}}))
        env = GITHUB | {"GITHUB_SHA": origin.merge, "GITHUB_EVENT_PATH": str(event)}
        assert head(report(work, **env)) == (ELSEWHERE, None, None)

    @pytest.mark.parametrize(
        "env",
        [
            {"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "42", "TRAVIS_COMMIT": "MERGE"},
            {
                "TF_BUILD": "True",
                "BUILD_SOURCEBRANCH": "refs/pull/42/merge",
                "BUILD_SOURCEVERSION": "MERGE",
            },
        ],
        ids=["travis", "azure"],
    )
    def test_travis_and_azure_test_the_forges_merge_too(
        self, origin: Origin, tmp_path: Path, report: Report, env: dict[str, str]
    ) -> None:
        work = origin.fetched(tmp_path, "refs/pull/42/merge")
        variables = {name: value.replace("MERGE", origin.merge) for name, value in env.items()}
        job = report(work, **variables)
        assert head(job) == (origin.topic, None, None)
        assert job["service_pull_request"] == "42"

    @pytest.mark.parametrize("scripted", [False, True], ids=["GIT_COMMIT", "no GIT_COMMIT"])
    def test_jenkins_merges_the_target_into_the_head(
        self, origin: Origin, tmp_path: Path, report: Report, scripted: bool
    ) -> None:
        git(tmp_path, "clone", "--quiet", origin.path.as_uri(), "work")
        work = tmp_path / "work"
        git(work, "checkout", "--quiet", "--detach", origin.topic)
        jenkins = {"GIT_COMMITTER_NAME": "Jenkins", "GIT_COMMITTER_EMAIL": "nobody@nowhere"}
        jenkins |= {"GIT_AUTHOR_NAME": "Jenkins", "GIT_AUTHOR_EMAIL": "nobody@nowhere"}
        git(work, "merge", "--quiet", "--no-ff", origin.main, **jenkins)
        env = {"JENKINS_URL": "https://j", "CHANGE_ID": "42", "CHANGE_BRANCH": "topic"}
        if not scripted:
            env["GIT_COMMIT"] = git(work, "rev-parse", "HEAD")
        job = report(work, **env)
        assert head(job) == (origin.topic, "Tim", "the topic")
        assert job["service_branch"] == "topic"

    def test_somebodys_own_merge_on_jenkins_is_a_commit_like_any(
        self, origin: Origin, report: Report
    ) -> None:
        git(origin.path, "checkout", "--quiet", "--detach", origin.merge)
        env = {"JENKINS_URL": "https://j", "CHANGE_ID": "42", "GIT_COMMIT": origin.merge}
        assert head(report(origin.path, **env))[0] == origin.merge

    def test_gitlabs_message_of_the_merge_is_not_that_of_the_head(
        self, origin: Origin, tmp_path: Path, report: Report
    ) -> None:
        work = origin.fetched(tmp_path, "refs/pull/42/merge")
        env = {
            "GITLAB_CI": "true",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": origin.topic,
            "CI_COMMIT_SHA": origin.merge,
            "CI_COMMIT_MESSAGE": "Merge topic into main",
        }
        assert head(report(work, **env)) == (origin.topic, None, None)


class TestADetachedHead:
    def test_is_on_the_one_branch_of_the_remote_that_points_at_it(
        self, origin: Origin, tmp_path: Path, report: Report
    ) -> None:
        git(tmp_path, "clone", "--quiet", origin.path.as_uri(), "work")
        git(tmp_path / "work", "checkout", "--quiet", "--detach", "origin/topic")
        job = report(tmp_path / "work")
        assert job["service_branch"] == "topic"
        assert head(job) == (origin.topic, "Tim", "the topic")

    def test_has_no_branch_when_several_point_at_it(
        self, origin: Origin, tmp_path: Path, report: Report
    ) -> None:
        git(origin.path, "branch", "release", origin.topic)
        git(tmp_path, "clone", "--quiet", origin.path.as_uri(), "work")
        git(tmp_path / "work", "checkout", "--quiet", "--detach", "origin/topic")
        job = report(tmp_path / "work")
        assert "service_branch" not in job
        assert head(job) == (origin.topic, "Tim", "the topic")

    def test_of_a_tag_is_the_tag_that_the_service_names(
        self, origin: Origin, tmp_path: Path, report: Report
    ) -> None:
        git(origin.path, "tag", "--annotate", "--message=one", "v1", origin.first)
        work = origin.fetched(tmp_path, "refs/tags/v1")
        env = GITHUB | {"GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/tags/v1"}
        env |= {"GITHUB_REF_NAME": "v1", "GITHUB_HEAD_REF": "", "GITHUB_SHA": origin.first}
        job = report(work, **env)
        assert job["service_branch"] == "v1"
        assert head(job) == (origin.first, "Barbara", "the first")
        assert "service_branch" not in report(work)


def test_a_worktree(origin: Origin, tmp_path: Path, report: Report) -> None:
    git(origin.path, "worktree", "add", "--quiet", str(tmp_path / "tree"), "topic")
    job = report(tmp_path / "tree")
    assert head(job) == (origin.topic, "Tim", "the topic")
    assert job["service_branch"] == "topic"


def test_a_submodule_is_a_repository_of_its_own(
    origin: Origin, tmp_path: Path, report: Report
) -> None:
    git(tmp_path, "init", "--quiet", "outer")
    outer = tmp_path / "outer"
    git(outer, "submodule", "--quiet", "add", origin.path.as_uri(), "sub")
    commit(outer, "with a submodule")
    job = report(outer / "sub")
    assert head(job) == (origin.main, "Ada", "the last of main")
    assert job["service_branch"] == "main"


def test_before_the_first_commit_there_is_a_branch_and_no_commit(
    origin: Origin, tmp_path: Path, report: Report
) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=trunk", "new")
    for name in ("a.py", "lcov.info"):
        (tmp_path / "new" / name).write_bytes((origin.path / name).read_bytes())
    git(tmp_path / "new", "add", "--all")
    job = report(tmp_path / "new")
    assert "commit_sha" not in job
    assert job["git"] == {"branch": "trunk"}


def test_a_bare_repository_is_no_checkout(origin: Origin, tmp_path: Path, report: Report) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", origin.path.as_uri(), "bare.git")
    for name in ("a.py", "lcov.info"):
        (tmp_path / "bare.git" / name).write_bytes((origin.path / name).read_bytes())
    assert "git" not in report(tmp_path / "bare.git")


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\xff" * 40, b"ref: HEAD\n", b"ref: refs/heads/gone\n", b"f" * 40],
    ids=["empty", "binary", "itself", "no branch", "no commit"],
)
def test_a_head_that_leads_nowhere_is_left_out(
    origin: Origin, report: Report, content: bytes
) -> None:
    (origin.path / ".git/HEAD").write_bytes(content)
    assert "commit_sha" not in report(origin.path)
    known = report(origin.path, COVERALLS_GIT_COMMIT=origin.topic, COVERALLS_GIT_BRANCH="topic")
    assert known["commit_sha"] == origin.topic
    assert known["service_branch"] == "topic"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_a_checkout_of_another_user_without_safe_directory(origin: Origin, report: Report) -> None:
    for path in [origin.path, *origin.path.rglob("*")]:
        os.chown(path, 12345, 12345)
    with pytest.raises(subprocess.CalledProcessError):
        git(origin.path, "status")
    job = report(origin.path)
    assert head(job) == (origin.main, "Ada", "the last of main")
    assert job["service_branch"] == "main"


def test_without_the_git_program(origin: Origin) -> None:
    words = ["report", "lcov.info", "--dry-run", "-o", "-"]
    done = subprocess.run(
        [sys.executable, "-m", "coverup", *words],
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=origin.path,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    job = json.loads(done.stdout)
    assert head(job) == (origin.main, "Ada", "the last of main")
    assert job["service_branch"] == "main"


class TestTheCommitThatVariablesName:
    def test_may_be_short_and_is_told_in_full(
        self, origin: Origin, report: Report, doctor: Doctor
    ) -> None:
        env = {"BITBUCKET_BUILD_NUMBER": "7", "BITBUCKET_COMMIT": origin.topic[:12]}
        assert head(report(origin.path, **env)) == (origin.topic, "Tim", "the topic")
        source = doctor(origin.path, **env)["commit_sha"]["source"]
        assert source == "git: $BITBUCKET_COMMIT"

    def test_stays_short_where_git_does_not_have_it(self, origin: Origin, report: Report) -> None:
        env = {"BITBUCKET_BUILD_NUMBER": "7", "BITBUCKET_COMMIT": ELSEWHERE[:12]}
        assert head(report(origin.path, **env)) == (ELSEWHERE[:12], None, None)

    def test_may_be_head_as_buildkite_says(self, origin: Origin, report: Report) -> None:
        env = {"BUILDKITE": "true", "BUILDKITE_COMMIT": "HEAD", "BUILDKITE_BRANCH": "HEAD"}
        job = report(origin.path, **env)
        assert head(job) == (origin.main, "Ada", "the last of main")
        assert job["service_branch"] == "main"

    @pytest.mark.parametrize("digits", [7, 40])
    def test_may_be_older_than_what_is_checked_out(
        self, origin: Origin, report: Report, digits: int
    ) -> None:
        job = report(origin.path, COVERALLS_GIT_COMMIT=origin.first[:digits])
        assert head(job) == (origin.first, "Barbara", "the first")
        assert job["git"]["head"]["committer_name"] == "Grace Hopper"

    def test_that_is_no_hash_gives_way_to_git(self, origin: Origin, report: Report) -> None:
        assert head(report(origin.path, COVERALLS_GIT_COMMIT="topic"))[0] == origin.main
