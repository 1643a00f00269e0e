"""How values of CI variables are read, whoever wrote them."""

import pytest

from coverup.ci import branch_name, commit_hash, pull_request_number, truth, web_address
from coverup.ci.texts import meaningful

PULL_REQUESTS = {
    "42": "42",
    " 42 ": "42",
    "0042": "42",
    "PR 123": "123",
    "PR-24": "24",
    "pr/7": "7",
    "pull/1234": "1234",
    "refs/pull/42/merge": "42",
    "refs/pull/42/head": "42",
    "refs/pull/42": "42",
    "acme/widget!333": "333",
    "acme/widget#12": "12",
    "https://github.com/acme/widget/pull/42": "42",
    "https://github.com/acme/widget/pull/42/": "42",
    "https://github.com/acme/widget/pull/42/files": "42",
    "https://github.com/acme/widget/pull/42#issuecomment-9": "42",
    "https://github.com/acme/widget/pull/42?w=1": "42",
    "https://github.com/acme/pr-3/pull/42": "42",
    "https://api.github.com/repos/acme/widget/pulls/42": "42",
    "https://gitlab.com/acme/widget/-/merge_requests/9": "9",
    "https://gitlab.com/acme/widget/-/merge_requests/9/diffs": "9",
    "https://bitbucket.org/acme/widget/pull-requests/15/": "15",
    "https://bitbucket.org/acme/widget/pull-requests/15/diff": "15",
    "https://ci.example.com/merge-requests/16/commits": "16",
    "": None,
    "  ": None,
    "0": None,
    "000": None,
    "false": None,
    "true": None,
    "null": None,
    "undefined": None,
    "https://github.com/acme/widget/pull/": None,
    "$(System.PullRequest.PullRequestId)": None,
    "${PR_NUMBER}": None,
    "${PR/1}": None,
    "٤٢": None,
}
BRANCHES = {
    "main": "main",
    " main ": "main",
    "feature/a/b": "feature/a/b",
    "refs/heads/feature/a": "feature/a",
    "refs/tags/v1.0": "v1.0",
    "refs/remotes/origin/topic": "topic",
    "refs/remotes/upstream/topic/x": "topic/x",
    "refs/heads/refs/heads/odd": "refs/heads/odd",
    "origin/main": "origin/main",
    "octocat:patch-1": "octocat:patch-1",
    "gh-readonly-queue/main/pr-1-abc": "gh-readonly-queue/main/pr-1-abc",
    "head": "head",
    "HEAD": None,
    "detached": None,
    "refs/remotes/origin/HEAD": None,
    "(HEAD detached at 3f78685)": None,
    "(no branch)": None,
    "refs/heads/": None,
    "refs/pull/42/merge": None,
    "refs/merge-requests/9/head": None,
    "$(Build.SourceBranch)": None,
    "": None,
}
COMMITS = {
    "3f786850e387550fdab836ed7e6dc881de23001b": "3f786850e387550fdab836ed7e6dc881de23001b",
    "a" * 64: "a" * 64,
    "3f786850e387": "3f786850e387",
    "3f78685": "3f78685",
    "3F78685": "3F78685",
    "3f7868": None,
    "a" * 65: None,
    "HEAD": None,
    "main": None,
    "3f78685 ": "3f78685",
    "3f78685^": None,
    "": None,
}
LINKS = {
    "https://ci.example.com/1": "https://ci.example.com/1",
    "http://localhost:8080/job/1/": "http://localhost:8080/job/1/",
    "HTTPS://ci.example.com": "HTTPS://ci.example.com",
    "https://bot:secret@ci.example.com/1": "https://ci.example.com/1",
    "https://ci.example.com/a@b": "https://ci.example.com/a@b",
    "https://ci.example.com?mail=a@b": "https://ci.example.com?mail=a@b",
    "https://[::1]:8080/job": "https://[::1]:8080/job",
    "https://bücher.example/a b": "https://bücher.example/a b",
    "https://ci.example.com/$(Build.BuildId)": None,
    "https://ci.example.com/${BUILD}/1": None,
    "https://ci.example.com/1\nhttps://ci.example.com/2": None,
    "https://?build=1": None,
    "https://[": None,
    "https://": None,
    "/workflows/1": None,
    "null": None,
    "ftp://ci.example.com": None,
    "javascript:alert(1)": None,
    "": None,
}


@pytest.mark.parametrize(("text", "number"), PULL_REQUESTS.items())
def test_a_pull_request_number_is_found_in(text: str, number: str | None) -> None:
    assert pull_request_number(text) == number


@pytest.mark.parametrize(("ref", "name"), BRANCHES.items())
def test_a_branch_is_named_by(ref: str, name: str | None) -> None:
    assert branch_name(ref) == name


@pytest.mark.parametrize(("text", "commit"), COMMITS.items())
def test_a_commit_is_seven_to_sixty_four_hex_digits(text: str, commit: str | None) -> None:
    assert commit_hash(text) == commit


@pytest.mark.parametrize(("text", "link"), LINKS.items())
def test_a_link_is_a_web_address_without_credentials(text: str, link: str | None) -> None:
    assert web_address(text) == link


@pytest.mark.parametrize("text", ["", " ", "false", "False", "FALSE", "0", "no", "off", " Off "])
def test_a_switch_is_off(text: str) -> None:
    assert not truth(text)


@pytest.mark.parametrize("text", ["1", "true", "True", "yes", "on", "2", "woodpecker"])
def test_a_switch_is_on(text: str) -> None:
    assert truth(text)


def test_bytes_that_are_not_utf_8_do_not_reach_the_job_document() -> None:
    assert meaningful("caf\udce9") == "caf?"
