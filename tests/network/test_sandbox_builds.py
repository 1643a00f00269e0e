"""The sandbox's builds over real HTTP: opening, closing, carrying forward."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from coverup.sandbox import Sandbox
from tests.network.sandbox_client import TOKEN, close, send, shown


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def test_a_parallel_build_from_its_first_job_to_its_end(sandbox: Sandbox) -> None:
    for flag in ("unit", "e2e"):
        assert send(sandbox, parallel=True, flag_name=flag).status_code == 200
    assert shown(sandbox, "builds/1")["covered_percent"] is None
    assert close(sandbox).json() == {"done": True, "url": f"{sandbox.url}/builds/1", "jobs": 2}
    build = shown(sandbox, "builds/1")
    assert (build["done"], build["number"], build["covered_percent"]) == (True, "7", 60.0)
    assert (build["flags"], build["coverage_change"]) == (["unit", "e2e"], None)
    assert [job["message"] for job in build["jobs"]] == ["Job #7.1", "Job #7.2"]
    late = send(sandbox, parallel=True, flag_name="late")
    assert late.status_code == 422
    assert late.json()["message"].startswith("Can't add a job to a build that is already closed.")


@pytest.mark.parametrize(
    "parts",
    [
        {
            "params": {"repo_token": TOKEN},
            "json": {"payload": {"build_num": "7", "status": "done"}},
        },
        {"json": {"payload": {"build_num": 7, "status": "done"}, "repo_token": TOKEN}},
        {
            "data": {
                "repo_token": TOKEN,
                "payload[build_num]": "7",
                "payload[status]": "done",
                "repo_name": "o/r",
            }
        },
    ],
)
def test_the_webhook_is_taken_in_every_form(sandbox: Sandbox, parts: dict[str, Any]) -> None:
    send(sandbox, parallel=True)
    answer = requests.post(f"{sandbox.url}/webhook", timeout=30, **parts)
    assert answer.json() == {"done": True, "url": f"{sandbox.url}/builds/1", "jobs": 1}


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({"build_num": "8", "status": "done"}, 422, "No build matching CI build number 8 found"),
        ({"build_num": "7", "status": "ok"}, 422, 'payload[status] must be "done"'),
        ({"build_num": "7"}, 422, 'payload[status] must be "done"'),
        ({"status": "done"}, 422, "build_num must be the service_number"),
        (None, 404, "payload is missing"),
    ],
)
def test_a_wrong_webhook_closes_nothing(
    sandbox: Sandbox, body: dict[str, str] | None, status: int, error: str
) -> None:
    send(sandbox, parallel=True)
    answer = requests.post(
        f"{sandbox.url}/webhook", json={"payload": body, "repo_token": TOKEN}, timeout=30
    )
    assert answer.status_code == status
    assert error in answer.json()["error"]
    assert shown(sandbox, "builds/1")["done"] is False


def test_the_webhook_needs_the_token_of_the_jobs(sandbox: Sandbox) -> None:
    send(sandbox, parallel=True)
    other = close(sandbox, repo_token="another")
    assert other.json() == {"error": "No build matching CI build number 7 found"}
    none = close(sandbox, repo_token="")
    assert none.json() == {"error": "Couldn't find a repository matching this job."}


@pytest.mark.parametrize("in_query", [True, False])
def test_flags_are_carried_forward(sandbox: Sandbox, in_query: bool) -> None:
    send(sandbox, service_number="6", flag_name="slow")
    send(sandbox, parallel=True, flag_name="fast")
    if in_query:
        answer = close(sandbox, carryforward="slow,fast")
    else:
        payload = {"build_num": "7", "status": "done"}
        body = {"payload": payload, "repo_token": TOKEN, "carryforward": "slow"}
        answer = requests.post(f"{sandbox.url}/webhook", json=body, timeout=30)
    assert answer.json()["jobs"] == 2
    assert [job["carried_from"] for job in shown(sandbox, "builds/2")["jobs"]] == [None, 1]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_build_is_calculated_again(sandbox: Sandbox, method: str) -> None:
    send(sandbox, parallel=True)
    params = {"repo_token": TOKEN, "build_num": "7"}
    answer = requests.request(method, f"{sandbox.url}/rerun_build", params=params, timeout=30)
    assert answer.json() == {"done": False, "url": f"{sandbox.url}/builds/1", "jobs": 1}
    assert shown(sandbox, "builds/1")["covered_percent"] == 60.0


def test_twenty_parallel_jobs_at_once_make_one_build(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(20) as clients:
        flags = [f"part {number}" for number in range(20)]
        answers = list(
            clients.map(lambda flag: send(sandbox, parallel=True, flag_name=flag), flags)
        )
    expected = {f"Job #7.{position}" for position in range(1, 21)}
    assert {answer.json()["message"] for answer in answers} == expected
    assert close(sandbox).json()["jobs"] == 20
    assert {job["flag_name"] for job in shown(sandbox, "builds/1")["jobs"]} == set(flags)


def test_a_store_outlives_the_server(tmp_path: Path) -> None:
    store = tmp_path / "builds.db"
    with Sandbox(store=store) as first:
        send(first, parallel=True)
    with Sandbox(store=store) as second:
        again = send(second, parallel=True, service_job_id="7.2")
        assert again.json()["message"] == "Job #7.2"
        assert close(second).json()["jobs"] == 2


def test_another_attempt_is_another_build_of_the_same_number(sandbox: Sandbox) -> None:
    assert send(sandbox).status_code == 200
    assert send(sandbox).status_code == 422
    assert send(sandbox, service_attempt="2").status_code == 200
    builds = [shown(sandbox, f"builds/{build}") for build in (1, 2)]
    assert [(each["number"], each["attempt"]) for each in builds] == [("7", None), ("7", "2")]


def test_the_newest_build_of_a_commit_is_found(sandbox: Sandbox) -> None:
    send(sandbox)
    send(sandbox, service_number="8")
    assert shown(sandbox, "builds/b31f08d07ae5")["number"] == "8"
