"""What GitHub Actions gets of an outcome: a step's outputs and the job's summary."""

import io
from pathlib import Path
from typing import Final

import pytest

from coverup.cli.app import App
from coverup.cli.boundary import guarded
from coverup.errors import NetworkError, ThresholdError
from coverup.render import job_summary
from coverup.render.console import Console
from coverup.render.job_summary import Document

TOTALS: Final = {
    "lines": {"relevant": 5, "covered": 4, "percent": 80.0},
    "branches": {"relevant": 3, "covered": 2, "percent": 66.666},
}
SENT: Final[Document] = {
    "status": "sent",
    "message": "Job #1",
    "url": "https://c.test/jobs/1",
    "files": 2,
    "totals": TOTALS,
    "spool": None,
    "error": None,
}
EMPTY: Final = {"relevant": 0, "covered": 0, "percent": None}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (SENT, ["status=sent", "url=https://c.test/jobs/1", "files=2", "percent=80.0"]),
        (
            {**SENT, "status": "spooled", "url": None, "spool": "/s/1.job"}
            | {"error": {"slug": "network", "message": "m", "hint": None}},
            ["status=spooled", "files=2", "spool=/s/1.job", "percent=80.0", "error=network"],
        ),
        (
            {"status": "failed", "totals": {"lines": EMPTY}, "files": 0},
            ["status=failed", "files=0"],
        ),
        ({"status": "sent", "url": "x\nstatus=odd"}, ["status=sent", "url=x   status=odd"]),
        ({}, []),
    ],
)
def test_the_main_values_are_outputs(document: Document, expected: list[str]) -> None:
    assert list(job_summary.outputs(document)) == expected


def test_a_summary_shows_totals_and_the_page() -> None:
    assert "\n".join(job_summary.summary(SENT, "Sent")) == (
        "### Sent\n\n"
        "| | covered | relevant | % |\n"
        "| --- | ---: | ---: | ---: |\n"
        "| lines | 4 | 5 | 80.00 |\n"
        "| branches | 2 | 3 | 66.67 |\n\n"
        "<https://c.test/jobs/1>\n"
    )


def test_a_summary_shows_an_error_as_it_is() -> None:
    error = {"slug": "x", "message": "# <b>bold</b>\n::warning::", "hint": "type `x`"}
    shown = "".join(job_summary.summary({"error": error, "url": "javascript:x"}, "T"))
    assert shown == "### T\n    # <b>bold</b>\n      : :warning::\n      type `x`\n"


def test_a_summary_shows_the_verdict_of_coveralls() -> None:
    verdict = {"percent": 79.5, "change": -0.3}
    shown = "".join(job_summary.summary({"verdict": verdict}, "T"))
    assert "Coveralls says: percent 79.5, change -0.3\n" in shown


def app(tmp_path: Path, *argv: str) -> App:
    names = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
    env = {name: str(tmp_path / name) for name in names}
    console = Console(io.StringIO(), io.StringIO(), env)
    console.hide(["t0ken-1234"])
    return App(console, env, list(argv))


def written(tmp_path: Path) -> tuple[str, str]:
    names = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
    found = [tmp_path / name for name in names]
    output, summary = [path.read_text() if path.exists() else "" for path in found]
    return output, summary


def test_a_command_that_leaves_its_outcome_has_outputs_and_a_summary(tmp_path: Path) -> None:
    one = app(tmp_path, "report")

    def command() -> None:
        one.console.outcome = {**SENT, "url": "https://c.test/t0ken-1234"}

    assert guarded(one, command) == 0
    output, summary = written(tmp_path)
    assert "url=https://c.test/***\n" in output
    assert summary.startswith("### Coverage was sent to Coveralls\n")
    assert "t0ken" not in summary


def test_a_dry_run_has_outputs_and_no_summary(tmp_path: Path) -> None:
    one = app(tmp_path, "report", "--dry-run")
    one.console.outcome = {"status": "dry-run", "files": 2}
    assert guarded(one, lambda: None) == 0
    assert written(tmp_path) == ("status=dry-run\nfiles=2\n", "")


def test_a_job_that_was_sent_stays_sent_below_a_threshold(tmp_path: Path) -> None:
    one = app(tmp_path, "report", "--wait")
    message = "79 % is less than 80 %"
    error = {"slug": "threshold", "message": message, "hint": None}

    def command() -> None:
        one.console.outcome = {**SENT, "error": error}
        raise ThresholdError(message)

    assert guarded(one, command) == 7
    output, summary = written(tmp_path)
    assert "status=sent\n" in output
    assert "error=threshold\n" in output
    assert summary.startswith(f"### Coverage was sent to Coveralls\n\n    {message}\n")


@pytest.mark.parametrize(
    ("command", "title"),
    [
        ("report", "### Coverage was NOT sent to Coveralls"),
        ("resend", "### Coverage was NOT sent to Coveralls"),
        ("done", "### The build on Coveralls was NOT closed"),
        ("rerun", "### The build was NOT calculated again"),
        ("doctor", ""),
    ],
)
def test_an_error_without_an_outcome_is_told_for_commands_that_speak_to_coveralls(
    tmp_path: Path, command: str, title: str
) -> None:
    one = app(tmp_path, "-q", command)

    def fail() -> None:
        message = "no answer"
        raise NetworkError(message, hint="try again")

    assert guarded(one, fail) == 5
    output, summary = written(tmp_path)
    assert summary.splitlines()[:4] == (
        [title, "", "    no answer", "      try again"] if title else []
    )
    assert output == ("status=failed\nerror=network\n" if title else "")


def test_without_the_variables_nothing_is_written(tmp_path: Path) -> None:
    one = App(Console(io.StringIO(), io.StringIO()), {}, ["report"])
    one.console.outcome = SENT
    assert guarded(one, lambda: None) == 0
    assert list(tmp_path.iterdir()) == []
