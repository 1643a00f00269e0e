"""Waiting for what Coveralls makes of a build, without waiting."""

from dataclasses import dataclass, field

import pytest

from coverup.ci import Detected
from coverup.errors import NetworkError, RefusedError, ThresholdError
from coverup.http import Answer
from coverup.pipeline.lifecycle import Verdict, wait_for_verdict, wants_verdict
from coverup.pipeline.waiting import shown_time, wait_until
from coverup.settings import Settings
from coverup.settings.kinds import Value
from coverup.values import Sourced
from tests.network.fakes import settings_for
from tests.network.polled import NOT_THERE, Heard, Polled, Time, page

HOST = "https://c.test"
PENDING = page(id=7, covered_percent=None, coverage_change=None)
READY = page(id=7, covered_percent=80.5, coverage_change=-0.25, calculated_at="10:00")


@dataclass
class Wait:
    """One wait for a verdict, and what came of it."""

    http: Polled
    time: Time = field(default_factory=Time)
    heard: Heard = field(default_factory=Heard)
    verdicts: list[Verdict] = field(default_factory=list)

    def run(self, **values: Value) -> Verdict:
        return wait_for_verdict(
            settings_for(HOST, **{"commit_sha": "a" * 40, **values}),
            self.http,
            self.heard,
            seen=self.verdicts.append,
            clock=self.time.clock,
            sleep=self.time.sleep,
        )


def test_it_looks_until_the_build_is_calculated() -> None:
    wait = Wait(Polled(NOT_THERE, PENDING, PENDING, READY))
    assert wait.run() == Verdict(page=f"{HOST}/builds/7", percent=80.5, change=-0.25)
    assert wait.time.slept[:3] == [2.0, 3.0, 4.5]
    assert wait.heard.lines == ["waiting for Coveralls' verdict, 10 min at most"]


def test_numbers_that_still_change_are_no_verdict() -> None:
    early = page(id=7, covered_percent=12.0, calculated_at="09:59")
    wait = Wait(Polled(early, READY, READY))
    assert wait.run().percent == 80.5
    assert len(wait.http.urls) == 3


def test_a_server_that_says_done_is_believed_at_once() -> None:
    wait = Wait(Polled(page(id=7, done=True, covered_percent=80.5)))
    assert wait.run() == Verdict(page=f"{HOST}/builds/7", percent=80.5, change=None)
    assert wait.time.slept == []


def test_a_build_that_is_open_has_no_verdict_whatever_its_numbers() -> None:
    wait = Wait(Polled(page(id=7, done=False, covered_percent=80.5)))
    with pytest.raises(NetworkError, match="/builds/7 has no verdict after 30 s"):
        wait.run(wait_for="30")


@pytest.mark.parametrize(
    ("answer", "told"),
    [(PENDING, "https://c.test/builds/7 has no verdict"), (NOT_THERE, "shows no build 17")],
)
def test_the_wait_ends(answer: Answer, told: str) -> None:
    wait = Wait(Polled(answer))
    with pytest.raises(NetworkError, match=told) as caught:
        wait.run(service_number="17", wait_for="600")
    assert sum(wait.time.slept) == 600
    assert max(wait.time.slept) == 30
    assert "--wait-for" in str(caught.value.hint)


def test_a_build_that_is_not_shown_is_not_waited_for() -> None:
    wait = Wait(Polled(Answer(status=401, body=b"")))
    with pytest.raises(RefusedError, match="not shown to everybody"):
        wait.run()
    assert wait.time.slept == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"fail_under": "80.5"}, None),
        ({"fail_under": "80.51"}, "the coverage is 80.500 %, less than 80.51 %"),
        ({"max_drop": "0.25"}, None),
        ({"max_drop": "0.2"}, "it fell by 0.250 points, more than 0.2"),
        ({"max_drop": "0"}, "it fell by 0.250 points, more than 0"),
        ({"fail_under": "90", "max_drop": "0"}, "90 %; it fell"),
        ({"fail_under": "0", "max_drop": "100"}, None),
    ],
)
def test_the_verdict_is_held_against_the_thresholds(
    values: dict[str, str], told: str | None
) -> None:
    wait = Wait(Polled(READY))
    if told is None:
        wait.run(**values)
    else:
        with pytest.raises(ThresholdError, match=told) as caught:
            wait.run(**values)
        assert caught.value.exit_code == 7
    assert [verdict.percent for verdict in wait.verdicts] == [80.5]


def test_a_first_build_cannot_drop_and_says_so() -> None:
    wait = Wait(Polled(page(id=7, done=True, covered_percent=80.5)))
    wait.run(max_drop="0")
    assert "compares the build with none" in wait.heard.lines[-1]


def test_a_rise_is_no_drop() -> None:
    wait = Wait(Polled(page(id=7, done=True, covered_percent=80.5, coverage_change=3.0)))
    assert str(wait.run(max_drop="0")) == "coverage 80.500 %, change +3.000"


@pytest.mark.parametrize(
    ("name", "value", "source", "waits"),
    [
        ("wait", True, "--wait", True),
        ("wait", True, "pyproject.toml [tool.coverup]", True),
        ("wait", False, "--wait", False),
        ("fail_under", "80", "--fail-under", True),
        ("max_drop", "0", "--max-drop", True),
        ("fail_under", "80", "pyproject.toml [tool.coverup]", False),
        ("wait_for", "60", "--wait-for", False),
    ],
)
def test_it_waits_when_asked_to_or_when_the_command_line_has_a_threshold(
    name: str, value: Value, source: str, waits: bool
) -> None:
    settings = Settings(values={name: Sourced(value, source)}, detected=Detected())
    assert wants_verdict(settings) is waits


def test_with_no_patience_it_looks_once() -> None:
    time, looks = Time(), iter([None, "late"])
    found = wait_until(lambda: next(looks), 0, clock=time.clock, sleep=time.sleep)
    assert (found, time.slept) == (None, [])


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0 s"), (30, "30 s"), (60, "1 min"), (90, "1 min 30 s")]
)
def test_a_time_is_shown_in_minutes_and_seconds(seconds: float, shown: str) -> None:
    assert shown_time(seconds) == shown
