"""Closing a parallel build; it needs neither git nor a checkout."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from coverup.coveralls import client
from coverup.coveralls.client import Closing
from coverup.errors import ConfigError
from coverup.http import Http
from coverup.pipeline.checks import upload_warnings
from coverup.pipeline.expected import check_expectations, wait_for_parts
from coverup.pipeline.identity import Run, require_build_number
from coverup.pipeline.lifecycle import Verdict, wait_for_verdict, wants_verdict
from coverup.pipeline.listener import Listener
from coverup.pipeline.waiting import Clock, Sleep
from coverup.settings import Settings

Status = Literal["sent", "dry-run", "failed"]


@dataclass
class Outcome:
    """What became of closing a build; filled in on the way, so that a failure leaves what is known.

    Attributes:
        status: `sent` from when the build is closed, also if its coverage is too low.
        message: What the server said.
        url: The build's page.
        carryforward: The flags whose last coverage stands in.
        verdict: What Coveralls made of the build, if that was waited for.
    """

    status: Status = "failed"
    message: str | None = None
    url: str | None = None
    carryforward: Sequence[str] = ()
    verdict: Verdict | None = None

    def judged(self, verdict: Verdict) -> None:
        """Keep the verdict."""
        self.verdict = verdict


def done(
    run: Run,
    http: Http,
    tell: Listener,
    outcome: Outcome,
    *,
    dry_run: bool = False,
    clock: Clock = time.monotonic,
    sleep: Sleep = time.sleep,
) -> None:
    """Tell Coveralls that a parallel build has all of its jobs, and wait for what it makes of it.

    Raises:
        ConfigError: The token or the build number is missing.
        ThresholdError: Jobs are missing, and the build stays open; or its coverage is too low.
        CoverupError: The server could not be reached, failed or refused.
    """
    settings = run.settings
    for warning in upload_warnings(run, closes_build=True):
        tell.warn(warning)
    problems = list(build_problems(run, dry_run=dry_run))
    if wrong := check_expectations(settings):
        problems.append(wrong)
    if problems:
        raise ConfigError.of(problems)
    if dry_run:
        _tell_closing(settings, settings.items("carryforward"), tell)
        outcome.status = "dry-run"
        return
    flags = wait_for_parts(settings, http, tell, clock=clock, sleep=sleep)
    _tell_closing(settings, flags, tell)
    closing = client.close_build(http, settings, flags)
    outcome.status, outcome.carryforward = "sent", flags
    outcome.message, outcome.url = closing.said.message, closing.said.url
    _tell_closed(closing, settings, tell)
    if wants_verdict(settings):
        wait_for_verdict(
            *(settings, http, tell),
            url=outcome.url,
            seen=outcome.judged,
            clock=clock,
            sleep=sleep,
        )


def build_problems(run: Run, *, dry_run: bool) -> Iterator[ConfigError]:
    """Yield what is missing to speak to the server of a build: its number, and the token."""
    try:
        require_build_number(run.settings)
    except ConfigError as error:
        yield error
    try:
        if not dry_run:
            run.settings.required_token()
    except ConfigError as error:
        yield error


def _tell_closing(settings: Settings, flags: Sequence[str], tell: Listener) -> None:
    number = settings.values["service_number"]
    attempt = settings.text("service_attempt")
    which = f"{number.value}, attempt {attempt}" if attempt else f"{number.value}"
    carrying = f", carrying forward {', '.join(flags)}" if flags else ""
    tell.info(f"closing build {which} ({number.source}) at {settings.endpoint}{carrying}")


def _tell_closed(closing: Closing, settings: Settings, tell: Listener) -> None:
    """Warn of a build that has fewer jobs than were sent; it may still be counting them."""
    expected = settings.number("expect", 0)
    if closing.jobs is not None and closing.jobs < expected:
        tell.warn(f"Coveralls counts {closing.jobs} of {expected:g} jobs in the build so far")
    elif closing.jobs == 0:
        tell.warn("Coveralls counts no job in the build so far: look at its page")
