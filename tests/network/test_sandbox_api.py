"""The sandbox over real HTTP: encodings, builds, limits, and what it must never do."""

import gzip
import http.client
import json
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from coverup.sandbox import Sandbox

TOKEN = "Very-Secret-Token-7f3a"
FILES = [
    {
        "name": "src/a.py",
        "source_digest": "0" * 32,
        "coverage": [None, 1, 0, 3],
        "branches": [2, 0, 0, 1, 2, 0, 1, 0],
    }
]
JOB: dict[str, Any] = {
    "repo_token": TOKEN,
    "service_name": "ci",
    "service_number": "7",
    "service_job_id": "7.1",
    "git": {"head": {"id": "b31f08d07ae5", "message": "Bump"}, "branch": "main"},
    "source_files": FILES,
}
PARSE_FAILED = {"message": "JSON file not found or failed to parse.", "error": True, "url": ""}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def document(**changes: Any) -> bytes:
    return json.dumps({**JOB, **changes}).encode()


def send(sandbox: Sandbox, **changes: Any) -> requests.Response:
    part = ("json_file", gzip.compress(document(**changes)), "application/gzip")
    return requests.post(f"{sandbox.url}/api/v1/jobs", files={"json_file": part}, timeout=30)


def close(sandbox: Sandbox, number: str = "7", **query: str) -> requests.Response:
    payload = {"payload": {"build_num": number, "status": "done"}}
    params = {"repo_token": TOKEN, **query}
    return requests.post(f"{sandbox.url}/webhook", params=params, json=payload, timeout=30)


def shown(sandbox: Sandbox, path: str) -> dict[str, Any]:
    answer = requests.get(f"{sandbox.url}/{path}.json", timeout=30)
    assert answer.status_code == 200
    return dict(answer.json())


@pytest.mark.parametrize(
    "request_parts",
    [
        {"files": {"json_file": ("json_file", gzip.compress(document()), "application/gzip")}},
        {"files": {"json_file": ("x.json.gz", gzip.compress(document()), "gzip/json")}},
        {"files": {"json_file": ("json_file", document())}},
        {"files": {"json_file": ("json_file", document(), "text/plain")}},
        {"files": {"json_file": (None, document())}},
        {"files": {"json_file": (None, gzip.compress(document()))}},
        {"files": {"json": (None, document())}},
        {"data": {"json": document().decode()}},
    ],
)
def test_every_encoding_of_the_real_clients_is_taken(
    sandbox: Sandbox, request_parts: dict[str, Any]
) -> None:
    answer = requests.post(f"{sandbox.url}/api/v1/jobs", timeout=30, **request_parts)
    assert answer.status_code == 200
    assert answer.json() == {"message": "Job #7.1", "url": f"{sandbox.url}/jobs/1"}
    assert shown(sandbox, "jobs/1")["covered_lines"] == 2


def test_a_chunked_request_is_taken(sandbox: Sandbox) -> None:
    form = requests.Request("POST", sandbox.url, files={"json_file": document()}).prepare()
    assert isinstance(form.body, bytes)
    halves = iter([form.body[:100], form.body[100:]])
    headers = {"Content-Type": form.headers["Content-Type"]}
    answer = requests.post(f"{sandbox.url}/api/v1/jobs", data=halves, headers=headers, timeout=30)
    assert answer.json()["message"] == "Job #7.1"


@pytest.mark.parametrize("data", [zlib.compress(document()), b"no json", b""])
def test_what_cannot_be_parsed_gets_the_documented_answer(sandbox: Sandbox, data: bytes) -> None:
    answer = requests.post(
        f"{sandbox.url}/api/v1/jobs", files={"json_file": ("json_file", data)}, timeout=30
    )
    body = answer.json()
    assert answer.status_code == 422
    assert body.pop("reasons")
    assert body == PARSE_FAILED


def test_a_boundary_in_quotes_gets_the_web_servers_page(sandbox: Sandbox) -> None:
    form = requests.Request("POST", sandbox.url, files={"json_file": document()}).prepare()
    kind, _, boundary = str(form.headers["Content-Type"]).partition("boundary=")
    headers = {"Content-Type": f'{kind}boundary="{boundary}"'}
    answer = requests.post(
        f"{sandbox.url}/api/v1/jobs", data=form.body, headers=headers, timeout=30
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/html")
    assert "400 Bad Request" in answer.text


def test_a_request_that_is_too_large_gets_the_web_servers_page() -> None:
    with Sandbox(max_bytes=1000) as sandbox:
        answer = requests.post(
            f"{sandbox.url}/api/v1/jobs", files={"json_file": bytes(300_000)}, timeout=30
        )
    assert answer.status_code == 413
    assert "413 Request Entity Too Large" in answer.text


def test_a_refused_job_is_told_every_reason(sandbox: Sandbox) -> None:
    answer = send(sandbox, service_number=7, run_at="never")
    assert answer.status_code == 422
    assert answer.json()["error"] is True
    assert answer.json()["message"].count("\n- ") == 2
    assert requests.get(f"{sandbox.url}/jobs/1.json", timeout=30).status_code == 404


def test_a_job_without_a_token_gets_the_documented_answer(sandbox: Sandbox) -> None:
    answer = send(sandbox, repo_token="")
    assert answer.status_code == 422
    assert answer.json()["message"] == "Couldn't find a repository matching this job."


def test_the_json_page_of_a_job_says_what_was_understood(sandbox: Sandbox) -> None:
    part = ("json_file", gzip.compress(document(parallel=True)), "application/gzip")
    headers = {"X-Coveralls-Reporter": "coverup", "X-Coveralls-Token": TOKEN, "X-Other": "x"}
    requests.post(
        f"{sandbox.url}/api/v1/jobs", files={"json_file": part}, headers=headers, timeout=30
    )
    job = shown(sandbox, "jobs/1")
    expected = {
        "id": 1,
        "build": 1,
        "message": "Job #7.1",
        "service_name": "ci",
        "service_number": "7",
        "service_job_id": "7.1",
        "flag_name": None,
        "parallel": True,
        "commit_sha": "b31f08d07ae5",
        "branch": "main",
        "run_at": None,
        "covered_percent": 60.0,
        "relevant_lines": 3,
        "covered_lines": 2,
        "missed_lines": 1,
        "relevant_branches": 2,
        "covered_branches": 1,
        "missed_branches": 1,
        "remarks": [],
    }
    assert {key: job[key] for key in expected} == expected
    assert job["request"] == {
        "bytes": len(part[1]),
        "encoding": "multipart json_file, gzip",
        "headers": {"X-Coveralls-Reporter": "coverup"},
    }
    [file] = job["source_files"]
    assert (file["name"], file["source_digest"]) == ("src/a.py", "0" * 32)
    assert (file["relevant_lines"], file["missed_ranges"]) == (3, ["3"])


def test_a_parallel_build_from_its_first_job_to_its_end(sandbox: Sandbox) -> None:
    for flag in ("unit", "e2e"):
        assert send(sandbox, parallel=True, flag_name=flag).status_code == 200
    assert shown(sandbox, "builds/1")["covered_percent"] is None
    assert close(sandbox).json() == {"done": True, "url": f"{sandbox.url}/builds/1", "jobs": 2}
    build = shown(sandbox, "builds/1")
    assert (build["done"], build["number"], build["covered_percent"]) == (True, "7", 60.0)
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
        assert send(second, parallel=True).json()["message"] == "Job #7.2"
        assert close(second).json()["jobs"] == 2


def test_the_newest_build_of_a_commit_is_found(sandbox: Sandbox) -> None:
    send(sandbox)
    send(sandbox, service_number="8")
    assert shown(sandbox, "builds/b31f08d07ae5")["number"] == "8"


def test_the_token_is_nowhere_to_be_seen(
    sandbox: Sandbox, capfd: pytest.CaptureFixture[str]
) -> None:
    send(sandbox, parallel=True)
    close(sandbox)
    for path in ("", "builds/1", "builds/1.json", "jobs/1", "jobs/1.json", "jobs/1/files/src/a.py"):
        answer = requests.get(f"{sandbox.url}/{path}", timeout=30)
        assert answer.status_code == 200
        assert TOKEN not in answer.text
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:1", 200),
        ("localhost", 200),
        ("[::1]:8000", 200),
        ("example.com", 403),
        ("127.0.0.1.example.com", 403),
        ("localhost@example.com", 403),
        ("", 403),
    ],
)
def test_only_local_names_are_answered(sandbox: Sandbox, host: str, status: int) -> None:
    connection = http.client.HTTPConnection(sandbox.url.removeprefix("http://"), timeout=30)
    connection.request("GET", "/", headers={"Host": host})
    assert connection.getresponse().status == status
    connection.close()


def test_every_answer_tells_the_browser_to_be_careful(sandbox: Sandbox) -> None:
    for path in ("/", "/nothing", "/jobs/1.json", "/static/sandbox.css"):
        headers = requests.get(f"{sandbox.url}{path}", timeout=30).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/jobs/1", "/builds/1", "/jobs/1/files/a", "/builds/abc", "/x"])
def test_what_is_not_there_is_404_as_a_page_and_as_json(sandbox: Sandbox, path: str) -> None:
    page = requests.get(f"{sandbox.url}{path}", timeout=30)
    assert (page.status_code, "<h1>404 Not Found</h1>" in page.text) == (404, True)
    data = requests.get(f"{sandbox.url}{path}.json", timeout=30)
    assert (data.status_code, data.json()["error"]) == (404, "Not Found")
