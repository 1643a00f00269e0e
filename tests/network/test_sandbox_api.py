"""The sandbox's jobs endpoint over real HTTP, and what it must never do."""

import gzip
import http.client
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from coverup.sandbox import Sandbox
from tests.network.sandbox_client import TOKEN, close, document, send, shown

PARSE_FAILED = {"message": "JSON file not found or failed to parse.", "error": True, "url": ""}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


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


def test_what_is_odd_about_a_request_is_remarked_on_the_job(sandbox: Sandbox) -> None:
    part = ("json_file", document(), "gzip/json")
    requests.post(f"{sandbox.url}/api/v1/jobs", files={"json_file": part}, timeout=30)
    assert shown(sandbox, "jobs/1")["remarks"] == [
        "the part's type is gzip/json, but its content is not gzip"
    ]
