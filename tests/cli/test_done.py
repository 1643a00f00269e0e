import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.network.servers import Reply, Request, serve

CLOSED = Reply(200, b'{"done": true, "url": "https://coveralls.io/builds/5", "jobs": 2}')


def _sent_by(coverup: Command, *words: str, reply: Reply = CLOSED) -> tuple[Request, int, str]:
    with serve(reply) as server:
        ran = coverup("done", "-r", "s3cr3t-token", "--endpoint", server.url, *words)
    return server.requests[0], ran.code, ran.out + ran.err


def test_the_webhook_gets_the_build_and_the_flags(coverup: Command) -> None:
    request, code, said = _sent_by(
        coverup, "--build-number", "5", "--carryforward", "unit,e2e", "--attempt", "2"
    )
    assert code == 0
    assert request.path == "/webhook"
    assert request.query == {
        "repo_token": ["s3cr3t-token"],
        "carryforward": ["unit,e2e"],
    }
    assert json.loads(request.body) == {
        "payload": {"build_num": "5", "status": "done"},
        "service_name": "coverup",
        "service_attempt": "2",
    }
    assert "https://coveralls.io/builds/5" in said


def test_it_takes_the_same_build_number_as_report(
    coverup: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_RUN_ID", "777")
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    request, _, _ = _sent_by(coverup)
    body = json.loads(request.body)
    assert body["payload"]["build_num"] == "777"
    assert body["repo_name"] == "o/r"
    assert body["service_name"] == "github"


def test_an_error_in_an_answer_of_200_is_a_failure(coverup: Command) -> None:
    reply = Reply(200, b'{"error": "No build matching CI build number 5 found"}')
    _, code, said = _sent_by(coverup, "--build-number", "5", reply=reply)
    assert code == 6
    assert "--build-number" in said


def test_all_that_is_missing_is_told_at_once(coverup: Command) -> None:
    ran = coverup("done")
    assert ran.code == 3
    assert "no build number" in ran.err
    assert "no token" in ran.err


def test_a_dry_run_needs_no_token_and_sends_nothing(coverup: Command) -> None:
    ran = coverup("done", "--dry-run", "--build-number", "5", "--endpoint", "http://127.0.0.1:9")
    assert ran.code == 0
    assert "nothing was sent" in ran.out


def test_it_works_where_there_is_no_git(tmp_path: Path) -> None:
    program = (
        "import sys; from coverup.cli import run; code = run(sys.argv[1:]);"
        "assert 'git' not in sys.modules; sys.exit(code)"
    )
    with serve(CLOSED) as server:
        words = ["done", "-r", "s3cr3t-token", "--endpoint", server.url, "--build-number", "5"]
        command = [sys.executable, "-c", program, *words]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_json_tells_what_became_of_it(coverup: Command) -> None:
    _, _, said = _sent_by(coverup, "--build-number", "5", "--json", "-q")
    assert json.loads(said) == {
        "status": "sent",
        "message": None,
        "url": "https://coveralls.io/builds/5",
        "error": None,
        "carryforward": [],
        "verdict": None,
    }


def test_a_server_that_counts_too_few_jobs_is_warned_of(coverup: Command) -> None:
    none = Reply(200, b'{"done": true, "jobs": 0}')
    _, code, said = _sent_by(coverup, "--build-number", "5", reply=none)
    assert code == 0
    assert "counts no job" in said


def test_a_server_that_has_not_yet_counted_all_jobs_is_warned_of(
    coverup: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two_jobs_of_which_one_is_counted(request: Request) -> Reply:
        return Reply(200, b'{"jobs": [{}, {}]}' if request.method == "GET" else b'{"jobs": 1}')

    monkeypatch.setenv("COVERALLS_GIT_COMMIT", "a" * 40)
    with serve(two_jobs_of_which_one_is_counted) as server:
        words = ["--build-number", "5", "--expect", "2", "--wait-for", "0"]
        ran = coverup("done", "-r", "s3cr3t-token", "--endpoint", server.url, *words)
    assert ran.code == 0
    assert "counts 1 of 2 jobs" in ran.err


def test_a_build_is_not_closed_where_nobody_knows_its_jobs(coverup: Command) -> None:
    with serve(CLOSED) as server:
        words = ["--build-number", "5", "--expect", "2", "--wait-for", "0", "--spool", "kept"]
        ran = coverup("done", "-r", "s3cr3t-token", "--endpoint", server.url, *words)
    assert ran.code == 7
    assert "stays open" in ran.err
    assert server.requests == []
