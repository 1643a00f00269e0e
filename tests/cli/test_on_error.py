"""What becomes of errors: the exit code, what the CI is told, and what stays on the screen."""

import stat
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Command, Ran
from tests.network.servers import Reply, serve

TOKEN: Final = "s3cr3t-t0k3n"
FAULT: Final = Reply(503, f"<title>Busy, {TOKEN}; 100%</title>".encode(), {"cf-ray": "8f2a-FRA"})
REFUSAL: Final = Reply(422, b'{"message":"Build processing error.","error":true}')
WAYS: Final = ("fail", "warn", "ignore")
NOT_SENT: Final = "Coverage was NOT sent to Coveralls"


def upload(coverup: Command, reply: Reply, *words: str | Path, token: str = TOKEN) -> Ran:
    with serve(reply) as server:
        return coverup(
            *("report", "--retries", "0", "--endpoint", server.url, "-r", token),
            *("--spool", Path.cwd() / "spool", *words),
        )


@pytest.mark.parametrize(
    ("reply", "words", "code"),
    [
        (FAULT, [], 5),
        (FAULT, ["--on-error", "fail"], 5),
        (FAULT, ["--on-error", "warn"], 0),
        (FAULT, ["--on-error=warn"], 0),
        (FAULT, ["--on-error", "ignore"], 0),
        (FAULT, ["--no-fail"], 0),
        (FAULT, ["--on-error", "warn", "--on-error", "fail"], 5),
        (REFUSAL, ["--on-error", "warn"], 6),
        (REFUSAL, ["--on-error", "ignore"], 0),
        (REFUSAL, ["--no-fail", "--on-error", "fail"], 0),
    ],
)
def test_warn_forgives_the_servers_faults_alone_and_ignore_every_error(
    coverup: Command, project: Path, reply: Reply, words: list[str], code: int
) -> None:
    ran = upload(coverup, reply, *words)
    assert ran.code == code
    assert "error: the server " in ran.err, "whatever the code, the error is told"
    assert ("exit code 0 instead of" in ran.err) is (code == 0)
    assert TOKEN not in ran.out + ran.err


@pytest.mark.parametrize("choice", WAYS)
def test_a_missing_report_and_a_missing_token_are_no_faults_of_a_server(
    coverup: Command, choice: str
) -> None:
    codes = [
        coverup("report", "--on-error", choice).code,
        coverup("report", "--on-error", choice, "-r", TOKEN).code,
    ]
    assert codes == ([0, 0] if choice == "ignore" else [3, 4])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pyproject.toml", '[tool.coverup]\non_error = "warn"\n'),
        (".coveralls.yml", "on_error: warn\n"),
    ],
)
def test_the_configuration_may_choose_and_the_option_goes_before_it(
    coverup: Command, project: Path, name: str, content: str
) -> None:
    (project / name).write_text(content)
    ran = upload(coverup, FAULT)
    assert ran.code == 0
    assert "exit code 0 instead of 5, because of " in ran.err
    assert f"{name}" in ran.err.partition("because of ")[2]
    assert upload(coverup, FAULT, "--on-error", "fail").code == 5


@pytest.mark.parametrize(("words", "code"), [([], 3), (["--on-error", "ignore"], 0)])
def test_when_the_configuration_is_the_error_the_option_alone_counts(
    coverup: Command, project: Path, words: list[str], code: int
) -> None:
    (project / "pyproject.toml").write_text('[tool.coverup]\non_error = "ignore"\nodd = 1\n')
    ran = coverup("report", *words)
    assert ran.code == code
    assert "unknown key 'odd'" in ran.err


def test_a_wrong_word_on_the_command_line_is_never_ignored(coverup: Command) -> None:
    assert coverup("report", "--on-error", "ignore", "--odd").code == 2


def test_github_gets_an_annotation_a_summary_and_outputs(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        monkeypatch.setenv(name, str(project / name))
        (project / name).write_text("before\n")
    ran = upload(coverup, FAULT, "--on-error", "warn")
    (annotation,) = [line for line in ran.out.splitlines() if line.startswith("::")]
    assert annotation.startswith(f"::warning title={NOT_SENT}::the server failed with 503: Busy, ")
    assert "***; 100%25 (cf-ray: 8f2a-FRA)" in annotation
    assert "%0A" in annotation, "the hint is on a line of its own"
    output = (project / "GITHUB_OUTPUT").read_text().splitlines()
    assert output[0] == "before"
    assert {"status=spooled", "error=network", "percent=80.0"} <= set(output)
    (spooled,) = (project / "spool").glob("*.job")
    assert f"spool={spooled}" in output
    summary = (project / "GITHUB_STEP_SUMMARY").read_text()
    assert summary.startswith(
        f"before\n### {NOT_SENT}\n\n    the server failed with 503: Busy, ***"
    )
    assert TOKEN not in ran.out + ran.err + summary + "".join(output)


def test_github_gets_outputs_and_a_summary_of_a_success_too(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        monkeypatch.setenv(name, str(project / name))
    accepted = Reply(200, b'{"message":"Job #1","url":"https://c.test/jobs/1"}')
    assert upload(coverup, accepted).code == 0
    output = (project / "GITHUB_OUTPUT").read_text().splitlines()
    assert output == ["status=sent", "url=https://c.test/jobs/1", "files=2", "percent=80.0"]
    summary = (project / "GITHUB_STEP_SUMMARY").read_text()
    assert summary.startswith("### Coverage was sent to Coveralls\n")
    assert "| lines | 4 | 5 | 80.00 |" in summary


@pytest.mark.parametrize(
    ("variable", "start"),
    [
        ("TF_BUILD", f"##vso[task.logissue type=warning]{NOT_SENT}: the server failed with 503"),
        ("TEAMCITY_VERSION", f"##teamcity[message text='{NOT_SENT}: the server failed with 503"),
        ("TEAMCITY_VERSION", f"##teamcity[buildStatus text='{{build.status.text}}; {NOT_SENT}']"),
        ("GITLAB_CI", "\x1b[0Ksection_start:"),
        ("BUILDKITE", f"+++ :warning: {NOT_SENT}"),
    ],
)
def test_each_ci_is_warned_in_its_own_way(
    coverup: Command,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    start: str,
) -> None:
    monkeypatch.setenv(variable, "true")
    ran = upload(coverup, FAULT, "--on-error", "warn")
    assert [line for line in ran.out.split("\n") if line.startswith(start)]
    assert TOKEN not in ran.out + ran.err
    assert start not in upload(coverup, FAULT).out, "a step that fails is seen anyhow"


def test_json_on_stdout_stays_json_and_the_warning_goes_to_stderr(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    ran = upload(coverup, FAULT, "--on-error", "warn", "--json")
    assert ran.out.startswith("{")
    assert "::warning" not in ran.out
    assert "\n::warning title=" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="the agent here is a script with #!")
@pytest.mark.parametrize("fails", [False, True])
def test_buildkites_agent_makes_an_annotation_where_it_is_there(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    agent = project / "bin/buildkite-agent"
    agent.parent.mkdir()
    agent.write_text(f'#!/bin/sh\necho "$@" > args\ncat > body\nexit {int(fails)}\n')
    agent.chmod(agent.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(agent.parent), prepend=":")
    monkeypatch.setenv("BUILDKITE", "true")
    ran = upload(coverup, FAULT, "--on-error", "warn")
    assert ran.code == 0
    assert (project / "args").read_text() == "annotate --style warning --context coverup\n"
    body = (project / "body").read_text()
    assert body.startswith(f"**{NOT_SENT}**\n\n    the server failed with 503: Busy, ***")
    assert ("made no annotation" in ran.err) is fails


def test_an_output_file_that_is_not_there_does_not_fail_the_step(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", "/no/such/folder/output")
    ran = upload(coverup, FAULT, "--on-error", "warn", "-v")
    assert ran.code == 0
    assert "$GITHUB_OUTPUT cannot be written to" in ran.err
