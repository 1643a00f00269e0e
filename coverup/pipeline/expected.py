"""Holding back the end of a parallel build until the jobs that it must have are there."""

import time
from typing import Final

from coverup.errors import ConfigError
from coverup.http import Http
from coverup.pipeline.listener import Listener
from coverup.pipeline.waiting import PATIENCE, Clock, Sleep, shown_time, wait_until
from coverup.settings import Settings

MISSING: Final = "missing"
"""As a flag of `--carryforward`: those that are expected and were not sent."""


def check_expectations(settings: Settings) -> ConfigError | None:
    """Return what is wrong with what is expected."""
    if MISSING in settings.items("carryforward") and not settings.items("expect_flags"):
        hint = "name the flags that the build must have: --expect-flags unit,e2e"
        return ConfigError(
            "--carryforward missing does not know which flags are missing", hint=hint
        )
    return None


def wait_for_parts(
    settings: Settings,
    http: Http,
    tell: Listener,
    *,
    clock: Clock = time.monotonic,
    sleep: Sleep = time.sleep,
) -> tuple[str, ...]:
    """Wait until the build has the jobs of `--expect` and `--expect-flags`.

    Flags that `--carryforward` names are not waited for.

    Args:
        settings: What is expected, and how long to wait (`wait_for`).
        http: The session, to ask the server.
        tell: Is told what is waited for.
        clock: Tells seconds.
        sleep: Takes seconds.

    Returns:
        The flags to carry forward: those that `--carryforward` names, and with `missing` those that
        did not come.

    Raises:
        ThresholdError: Jobs are missing when the time is over; the build stays open.
        NetworkError: No answer, or a fault of the server.
    """
    carried = tuple(flag for flag in settings.items("carryforward") if flag != MISSING)
    if settings.text("expect") is None and not settings.items("expect_flags"):
        return carried
    from coverup.pipeline.arrivals import Watch, incomplete

    watch = Watch(settings, http, tell)
    patience = settings.number("wait_for", PATIENCE)
    if wait_until(lambda: watch.complete(carried), patience, clock=clock, sleep=sleep):
        return carried
    absent = watch.absent(carried)
    all_carried = (*carried, *absent)
    if MISSING not in settings.items("carryforward") or not watch.is_complete(all_carried):
        raise incomplete(settings, watch.last, absent, patience)
    tell.warn(f"not sent after {shown_time(patience)}, so carried forward: {', '.join(absent)}")
    return all_carried
