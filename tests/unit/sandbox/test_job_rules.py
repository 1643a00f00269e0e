import json
from typing import Any

import pytest

from coverup.sandbox.job_rules import NO_REPOSITORY, TEXT_FIELDS, check
from coverup.sandbox.understood import Findings, Job, Refused

FILES = [{"name": "example.rb", "source_digest": "0" * 32, "coverage": [None, 1, None]}]
JOB = {
    "repo_token": "JXNndt7hKpvcXmdcpJfCKKgy01qsvrhNk",
    "service_name": "travis-ci",
    "service_job_id": "235900128",
    "source_files": FILES,
}


def understood(**changes: Any) -> tuple[Job, list[str]]:
    findings = Findings()
    job = check({**JOB, **changes}, findings)
    return job, findings.remarks()


def reasons(**changes: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        check({**JOB, **changes}, Findings())
    assert refused.value.status == 422
    return refused.value.reasons


def test_the_documents_example_is_understood_without_a_remark() -> None:
    job, remarks = understood()
    assert job.fields == {"service_name": "travis-ci", "service_job_id": "235900128"}
    assert (job.parallel, job.git, remarks) == (False, {}, [])


@pytest.mark.parametrize("token", [None, "", "  ", 7])
def test_a_job_without_a_token_matches_no_repository(token: object) -> None:
    with pytest.raises(Refused) as refused:
        check({**JOB, "repo_token": token}, Findings())
    assert refused.value.message == NO_REPOSITORY


@pytest.mark.parametrize("name", TEXT_FIELDS)
@pytest.mark.parametrize("value", [7, True, ["x"], {"x": 1}])
def test_a_text_field_must_be_a_string(name: str, value: object) -> None:
    assert reasons(**{name: value}) == [f"{name} must be a string, not {json.dumps(value)}"]


@pytest.mark.parametrize("name", TEXT_FIELDS)
@pytest.mark.parametrize(("value", "kind"), [(None, "null"), ("", "empty")])
def test_an_unknown_value_should_be_left_out(name: str, value: object, kind: str) -> None:
    job, remarks = understood(**{name: value})
    assert name not in job.fields
    assert f"{name} is {kind}: a value that is not known should be left out" in remarks


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"commit_sha": "HEAD"}, 'commit_sha must be 7 to 64 hexadecimal digits, not "HEAD"'),
        ({"commit_sha": "abc"}, "commit_sha must be"),
        ({"compare_sha": "main"}, "compare_sha must be"),
        ({"run_at": "yesterday"}, "run_at must be a time that Ruby can parse"),
        ({"parallel": "maybe"}, 'parallel must be true or false, not "maybe"'),
        ({"parallel": 1}, "parallel must be true or false, not 1"),
        ({"parallel": None}, "parallel must be true or false, not null"),
        ({"source_files": None}, "source_files is missing or not an array"),
        ({"git": "main"}, 'git must be an object, not "main"'),
        ({"git": {"head": "abc"}}, 'git.head must be an object, not "abc"'),
        ({"git": {"head": {"id": "HEAD"}}}, "git.head.id must be 7 to 64 hexadecimal digits"),
        ({"git": {"head": {"id": 7}}}, "git.head.id must be a string, not 7"),
        ({"git": {"branch": ["main"]}}, "git.branch must be a string"),
        ({"git": {"remotes": {}}}, "git.remotes must be an array"),
        ({"git": {"remotes": ["origin"]}}, "git.remotes[0] must be an object with name and url"),
    ],
)
def test_a_broken_rule_has_its_reason(changes: dict[str, Any], reason: str) -> None:
    assert reason in reasons(**changes)[0]


def test_all_broken_rules_are_told_at_once_after_a_summary() -> None:
    with pytest.raises(Refused) as refused:
        check({**JOB, "service_number": 7, "run_at": "?", "source_files": [1]}, Findings())
    summary, *lines = refused.value.message.split("\n")
    assert summary == "The job breaks 3 rules of docs.coveralls.io/api-jobs-endpoint:"
    assert lines == [f"- {reason}" for reason in refused.value.reasons]
    assert len(lines) == 3


@pytest.mark.parametrize(
    "run_at",
    [
        "2013-02-18 00:52:48 -0800",
        "2013-02-18 00:52:48 UTC",
        "2024-05-01T10:00:00Z",
        "2024-05-01T10:00:00.123Z",
        "2024-05-01T10:00:00.123456789+02:00",
        "Wed, 01 May 2024 10:00:00 +0000",
    ],
)
def test_a_time_may_have_any_of_the_usual_forms(run_at: str) -> None:
    job, remarks = understood(run_at=run_at)
    assert job.fields["run_at"] == run_at
    assert not remarks


@pytest.mark.parametrize(
    ("value", "meaning"), [("true", True), ("1", True), ("False", False), ("0", False)]
)
def test_parallel_as_a_string_is_understood_with_a_remark(value: str, meaning: bool) -> None:
    job, remarks = understood(parallel=value, service_number="1")
    assert job.parallel is meaning
    assert remarks == [f'parallel is the string "{value}"; it should be a boolean']


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"base_dir": "src"}, 'unknown key "base_dir" in the job'),
        ({"git": {"head": {"id": "a" * 40}, "tag": "v1"}}, 'unknown key "tag" in git'),
        ({"git": {"branch": "main"}}, "git.head is missing"),
        ({"git": {"head": {"message": "x"}}}, "git.head.id is missing"),
        ({"service_pull_request": "false"}, "service_pull_request should be a plain number"),
        ({"service_name": None, "repo_token": "x"}, "service_name is missing"),
        ({"parallel": True}, "parallel without service_number"),
        ({"service_name": "github"}, "service_name github goes with a repo_name"),
        ({"source_files": []}, "source_files is empty"),
    ],
)
def test_what_is_odd_but_understood_is_remarked(changes: dict[str, Any], remark: str) -> None:
    _, remarks = understood(**changes)
    assert remark in remarks[-1]


def test_git_data_is_understood() -> None:
    head = {"id": "b31f08d", "author_name": "Nick", "author_email": "n@x", "message": "Bump"}
    remotes = [{"name": "origin", "url": "git@github.com:lemurheavy/coveralls-ruby.git"}]
    job, remarks = understood(git={"head": head, "branch": "master", "remotes": remotes})
    assert job.git == {
        "id": "b31f08d",
        "author_name": "Nick",
        "message": "Bump",
        "branch": "master",
        "remotes": remotes,
    }
    assert not remarks


def test_a_password_in_a_remote_is_masked() -> None:
    remote = {"name": "origin", "url": "https://ci:s3cret@example.com/a.git"}
    job, remarks = understood(git={"head": {"id": "b31f08d"}, "remotes": [remote]})
    assert job.git["remotes"] == [{"name": "origin", "url": "https://***@example.com/a.git"}]
    assert remarks == ["the URL of a git remote holds a user name or password"]
