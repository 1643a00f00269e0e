"""`report` judges before it uploads: what fails a gate is sent all the same, and then refused."""

import json
from pathlib import Path

import pytest

from coverup.sandbox import Sandbox
from tests.cli.conftest import Command

SENDING = ("report", "-r", "token", "--service-job-id", "1")


def test_a_gate_that_fails_is_told_before_and_refused_after_the_upload(
    coverup: Command, project: Path
) -> None:
    with Sandbox() as sandbox:
        ran = coverup(*SENDING, "--endpoint", sandbox.url, "--fail-under", "90")
    assert ran.code == 7
    assert "--fail-under" in ran.err
    assert "Job #" in ran.out
    assert ran.err.index("80.00 %") < ran.err.index("sending ")


def test_a_gate_that_holds_is_no_more_than_a_line(coverup: Command, project: Path) -> None:
    ran = coverup("report", "--dry-run", "--fail-under", "80")
    assert (ran.code, "error" in ran.err) == (0, False)


def test_a_dry_run_is_judged_too(coverup: Command, project: Path) -> None:
    assert coverup("report", "--dry-run", "--fail-under-branches", "60").code == 7


def test_changed_lines_of_a_diff_are_judged(coverup: Command, project: Path) -> None:
    Path("change.diff").write_text(
        "--- a/src/a.c\n+++ b/src/a.c\n@@ -1,1 +1,2 @@\n int a;\n+int b;\n"
    )
    ran = coverup("report", "--dry-run", "--diff", "change.diff", "--fail-under-patch", "50")
    assert ran.code == 7
    assert "--fail-under-patch" in ran.err


@pytest.mark.parametrize("option", ["--cobertura", "--badge", "--comment"])
def test_the_files_of_check_are_written_by_report_too(
    coverup: Command, project: Path, option: str
) -> None:
    assert coverup("report", "--dry-run", option, "out").code == 0
    assert Path("out").read_bytes()


def test_json_says_which_gates_fail(coverup: Command, project: Path) -> None:
    ran = coverup("report", "--dry-run", "--json", "--fail-under", "90")
    outcome = json.loads(ran.out)
    assert (outcome["status"], outcome["error"]["slug"]) == ("dry-run", "threshold")
