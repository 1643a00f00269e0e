"""A build is closed only with the jobs that it must have."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from coverup.coveralls import ledger
from coverup.errors import NetworkError, RefusedError, ThresholdError
from coverup.http import Answer
from coverup.pipeline.expected import check_expectations, wait_for_parts
from coverup.settings.kinds import Value
from tests.network.fakes import settings_for
from tests.network.polled import NOT_THERE, Heard, Polled, Time, page

HOST = "https://c.test"
UNLISTED = page(id=7, covered_percent=None)
"""What coveralls.io shows: a build without its jobs."""


def listing(*flags: str | None) -> Answer:
    return page(id=7, jobs=[{"flag_name": flag} for flag in flags])


@dataclass
class Wait:
    """One wait for jobs: the server's answers, and flags that this machine has sent itself."""

    http: Polled
    noted: tuple[str, ...] = ()
    time: Time = field(default_factory=Time)
    heard: Heard = field(default_factory=Heard)

    def run(self, **values: Value) -> tuple[str, ...]:
        known: dict[str, Value] = {
            "service_number": "17",
            "spool": str(Path.cwd() / "kept"),
            "commit_sha": "a" * 40,
            **values,
        }
        settings = settings_for(HOST, **known)
        for flag in self.noted:
            job = {**settings.job_fields(), "parallel": True, "flag_name": flag}
            ledger.record(Path(str(known["spool"])), settings, job)
        clock, sleep = self.time.clock, self.time.sleep
        return wait_for_parts(settings, self.http, self.heard, clock=clock, sleep=sleep)


def test_without_expectations_nobody_is_asked() -> None:
    wait = Wait(Polled(NOT_THERE))
    assert wait.run(carryforward=("docs",)) == ("docs",)
    assert wait.http.urls == []


@pytest.mark.parametrize(
    "values",
    [
        {"expect": "2"},
        {"expect_flags": ("unit", "e2e")},
        {"expect": "2", "expect_flags": ("unit",)},
        {"expect": "0"},
    ],
)
@pytest.mark.parametrize(
    ("answer", "noted"),
    [
        (listing("unit", "e2e"), ()),
        (UNLISTED, ("unit", "e2e")),
        (NOT_THERE, ("unit", "e2e")),
        (RefusedError("a private repository"), ("unit", "e2e")),
        (listing("unit"), ("e2e",)),
    ],
    ids=["server", "ledger", "ledger before the server", "ledger alone", "both"],
)
def test_a_complete_build_is_not_waited_for(
    answer: Answer | RefusedError, noted: tuple[str, ...], values: dict[str, Value]
) -> None:
    wait = Wait(Polled(answer), noted)
    assert wait.run(**values) == ()
    assert wait.time.slept == []


def test_jobs_that_come_late_are_waited_for() -> None:
    wait = Wait(Polled(NOT_THERE, listing("unit"), listing("unit", "e2e")))
    assert wait.run(expect_flags=("unit", "e2e")) == ()
    assert wait.heard.lines == [
        "waiting for jobs: the build has 0 jobs, no unit, no e2e",
        "waiting for jobs: the build has 1 job, no e2e",
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"expect_flags": ("unit", "e2e", "docs")}, "the flags e2e, docs were not sent"),
        ({"expect": "3"}, "it has 1 of 3 jobs"),
        ({"expect": "2", "expect_flags": ("unit",)}, "it has 1 of 2 jobs"),
    ],
)
def test_a_build_that_stays_incomplete_stays_open(values: dict[str, Value], told: str) -> None:
    wait = Wait(Polled(listing("unit")))
    with pytest.raises(ThresholdError, match="build 17 is not complete after 1 min") as caught:
        wait.run(wait_for="60", **values)
    assert told in caught.value.message
    assert sum(wait.time.slept) == 60


def test_where_nobody_tells_the_build_stays_open_and_the_hint_says_how_to_tell() -> None:
    wait = Wait(Polled(UNLISTED))
    with pytest.raises(ThresholdError, match="nobody tells which jobs build 17 has") as caught:
        wait.run(expect="2", wait_for="0")
    assert "--spool" in str(caught.value.hint)


def test_missing_flags_are_carried_forward_after_the_wait() -> None:
    wait = Wait(Polled(listing("unit")))
    flags = wait.run(expect="3", expect_flags=("unit", "e2e", "docs"), carryforward=("missing",))
    assert flags == ("e2e", "docs")
    assert sum(wait.time.slept) == 600
    assert wait.heard.lines[-1].endswith("carried forward: e2e, docs")


def test_a_flag_that_may_be_missing_is_not_waited_for() -> None:
    wait = Wait(Polled(listing("unit")))
    flags = wait.run(expect_flags=("unit", "e2e"), carryforward=("e2e",), expect="2")
    assert (flags, wait.time.slept) == (("e2e",), [])


def test_a_job_too_few_is_not_made_up_for_by_a_flag_that_is_there() -> None:
    wait = Wait(Polled(listing("unit", "e2e")))
    carried: dict[str, Value] = {"carryforward": ("missing", "e2e"), "expect_flags": ("unit",)}
    with pytest.raises(ThresholdError, match="it has 2 of 3 jobs"):
        wait.run(expect="3", wait_for="0", **carried)


def test_a_server_with_a_fault_is_a_fault() -> None:
    with pytest.raises(NetworkError):
        Wait(Polled(NetworkError("down"))).run(expect="1")


def test_without_a_commit_only_the_ledger_tells() -> None:
    wait = Wait(Polled(NetworkError("not to be asked")), noted=("unit",))
    assert wait.run(expect="1", commit_sha=()) == ()


def test_missing_says_nothing_without_the_flags_that_there_should_be() -> None:
    problem = check_expectations(settings_for(HOST, carryforward=("missing",)))
    assert problem is not None
    assert "--expect-flags" in str(problem.hint)
    known = settings_for(HOST, carryforward=("missing",), expect_flags=("a",))
    assert check_expectations(known) is None
