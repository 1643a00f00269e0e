"""The sandbox as the server that misbehaves, over real HTTP."""

import socket
from typing import Any

import pytest
import requests

from coverup.cli import run
from coverup.sandbox import Sandbox
from coverup.sandbox.fault_plan import Plan
from tests.network.sandbox_client import close, send, shown


def faulty(plan: str) -> Sandbox:
    return Sandbox(faults=Plan.parse(plan))


def builds_in(sandbox: Sandbox) -> int:
    page = requests.get(sandbox.url, timeout=30).text
    return page.count("/builds/")


def test_statuses_come_in_their_order_and_only_the_proper_answer_stores() -> None:
    with faulty("503,429+retry-after=7,405,404,ok") as sandbox:
        answers = [send(sandbox) for _ in range(4)]
        assert builds_in(sandbox) == 0
        assert send(sandbox).json()["message"] == "Job #7.1"
        assert builds_in(sandbox) == 1
    assert [answer.status_code for answer in answers] == [503, 429, 405, 404]
    assert answers[1].headers["Retry-After"] == "7"
    assert [answer.headers["Content-Type"] for answer in answers] == [
        "text/html; charset=utf-8",
        "application/json",
        "text/html; charset=utf-8",
        "application/json",
    ]
    assert "<title>503 Service Unavailable</title>" in answers[0].text


def test_a_page_with_status_200_stores_nothing() -> None:
    with faulty("html") as sandbox:
        answer = send(sandbox)
        assert (answer.status_code, builds_in(sandbox)) == (200, 0)
    assert answer.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("plan", "stored"), [("drop", 0), ("stored+drop", 1), ("cut", 1), ("503+cut", 0)]
)
def test_an_answer_that_does_not_arrive_whole_is_a_broken_connection(
    plan: str, stored: int
) -> None:
    with faulty(plan) as sandbox:
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            send(sandbox)
        assert builds_in(sandbox) == stored


def test_a_fault_after_the_job_was_stored_leaves_one_job_when_it_is_sent_again() -> None:
    with faulty("stored+503,ok") as sandbox:
        assert send(sandbox, parallel=True).status_code == 503
        assert send(sandbox, parallel=True).json()["message"] == "Job #7.1"
        assert len(shown(sandbox, "builds/1")["jobs"]) == 1


@pytest.mark.parametrize(("plan", "status"), [("redirect=/x", 307), ("302+redirect=/x", 302)])
def test_a_redirect_names_its_target(plan: str, status: int) -> None:
    with faulty(plan) as sandbox:
        answer = requests.post(
            f"{sandbox.url}/api/v1/jobs", data={"json": "{}"}, timeout=30, allow_redirects=False
        )
    assert (answer.status_code, answer.headers["Location"]) == (status, "/x")


def test_a_delay_that_is_not_over_does_not_keep_the_sandbox_from_stopping() -> None:
    with faulty("delay=3600") as sandbox, pytest.raises(requests.ReadTimeout):
        requests.post(f"{sandbox.url}/webhook", json={}, timeout=0.2)


def test_nothing_listens_after_the_last_request() -> None:
    with faulty("refuse-after=2") as sandbox:
        assert [send(sandbox, parallel=True).status_code, close(sandbox).status_code] == [200, 200]
        with pytest.raises(requests.ConnectionError, match="refused"):
            send(sandbox)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(sandbox.url.rpartition(":")[2])), 30)


@pytest.mark.parametrize("call", [{"path": "webhook"}, {"path": "rerun_build"}])
def test_the_whole_api_misbehaves_but_the_pages_do_not(call: dict[str, Any]) -> None:
    with faulty("502") as sandbox:
        assert requests.post(f"{sandbox.url}/{call['path']}", timeout=30).status_code == 502
        assert requests.get(f"{sandbox.url}/builds/1.json", timeout=30).status_code == 404
        assert requests.get(sandbox.url, timeout=30).status_code == 200


def test_a_plan_that_cannot_be_read_is_a_usage_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(["sandbox", "--port", "0", "--fault", "503,sometimes"])
    assert (code, "sometimes is no fault" in capsys.readouterr().err) == (2, True)
