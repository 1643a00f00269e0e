"""A token appears in no output, error, dump or file, wherever it came from and whatever happens."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Ran
from tests.network.servers import Reply, serve

TOKEN = "tok3n-Qx7Zp9Lw2"


def _by_option(_project: Path, _set: pytest.MonkeyPatch) -> list[str]:
    return ["--repo-token", TOKEN]


def _by_short_option(_project: Path, _set: pytest.MonkeyPatch) -> list[str]:
    return [f"-r{TOKEN}"]


def _by_variable(_project: Path, env: pytest.MonkeyPatch) -> list[str]:
    env.setenv("COVERALLS_REPO_TOKEN", TOKEN)
    return []


def _by_github_token(_project: Path, env: pytest.MonkeyPatch) -> list[str]:
    env.setenv("GITHUB_ACTIONS", "true")
    env.setenv("GITHUB_TOKEN", TOKEN)
    return []


def _by_yaml(project: Path, _set: pytest.MonkeyPatch) -> list[str]:
    (project / ".coveralls.yml").write_text(f"repo_token: {TOKEN}\n")
    return []


def _by_pyproject(project: Path, _set: pytest.MonkeyPatch) -> list[str]:
    (project / "pyproject.toml").write_text(f'[tool.coverup]\nrepo_token = "{TOKEN}"\n')
    return []


SOURCES = [_by_option, _by_short_option, _by_variable, _by_github_token, _by_yaml, _by_pyproject]
GiveToken = Callable[[Path, pytest.MonkeyPatch], list[str]]

COMMANDS = [
    ["report", "--debug", "-v"],
    ["report", "--debug", "--json"],
    ["report", "--dry-run", "--debug", "-o", "job.json"],
    ["report", "--dry-run", "-o", "-"],
    ["done", "--build-number", "1", "--debug", "--carryforward", "unit"],
    ["done", "--build-number", "1", "--json"],
]
ECHO = f'{{"error": true, "message": "bad token {TOKEN}"}}'.encode()
REPLIES = {
    "accepted": Reply(200, b'{"message":"ok","url":"http://localhost/1"}'),
    "echoed": Reply(422, ECHO),
    "page": Reply(500, f"<title>{TOKEN}</title>".encode()),
    "redirect": Reply(302, b"", {"Location": f"http://127.0.0.2:9/?repo_token={TOKEN}"}),
}


def _everything(ran: Ran, project: Path) -> Iterator[str]:
    yield ran.out
    yield ran.err
    for path in project.rglob("*"):
        if path.is_file() and path.name not in {".coveralls.yml", "pyproject.toml"}:
            yield path.read_bytes().decode(errors="replace")


@pytest.mark.parametrize("give", SOURCES)
@pytest.mark.parametrize("reply", REPLIES)
def test_no_command_shows_or_writes_the_token(
    coverup: Command,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    give: GiveToken,
    reply: str,
) -> None:
    words = give(project, monkeypatch)
    with serve(REPLIES[reply]) as server:
        monkeypatch.setenv("COVERALLS_ENDPOINT", server.url)
        for command in COMMANDS:
            ran = coverup(*command, "--retries", "0", *words)
            assert not [text for text in _everything(ran, project) if TOKEN in text], command
    assert server.requests, "the token was really used"


@pytest.mark.parametrize("give", SOURCES)
def test_doctor_shows_that_a_token_is_set_but_not_which(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch, give: GiveToken
) -> None:
    words = give(project, monkeypatch)
    for extra in ([], ["--json"], ["--debug"]):
        ran = coverup("doctor", *words, *extra)
        assert TOKEN not in ran.out + ran.err
        assert "***" in ran.out


def test_a_usage_error_does_not_repeat_the_token(coverup: Command, project: Path) -> None:
    ran = coverup("report", "--repo-token", TOKEN, "--no-such-option", TOKEN)
    assert ran.code == 2
    assert TOKEN not in ran.out + ran.err


def test_a_remotes_credentials_are_not_sent(coverup: Command, project: Path) -> None:
    url = f"https://me:{TOKEN}@example.com/o/r.git"
    for command in (["init", "-q"], ["remote", "add", "origin", url]):
        subprocess.run(["git", *command], check=True)
    ran = coverup("report", "--dry-run", "-o", "-")
    assert "https://example.com/o/r.git" in ran.out
    assert TOKEN not in ran.out + ran.err
