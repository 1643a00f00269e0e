"""What is said when a token may not do what is asked."""

from typing import Final

import pytest

from tests.invoked import Invoked, coverup
from tests.network.gitlab.standin import gitlab
from tests.network.gitlab.world import JOB, PATH, PRIVATE, SECRETS, WRITING, FakeJob, World
from tests.network.servers import Server

LISTING: Final = ("jobs", "--pipeline", "100")


def run(server: Server, env: dict[str, str], *words: str) -> Invoked:
    known = {"GITLAB_URL": server.url, "GITLAB_PROJECT": PATH, **env}
    ran = coverup(known, "gitlab", *words)
    assert not any(secret in ran.out + ran.err for secret in SECRETS)
    return ran


def in_ci(server: Server) -> dict[str, str]:
    return {"CI_JOB_TOKEN": JOB, "CI_API_V4_URL": f"{server.url}/api/v4"}


@pytest.mark.parametrize(
    ("words", "is_newer", "reason"),
    [
        (LISTING, True, None),
        (LISTING, False, "before GitLab 18 the token of a CI job may not list the jobs of a pipe"),
        (("job", "show"), False, None),
        (("job", "show", "1"), True, "the token of a CI job may not look at a job: set GITLAB_TOK"),
        (("job", "trace", "1"), True, "may not read the log of a job"),
        (("jobs", "--ref", "main"), True, "may not look at a pipeline"),
        (("job", "keep", "1"), True, "may not look at a job"),
    ],
)
def test_the_token_of_a_ci_job_may_do_what_the_servers_table_says(
    words: tuple[str, ...], is_newer: bool, reason: str | None
) -> None:
    jobs = [FakeJob(1, "unit", trace=b"log"), FakeJob(2, "own", status="running")]
    with gitlab(World(jobs=jobs, lists_for_jobs=is_newer)) as (server, _):
        ran = run(server, in_ci(server), *words)
    assert (ran.code == 0) is (reason is None), ran.err
    if reason:
        assert ran.code == 6
        assert reason in ran.err
        assert "set GITLAB_TOKEN to one with the scope read_api" in ran.err


def test_child_pipelines_are_left_out_for_the_token_of_a_ci_job() -> None:
    with gitlab(World(jobs=[FakeJob(1, "unit")])) as (server, _):
        ran = run(server, in_ci(server), *LISTING, "--children")
    assert ran.code == 0
    assert "child pipelines are left out: GitLab: cannot list the trigger jobs" in ran.err


def test_a_persons_token_goes_before_that_of_the_job() -> None:
    with gitlab(World(jobs=[FakeJob(1, "unit")])) as (server, _):
        assert run(server, {**in_ci(server), "GITLAB_TOKEN": PRIVATE}, "job", "show", "1").code == 0


def test_the_token_of_a_ci_job_goes_to_the_server_of_that_ci_only() -> None:
    with gitlab(World(jobs=[FakeJob(1, "unit")])) as (server, _):
        env = {"CI_JOB_TOKEN": JOB, "CI_API_V4_URL": "https://gitlab.example.com/api/v4"}
        ran = run(server, env, *LISTING)
        assert "no token was sent: set GITLAB_TOKEN" in ran.err
        assert JOB not in "".join(request.everything for request in server.requests)


@pytest.mark.parametrize(
    ("token", "words", "reason"),
    [
        ("wrong-token", LISTING, "cannot list the jobs of a pipeline: 401 Unauthorized"),
        ("", LISTING, "no token was sent: set GITLAB_TOKEN to one with the scope read_api"),
        (PRIVATE, ("job", "retry", "1"), "cannot retry a job: 403 insufficient_scope"),
        (PRIVATE, ("job", "retry", "1"), "the token needs the scope api"),
        (WRITING, ("job", "retry", "2"), "the job's state does not allow it"),
        (WRITING, ("job", "keep", "1"), "cannot keep a job: 404"),
        (PRIVATE, ("job", "show", "99"), "check project and number; GitLab answers so too with"),
        (PRIVATE, (*LISTING, "--project", "other/app"), "404 Project Not Found"),
        (PRIVATE, ("collect", "--from-ref", "main", "--job", "unit"), "artifacts:paths too"),
        (PRIVATE, ("jobs", "--sha", "d" * 40), "GitLab has no pipeline for the commit ddd"),
    ],
)
def test_a_refusal_says_what_is_missing(token: str, words: tuple[str, ...], reason: str) -> None:
    with gitlab(World(jobs=[FakeJob(1, "unit"), FakeJob(2, "b", status="running")])) as (server, _):
        ran = run(server, {"GITLAB_TOKEN": token}, *words)
    assert ran.code == 6
    assert reason in ran.err


@pytest.mark.parametrize(
    ("env", "words", "reason"),
    [
        ({"GITLAB_PROJECT": ""}, LISTING, "no project on GitLab is known"),
        ({}, ("jobs",), "no pipeline is known"),
        ({}, ("jobs", "--pipeline", "main"), "--pipeline: 'main' is not the number"),
        ({"GITLAB_URL": "https://u:p@gitlab.example.com"}, LISTING, "$GITLAB_URL: this is not"),
        ({"GITLAB_URL": "http://gitlab.example.com"}, LISTING, "would get the token unencrypted"),
        ({}, ("coverage", "1", "--regex", "("), "--regex: not a pattern"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    env: dict[str, str], words: tuple[str, ...], reason: str
) -> None:
    with gitlab(World(jobs=[])) as (server, _):
        ran = run(server, {"GITLAB_TOKEN": PRIVATE, **env}, *words)
        assert server.requests == []
    assert ran.code == 3
    assert reason in ran.err
