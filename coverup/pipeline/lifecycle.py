"""The end of a build: waiting for Coveralls' verdict, and holding it against thresholds."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from coverup.errors import NetworkError, ThresholdError
from coverup.http import Http
from coverup.pipeline.listener import Listener
from coverup.pipeline.waiting import PATIENCE, Clock, Sleep, shown_time, wait_until
from coverup.settings import Settings

if TYPE_CHECKING:
    from coverup.coveralls.builds import Build

_THRESHOLDS: Final = {"fail_under": "--fail-under", "max_drop": "--max-drop"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What Coveralls made of a build.

    Attributes:
        page: Where people look at it.
        percent: Its coverage.
        change: Percent points more than the build it is compared with; None without one.
    """

    page: str
    percent: float
    change: float | None

    def __str__(self) -> str:
        change = "" if self.change is None else f", change {self.change:+.3f}"
        return f"coverage {self.percent:.3f} %{change}"


def wants_verdict(settings: Settings) -> bool:
    """Tell whether to wait: with `--wait`, or with a threshold on the command line.

    A threshold in a configuration file is not enough, since other commands use it too.
    """
    given = settings.values
    return settings.flag("wait") or any(
        name in given and given[name].source == option for name, option in _THRESHOLDS.items()
    )


def wait_for_verdict(
    settings: Settings,
    http: Http,
    tell: Listener,
    *,
    url: str | None = None,
    seen: Callable[[Verdict], None] | None = None,
    clock: Clock = time.monotonic,
    sleep: Sleep = time.sleep,
) -> Verdict:
    """Wait until Coveralls has calculated a build, and hold the result against the thresholds.

    Whether Coveralls shows numbers of a build that it is still calculating is not documented. So
    where the server does not say that the build is done, the same has to be seen twice.

    Args:
        settings: Which build, how long to wait (`wait_for`), and the thresholds.
        http: The session.
        tell: Is told what is waited for.
        url: The build's page, if known; else the build is found by the commit.
        seen: Takes the verdict, also one that the thresholds refuse.
        clock: Tells seconds.
        sleep: Takes seconds.

    Raises:
        ConfigError: Neither page nor commit is known.
        NetworkError: There is no verdict in time, or no answer.
        RefusedError: The server does not show the build.
        ThresholdError: The coverage is too low, or fell too much.
    """
    patience = settings.number("wait_for", PATIENCE)
    tell.info(f"waiting for Coveralls' verdict, {shown_time(patience)} at most")
    reader = _Reader(settings, http, url)
    build = wait_until(reader.settled, patience, clock=clock, sleep=sleep)
    if build is None or build.percent is None:
        raise reader.nothing(patience)
    verdict = Verdict(page=build.page, percent=build.percent, change=build.change)
    if seen is not None:
        seen(verdict)
    _hold(verdict, settings, tell)
    return verdict


@dataclass
class _Reader:
    """Looks at a build again and again, and knows when it has come to rest."""

    settings: Settings
    http: Http
    url: str | None
    last: "Build | None" = None

    def settled(self) -> "Build | None":
        """Return the build once it is calculated for good."""
        from coverup.coveralls import builds

        build = builds.look(self.http, self.settings, self.url)
        before, self.last = self.last, build
        if build is None or build.percent is None or build.done is False:
            return None
        return build if build.done or build == before else None

    def nothing(self, patience: float) -> NetworkError:
        """Return the error that says what was seen last."""
        after = f"after {shown_time(patience)}"
        hint = "wait longer with --wait-for 30m, or look whether the build was closed"
        if self.last is None:
            number = self.settings.text("service_number")
            which = f"build {number}" if number else "this build"
            return NetworkError(f"{self.settings.endpoint} shows no {which} {after}", hint=hint)
        return NetworkError(f"{self.last.page} has no verdict {after}", hint=hint)


def _hold(verdict: Verdict, settings: Settings, tell: Listener) -> None:
    problems = []
    least = settings.number("fail_under", 0.0)
    if verdict.percent < least:
        problems.append(f"the coverage is {verdict.percent:.3f} %, less than {least:g} %")
    if settings.text("max_drop") is not None:
        largest = settings.number("max_drop", 0.0)
        if verdict.change is None:
            tell.warn("Coveralls compares the build with none, so --max-drop says nothing about it")
        elif -verdict.change > largest:
            problems.append(f"it fell by {-verdict.change:.3f} points, more than {largest:g}")
    if problems:
        hint = f"{verdict.page} shows which lines are not covered"
        raise ThresholdError("; ".join(problems), hint=hint)
