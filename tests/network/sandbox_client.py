"""What the tests of the sandbox send it, and how they ask what it understood."""

import gzip
import json
from typing import Any

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
