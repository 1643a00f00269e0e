"""GitHub Actions: what each event tells, and that a bad event file never fails."""

import json
import os
from pathlib import Path
from typing import Any, Final

import pytest

from coverup.ci import Detected, detect
from coverup.ci.files import MAX_SIZE
from coverup.values import Sourced

HEAD: Final = "89e6c98d92887913cadf06b2adb97f26cde4849b"
MERGE: Final = "2b66fd261ee5c6cfc8de7fa466bab600bcfe4f69"
BASE: Final = "da4b9237bacccdf19c0760cab7aec4a8359010b0"
COMMON: Final = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_REPOSITORY": "acme/widget",
    "GITHUB_RUN_ID": "7001",
    "GITHUB_RUN_NUMBER": "88",
    "GITHUB_JOB": "unit",
}
PULL_REQUEST: Final = COMMON | {
    "GITHUB_EVENT_NAME": "pull_request",
    "GITHUB_SHA": MERGE,
    "GITHUB_REF": "refs/pull/42/merge",
    "GITHUB_REF_NAME": "42/merge",
    "GITHUB_HEAD_REF": "fix/bug",
    "GITHUB_BASE_REF": "main",
}
TARGET: Final = COMMON | {
    "GITHUB_EVENT_NAME": "pull_request_target",
    "GITHUB_SHA": BASE,
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_REF_NAME": "main",
    "GITHUB_HEAD_REF": "fix/bug",
    "GITHUB_BASE_REF": "main",
}
WORKFLOW_RUN: Final = COMMON | {
    "GITHUB_EVENT_NAME": "workflow_run",
    "GITHUB_SHA": BASE,
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_REF_NAME": "main",
}


def event(ref: str = "fix/bug", repository: object = "acme/widget", **more: object) -> Any:
    repo = {"full_name": repository} if repository else None
    head = {"ref": ref, "sha": HEAD, "repo": repo, "user": {"login": "octocat"}}
    return {
        "number": 42,
        "pull_request": {"number": 42, "head": head, "base": {"ref": "main", "sha": BASE}, **more},
        "repository": {"full_name": "acme/widget", "default_branch": "main"},
    }


@pytest.fixture
def event_path(tmp_path: Path) -> Path:
    return tmp_path / "event.json"


def detect_with(env: dict[str, str], path: Path, payload: object) -> Detected:
    path.write_text(json.dumps(payload), encoding="utf-8")
    return detect(env | {"GITHUB_EVENT_PATH": str(path)})


def identity(detected: Detected) -> tuple[str | None, str | None, str | None]:
    names = ("service_branch", "service_pull_request", "commit_sha")
    found = [detected.fields.get(name) for name in names]
    branch, number, commit = [value.value if value else None for value in found]
    return branch, number, commit


class TestPullRequest:
    def test_head_and_base_come_from_the_event(self, event_path: Path) -> None:
        detected = detect_with(PULL_REQUEST, event_path, event())
        assert identity(detected) == ("fix/bug", "42", HEAD)
        assert detected.fields["commit_sha"].source == "event file: pull_request.head.sha"
        assert detected.base == {
            "compare_ref": Sourced("main", "$GITHUB_BASE_REF"),
            "compare_sha": Sourced(BASE, "event file: pull_request.base.sha"),
        }
        assert detected.merge_commit is None
        assert detected.warnings == ()

    def test_without_the_event_the_merge_commit_is_pointed_out(self) -> None:
        detected = detect(PULL_REQUEST)
        assert identity(detected) == ("fix/bug", "42", MERGE)
        assert detected.merge_commit == MERGE
        assert len(detected.warnings) == 1
        assert "GITHUB_EVENT_PATH is not set" in detected.warnings[0]

    def test_a_review_without_the_event_has_no_branch(self) -> None:
        env = PULL_REQUEST | {"GITHUB_EVENT_NAME": "pull_request_review", "GITHUB_HEAD_REF": ""}
        assert identity(detect(env)) == (None, "42", MERGE)

    def test_a_merge_closes_it_as_a_build_of_the_base(self, event_path: Path) -> None:
        env = PULL_REQUEST | {
            "GITHUB_SHA": BASE,
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_REF_NAME": "main",
        }
        detected = detect_with(env, event_path, event(merged=True) | {"action": "closed"})
        assert identity(detected) == ("main", None, BASE)
        assert detected.base == {}
        assert detected.merge_commit is None

    @pytest.mark.parametrize("repository", ["octocat/widget", None])
    def test_a_forks_main_is_not_our_main(self, event_path: Path, repository: object) -> None:
        detected = detect_with(PULL_REQUEST, event_path, event("main", repository))
        assert identity(detected) == ("octocat:main", "42", HEAD)

    def test_a_forks_other_branches_keep_their_names(self, event_path: Path) -> None:
        detected = detect_with(PULL_REQUEST, event_path, event("fix/bug", "octocat/widget"))
        assert identity(detected) == ("fix/bug", "42", HEAD)

    def test_our_own_main_into_another_branch_stays_main(self, event_path: Path) -> None:
        env = PULL_REQUEST | {"GITHUB_HEAD_REF": "main", "GITHUB_BASE_REF": "production"}
        assert identity(detect_with(env, event_path, event("main"))) == ("main", "42", HEAD)


class TestPullRequestTarget:
    def test_all_comes_from_the_event(self, event_path: Path) -> None:
        assert identity(detect_with(TARGET, event_path, event())) == ("fix/bug", "42", HEAD)

    def test_without_the_event_the_bases_commit_is_not_sent(self) -> None:
        detected = detect(TARGET)
        assert identity(detected) == ("fix/bug", None, None)
        assert detected.warnings

    def test_a_merge_closes_it_as_a_build_of_the_base(self, event_path: Path) -> None:
        payload = event(merged=True) | {"action": "closed"}
        assert identity(detect_with(TARGET, event_path, payload)) == ("main", None, BASE)


class TestOtherEvents:
    def test_a_merge_group_is_a_branch_without_a_pull_request(self, event_path: Path) -> None:
        name = f"gh-readonly-queue/release/1.x/pr-104-{BASE}"
        env = COMMON | {
            "GITHUB_EVENT_NAME": "merge_group",
            "GITHUB_SHA": HEAD,
            "GITHUB_REF": f"refs/heads/{name}",
            "GITHUB_REF_NAME": name,
        }
        payload = {"merge_group": {"base_ref": "refs/heads/release/1.x", "base_sha": BASE}}
        detected = detect_with(env, event_path, payload)
        assert identity(detected) == (name, None, HEAD)
        assert {key: found.value for key, found in detected.base.items()} == {
            "compare_ref": "release/1.x",
            "compare_sha": BASE,
        }

    @pytest.mark.parametrize(("cause", "number"), [("pull_request", "42"), ("push", None)])
    def test_a_workflow_run_has_its_causes_pull_request(
        self, event_path: Path, cause: str, number: str | None
    ) -> None:
        run = {
            "head_branch": "topic",
            "head_sha": HEAD,
            "event": cause,
            "pull_requests": [{"number": 42}],
        }
        detected = detect_with(WORKFLOW_RUN, event_path, {"workflow_run": run})
        assert identity(detected) == ("topic", number, HEAD)

    def test_a_workflow_run_of_a_forks_main_is_not_our_main(self, event_path: Path) -> None:
        fork = {"full_name": "octocat/widget", "owner": {"login": "octocat"}}
        run = {"head_branch": "main", "head_sha": HEAD, "head_repository": fork}
        payload = {"workflow_run": run, "repository": {"default_branch": "main"}}
        detected = detect_with(WORKFLOW_RUN, event_path, payload)
        assert identity(detected) == ("octocat:main", None, HEAD)

    def test_a_push_needs_no_event_file(self) -> None:
        env = WORKFLOW_RUN | {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": "/nowhere"}
        detected = detect(env)
        assert identity(detected) == ("main", None, BASE)
        assert detected.warnings == ()


class TestLookAlikes:
    def test_gitea_names_the_head_of_a_pull_request_itself(self) -> None:
        env = PULL_REQUEST | {
            "GITEA_ACTIONS": "true",
            "GITHUB_REF": "refs/pull/42/head",
            "GITHUB_SHA": HEAD,
        }
        detected = detect(env)
        assert identity(detected) == ("fix/bug", "42", HEAD)
        assert detected.merge_commit is None

    def test_forgejos_link_has_the_number_of_the_run(self) -> None:
        env = COMMON | {"FORGEJO_ACTIONS": "true", "GITHUB_SERVER_URL": "https://codeberg.org/"}
        found = detect(env).fields
        assert (
            found["service_build_url"].value == "https://codeberg.org/acme/widget/actions/runs/88"
        )
        assert found["service_number"].value == "7001"


ODD_EVENTS: Final = {
    "empty": b"",
    "not JSON": b"{",
    "not UTF-8": b'{"a": "\xff"}',
    "not an object": b"[1]",
    "null": b"null",
    "deeply nested": b"[" * 200_000,
    "a huge number": b'{"pull_request": {"number": ' + b"9" * 5000 + b"}}",
    "larger than any event": b" " * (MAX_SIZE + 1),
}


class TestOddEventFiles:
    @pytest.mark.parametrize("content", ODD_EVENTS.values(), ids=ODD_EVENTS)
    def test_an_unusable_file_is_a_warning(self, event_path: Path, content: bytes) -> None:
        event_path.write_bytes(content)
        detected = detect(PULL_REQUEST | {"GITHUB_EVENT_PATH": str(event_path)})
        assert identity(detected) == ("fix/bug", "42", MERGE)
        assert str(event_path) in detected.warnings[0]

    @pytest.mark.parametrize(
        "payload",
        [
            {},
            {"pull_request": None},
            {"pull_request": []},
            {"pull_request": {"head": None, "base": 1}},
            {"pull_request": {"head": {"sha": "not a commit", "ref": ""}}},
            {"pull_request": {"head": {"sha": True, "ref": {}}, "number": True}},
            {"pull_request": {"head": {"sha": "\ud800"}}, "repository": None},
        ],
    )
    def test_missing_parts_are_no_failure(self, event_path: Path, payload: object) -> None:
        detected = detect_with(PULL_REQUEST, event_path, payload)
        assert identity(detected) == ("fix/bug", "42", MERGE)
        assert detected.merge_commit == MERGE

    @pytest.mark.parametrize("run", [None, {}, {"pull_requests": [1]}, {"pull_requests": {}}])
    def test_missing_parts_of_a_workflow_run_are_no_failure(
        self, event_path: Path, run: object
    ) -> None:
        detected = detect_with(WORKFLOW_RUN, event_path, {"workflow_run": run})
        assert identity(detected) == ("main", None, BASE)

    @pytest.mark.parametrize("path", ["/nowhere/event.json", "/", "a\0b", "/dev/zero"])
    def test_a_path_that_is_no_file_is_a_warning(self, path: str) -> None:
        detected = detect(PULL_REQUEST | {"GITHUB_EVENT_PATH": path})
        assert "cannot be read" in detected.warnings[0]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
    def test_a_fifo_is_not_waited_for(self, event_path: Path) -> None:
        os.mkfifo(event_path)
        detected = detect(PULL_REQUEST | {"GITHUB_EVENT_PATH": str(event_path)})
        assert "not a regular file" in detected.warnings[0]

    def test_a_byte_order_mark_is_read_over(self, event_path: Path) -> None:
        event_path.write_text(json.dumps(event()), encoding="utf-8-sig")
        detected = detect(PULL_REQUEST | {"GITHUB_EVENT_PATH": str(event_path)})
        assert identity(detected) == ("fix/bug", "42", HEAD)
