"""What we send equals what the published clients send, where both send it."""

import json
import subprocess
import sys
import zlib
from collections.abc import Iterable
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.needs import needs, needs_path
from tests.network.servers import Reply, Request, serve

PEERS = Path(__file__).parents[1] / "peers/node_modules"
CODE = "def sign(x):\n    if x < 0:\n        return -1\n    return 1\n\n\nsign(3)\n"
TRAVIS = {
    "TRAVIS": "true",
    "TRAVIS_BUILD_NUMBER": "12",
    "TRAVIS_JOB_ID": "9001",
    "TRAVIS_PULL_REQUEST": "34",
    "TRAVIS_BRANCH": "main",
    "COVERALLS_REPO_TOKEN": "s3cr3t-token",
    "COVERALLS_FLAG_NAME": "unit",
    "COVERALLS_PARALLEL": "true",
}
ACCEPTED = Reply(200, b'{"message": "Job #12.1", "url": "http://localhost/jobs/1"}')


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A measured project in a repository with a remote, on Travis."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name, value in TRAVIS.items():
        monkeypatch.setenv(name, value)
    (folder / "code.py").write_text(CODE, newline="\n")
    (folder / ".coveragerc").write_text("[run]\nrelative_files = true\nbranch = true\n")
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    for words in (
        ["init", "-q", "-b", "main"],
        ["remote", "add", "origin", "https://example.com/o/r.git"],
        ["add", "."],
        [*identity, "commit", "-q", "-m", "Say the sign\n\nAnd no more."],
    ):
        subprocess.run([needs("git"), *words], check=True)
    for words in (["run", "code.py"], ["lcov", "-q"]):
        subprocess.run([sys.executable, "-m", "coverage", *words], check=True)
    return folder


def _sent(
    command: list[str], monkeypatch: pytest.MonkeyPatch, stdin: bytes | None = None
) -> dict[str, Any]:
    with serve(ACCEPTED) as server:
        monkeypatch.setenv("COVERALLS_ENDPOINT", server.url)
        monkeypatch.setenv("COVERALLS_HOST", server.url)
        subprocess.run(command, input=stdin, check=True, capture_output=True, timeout=60)
    return _document(server.requests[0])


def _document(request: Request) -> dict[str, Any]:
    kind = request.headers["content-type"]
    if kind.startswith("application/x-www-form-urlencoded"):
        text: str | bytes = parse_qs(request.body.decode())["json"][0]
    else:
        message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + request.body)
        _, part = message.walk()
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        text = zlib.decompress(payload, wbits=31) if payload[:2] == b"\x1f\x8b" else payload
    document: dict[str, Any] = json.loads(text)
    return document


def _ours(report: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    return _sent([sys.executable, "-m", "coverup", "report", report], monkeypatch)


def _same(ours: dict[str, Any], theirs: dict[str, Any], names: Iterable[str]) -> None:
    assert {name: ours[name] for name in names} == {name: theirs[name] for name in names}


def _branches(file: dict[str, Any]) -> list[tuple[int, ...]]:
    return sorted(zip(*[iter(file["branches"])] * 4, strict=True))


def test_as_coveralls_of_pypi(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = _sent([sys.executable, "-m", "coveralls"], monkeypatch)
    ours = _ours(".coverage", monkeypatch)
    names = ("repo_token", "service_name", "service_job_id", "service_pull_request")
    _same(ours, theirs, (*names, "flag_name", "parallel"))
    _same(ours["git"], theirs["git"], ("remotes", "branch"))
    _same(ours["git"]["head"], theirs["git"]["head"], theirs["git"]["head"])
    (mine,), (peer,) = ours["source_files"], theirs["source_files"]
    _same(mine, peer, ("name", "coverage"))
    assert _branches(mine) == _branches(peer)


def test_as_coveralls_next_of_npm(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = PEERS / "coveralls-next/bin/coveralls.js"
    script = needs_path(place, "npm install --prefix tests/peers")
    report = (project / "coverage.lcov").read_bytes()
    theirs = _sent([needs("node"), str(script)], monkeypatch, stdin=report)
    ours = _ours("coverage.lcov", monkeypatch)
    names = ("repo_token", "service_name", "service_job_id", "service_pull_request")
    _same(ours, theirs, (*names, "flag_name", "parallel"))
    shared = theirs["git"]["head"].keys() & ours["git"]["head"].keys()
    assert {"id", "author_name", "author_email"} <= shared
    _same(ours["git"]["head"], theirs["git"]["head"], shared)
    (mine,), (peer,) = ours["source_files"], theirs["source_files"]
    _same(mine, peer, ("name",))
    assert mine["coverage"] == peer["coverage"][: len(mine["coverage"])]
    assert [(line, hits) for line, _, _, hits in _branches(mine)] == [(2, 0), (2, 1)]
