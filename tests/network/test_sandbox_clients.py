"""Other Coveralls clients upload to the sandbox: what they really send must be understood."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coverup.sandbox import Sandbox
from tests.needs import needs, needs_path
from tests.network.sandbox_client import TOKEN, document, shown

PEERS = Path(__file__).parents[1] / "peers" / "node_modules"
CODE = "def sign(x):\n    if x < 0:\n        return -1\n    return 1\n\n\nsign(3)\n"
LCOV = "SF:code.js\nDA:1,3\nDA:2,0\nBRDA:1,0,0,3\nBRDA:1,0,1,0\nend_of_record\n"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def commit(tmp_path: Path) -> str:
    """Make the current folder a repository with one commit, and return its hash."""
    git = needs("git")
    (tmp_path / "code.py").write_text(CODE, newline="\n")
    (tmp_path / "code.js").write_text("one\ntwo\n", newline="\n")
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    run(git, "init", "--quiet", "--initial-branch=main")
    run(git, "add", ".")
    run(git, *identity, "commit", "--quiet", "--message=Say the sign")
    return run(git, "rev-parse", "HEAD").strip()


def run(*command: str, stdin: str = "") -> str:
    done = subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def chosen(thing: dict[str, Any], *keys: str) -> list[Any]:
    return [thing[key] for key in keys]


def test_coveralls_of_pypi_uploads_and_finishes(
    sandbox: Sandbox, commit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COVERALLS_HOST", sandbox.url)
    monkeypatch.setenv("COVERALLS_REPO_TOKEN", TOKEN)
    monkeypatch.setenv("COVERALLS_PARALLEL", "true")
    monkeypatch.setenv("COVERALLS_SERVICE_NUMBER", "77")
    monkeypatch.setenv("COVERALLS_FLAG_NAME", "unit")
    run(sys.executable, "-m", "coverage", "run", "--rcfile=", "--branch", "code.py")
    assert f"{sandbox.url}/jobs/1" in run(sys.executable, "-m", "coveralls")
    job = shown(sandbox, "jobs/1")
    expected = ["Job #77.1", "coveralls-python", "unit", True, commit, "main", "Say the sign"]
    names = ("message", "service_name", "flag_name", "parallel", "commit_sha", "branch")
    assert chosen(job, *names, "commit_message") == expected
    assert chosen(job, "relevant_lines", "covered_lines") == [5, 4]
    assert chosen(job, "relevant_branches", "covered_branches") == [2, 1]
    assert job["request"]["encoding"] == "multipart json_file, plain"
    assert job["remarks"] == [
        'unknown key "base_dir" in the job',
        'unknown key "config_file" in the job',
        'unknown key "src_dir" in the job',
        "a source file has source, but no source_digest (code.py)",
    ]
    run(sys.executable, "-m", "coveralls", "--finish")
    assert chosen(shown(sandbox, "builds/1"), "done", "number") == [True, "77"]


def test_coveralls_next_of_npm_uploads(
    sandbox: Sandbox, commit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = needs("node")
    script = needs_path(
        PEERS / "coveralls-next" / "bin" / "coveralls.js", "npm install --prefix tests/peers"
    )
    monkeypatch.setenv("COVERALLS_ENDPOINT", sandbox.url)
    monkeypatch.setenv("COVERALLS_REPO_TOKEN", TOKEN)
    monkeypatch.setenv("COVERALLS_SERVICE_NAME", "my-ci")
    monkeypatch.setenv("COVERALLS_SERVICE_NUMBER", "5")
    run(node, str(script), stdin=LCOV)
    job = shown(sandbox, "jobs/1")
    expected = ["Job #5.1", "my-ci", False, commit, "main", "Say the sign"]
    names = ("message", "service_name", "parallel", "commit_sha", "branch", "commit_message")
    assert chosen(job, *names) == expected
    [file] = job["source_files"]
    assert chosen(file, "name", "relevant_lines", "covered_lines") == ["code.js", 2, 1]
    assert chosen(file, "relevant_branches", "covered_branches") == [2, 1]
    assert job["request"]["encoding"] == "multipart json, plain"
    assert job["remarks"] == []


@pytest.mark.parametrize("options", [[], ["-H", "Content-Type: gzip/json"]])
def test_the_commands_of_the_vendors_page_are_understood(
    sandbox: Sandbox, tmp_path: Path, options: list[str]
) -> None:
    curl = needs("curl")
    (tmp_path / "coverage.json").write_bytes(document(parallel=True))
    address = f"{sandbox.url}/api/v1/jobs"
    form = ["-F", "json_file=@coverage.json"]
    answer = run(curl, "-sS", "-X", "POST", *form, *options, address)
    assert json.loads(answer)["message"] == "Job #7.1"
    payload = '{"payload": {"build_num": "7", "status": "done"}}'
    json_type = ["-H", "Content-Type: application/json"]
    address = f"{sandbox.url}/webhook?repo_token={TOKEN}&carryforward=borrower-account-webapp"
    answer = run(curl, "-sS", "-X", "POST", *json_type, "-d", payload, address)
    assert json.loads(answer)["done"] is True
