"""A parallel build from its first job to the verdict, against the sandbox."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from coverup.sandbox import Sandbox
from tests.cli.conftest import Command, Ran

COMMIT = "a" * 40
LESS = "TN:\nSF:src/a.c\nDA:1,3\nDA:2,0\nDA:4,0\nend_of_record\n"


class Build:
    """A build of the project on the sandbox, each step one command."""

    def __init__(self, coverup: Command, spool: Path) -> None:
        self.coverup = coverup
        self.spool = spool

    def report(self, flag: str, *words: str, number: str = "5") -> Ran:
        parallel = ["--parallel", "--job-flag", flag, "--service-job-id", flag]
        return self._run("report", number, *parallel, *words)

    def done(self, *words: str, number: str = "5") -> Ran:
        return self._run("done", number, *words)

    def rerun(self, *words: str, number: str = "5") -> Ran:
        return self._run("rerun", number, *words)

    def _run(self, command: str, number: str, *words: str) -> Ran:
        kept = ["--spool", str(self.spool)] if "--spool" not in words else []
        return self.coverup(command, "--build-number", number, *kept, *words)


@pytest.fixture
def build(
    coverup: Command, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Build]:
    with Sandbox() as sandbox:
        monkeypatch.setenv("COVERALLS_ENDPOINT", sandbox.url)
        monkeypatch.setenv("COVERALLS_REPO_TOKEN", "s3cr3t-token")
        monkeypatch.setenv("COVERALLS_GIT_COMMIT", COMMIT)
        yield Build(coverup, tmp_path / "kept")


def test_a_complete_build_is_closed_and_judged(build: Build) -> None:
    for flag in ("unit", "e2e"):
        assert build.report(flag).code == 0
    ran = build.done("--expect", "2", "--expect-flags", "unit,e2e", "--wait", "--fail-under", "60")
    assert ran.code == 0, ran.err
    assert "coverage 71.430 %" in ran.out
    assert "/builds/1" in ran.out


def test_a_flag_that_is_missing_keeps_the_build_open(build: Build) -> None:
    build.report("unit")
    ran = build.done("--expect-flags", "unit,e2e", "--wait-for", "0")
    assert ran.code == 7
    assert "the flags e2e were not sent" in ran.err
    assert build.report("e2e").code == 0
    assert build.done("--expect-flags", "unit,e2e", "--wait-for", "0").code == 0


def test_the_ledger_alone_tells_where_the_commit_is_not_known(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COVERALLS_GIT_COMMIT")
    build.report("unit")
    build.report("e2e")
    assert build.done("--expect", "2", "--spool", "elsewhere", "--wait-for", "0").code == 7
    assert build.done("--expect", "2", "--wait-for", "0").code == 0


def test_exactly_the_missing_flags_are_carried_forward(build: Build) -> None:
    for flag in ("unit", "e2e"):
        build.report(flag, number="4")
    assert build.done(number="4").code == 0
    build.report("unit")
    words = ["--expect-flags", "unit,e2e", "--carryforward", "missing", "--wait-for", "0"]
    ran = build.done(*words, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["carryforward"] == ["e2e"]


def test_coverage_below_the_threshold_fails_and_is_told(build: Build) -> None:
    build.report("unit")
    ran = build.done("--fail-under", "99", "--json")
    assert ran.code == 7
    told = json.loads(ran.out)
    assert (told["status"], told["error"]["slug"]) == ("sent", "threshold")
    assert told["verdict"]["percent"] < 99
    assert "less than 99 %" in ran.err


def test_coverage_that_falls_too_far_fails(build: Build, project: Path) -> None:
    build.report("unit", number="4")
    build.done(number="4")
    (project / "lcov.info").write_text(LESS)
    build.report("unit")
    ran = build.done("--max-drop", "1")
    assert ran.code == 7
    assert "it fell by" in ran.err


def test_a_later_job_starts_another_attempt_if_that_is_chosen(build: Build) -> None:
    build.report("unit")
    build.done()
    assert build.report("late").code == 6
    ran = build.report("late", "--on-closed", "new-attempt")
    assert ran.code == 0, ran.err
    assert "coverup done --attempt 2" in ran.err
    assert build.done("--attempt", "2", "--expect-flags", "late", "--wait-for", "0").code == 0


@pytest.mark.parametrize(("choice", "told"), [("skip", "left out"), ("rerun", "not added")])
def test_a_later_job_can_be_left_out(build: Build, choice: str, told: str) -> None:
    build.report("unit")
    build.done()
    ran = build.report("late", "--on-closed", choice)
    assert ran.code == 0
    assert told in ran.err


def test_a_build_is_calculated_again(build: Build) -> None:
    build.report("unit")
    build.done()
    ran = build.rerun()
    assert ran.code == 0
    assert "/builds/1" in ran.out
    assert json.loads(build.rerun("--json").out)["status"] == "sent"


def test_a_build_that_is_not_there_cannot_be_calculated_again(build: Build) -> None:
    ran = build.rerun(number="99")
    assert ran.code == 6
    assert "--build-number" in ran.err


def test_rerun_tells_all_that_is_missing_at_once(coverup: Command) -> None:
    ran = coverup("rerun")
    assert ran.code == 3
    assert "no build number" in ran.err
    assert "no token" in ran.err


def test_a_dry_rerun_sends_nothing(coverup: Command) -> None:
    words = ["--dry-run", "--build-number", "5", "--endpoint", "http://127.0.0.1:9"]
    ran = coverup("rerun", *words)
    assert ran.code == 0
    assert "nothing was sent" in ran.out


def test_missing_without_expected_flags_is_a_mistake(build: Build) -> None:
    ran = build.done("--carryforward", "missing")
    assert ran.code == 3
    assert "--expect-flags" in ran.err


def test_no_step_shows_or_keeps_the_token(build: Build, tmp_path: Path) -> None:
    steps = [build.report("unit", "--debug"), build.done("--expect", "1", "--debug")]
    steps += [build.report("late", "--on-closed", "rerun", "--debug"), build.rerun("--debug")]
    for ran in steps:
        assert "s3cr3t-token" not in ran.out + ran.err
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"s3cr3t-token" in path.read_bytes() for path in files)
