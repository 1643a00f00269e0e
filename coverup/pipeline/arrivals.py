"""Which jobs of a parallel build have arrived, as far as the ledger and the server tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from coverup.coveralls import builds, ledger, spool
from coverup.errors import RefusedError, ThresholdError
from coverup.http import Http
from coverup.pipeline.listener import Listener
from coverup.pipeline.waiting import shown_time
from coverup.pipeline.wording import counted
from coverup.settings import Settings


@dataclass(frozen=True, slots=True)
class Arrived:
    """What is known of the jobs that a build has.

    Attributes:
        jobs: How many there are, at least.
        flags: Their flags.
        is_told: Whether anybody, server or ledger, says anything about them.
    """

    jobs: int
    flags: frozenset[str]
    is_told: bool


@dataclass
class Watch:
    """Looks for the jobs of a build in the ledger and, as far as it tells, at the server."""

    settings: Settings
    http: Http
    tell: Listener
    asks_server: bool = True
    last: Arrived = Arrived(0, frozenset(), is_told=False)
    said: str = ""

    def complete(self, carried: Sequence[str]) -> Arrived | None:
        """Look again; return what is there if it is enough."""
        self.last = self._look()
        if self.is_complete(carried):
            return self.last
        count = counted(self.last.jobs, "job")
        now = ", ".join(
            [f"the build has {count}", *(f"no {each}" for each in self.absent(carried))]
        )
        if now != self.said:
            self.said = now
            self.tell.info(f"waiting for jobs: {now}")
        return None

    def is_complete(self, carried: Sequence[str]) -> bool:
        """Tell whether nothing is missing, if these flags are carried forward."""
        instead = set(carried) - self.last.flags
        enough = self.last.jobs + len(instead) >= self.settings.number("expect", 0)
        return enough and not self.absent(carried)

    def absent(self, carried: Sequence[str]) -> tuple[str, ...]:
        """Return the flags that are expected, neither sent nor carried forward."""
        there = self.last.flags.union(carried)
        wanted = dict.fromkeys(self.settings.items("expect_flags"))
        return tuple(flag for flag in wanted if flag not in there)

    def _look(self) -> Arrived:
        listed = self._listed()
        noted = [part.flag for part in ledger.sent(spool.folder_of(self.settings), self.settings)]
        flags = frozenset(flag for flag in (*(listed or ()), *noted) if flag)
        is_told = listed is not None or bool(noted)
        # Both speak of the same jobs: what the larger one lacks is not known, only its number.
        jobs = max(len(listed or ()), len(noted), len(flags))
        return Arrived(jobs, flags, is_told)

    def _listed(self) -> tuple[str | None, ...] | None:
        if not self.asks_server or self.settings.text("commit_sha") is None:
            return None
        try:
            build = builds.look(self.http, self.settings)
        except RefusedError as error:
            self.asks_server = False
            self.tell.detail(f"only the ledger tells which jobs were sent: {error.message}")
            return None
        return build.flags if build else None


def incomplete(
    settings: Settings, arrived: Arrived, absent: Sequence[str], patience: float
) -> ThresholdError:
    """Return the error for a build that lacks jobs when the time is over.

    Args:
        settings: What was expected.
        arrived: What is there.
        absent: The flags that are not.
        patience: Seconds that were waited.
    """
    number = settings.text("service_number")
    after = shown_time(patience)
    if not arrived.is_told:
        folder = spool.folder_of(settings) / ledger.FOLDER
        return ThresholdError(
            f"nobody tells which jobs build {number} has: not {settings.endpoint}, and there is "
            f"no ledger of it in {folder} after {after}; the build stays open",
            hint="give `report` and `done` the same --spool DIR, or leave --expect out",
        )
    problems = [f"the flags {', '.join(absent)} were not sent"] if absent else []
    least = int(settings.number("expect", 0))
    if arrived.jobs < least:
        problems.append(f"it has {arrived.jobs} of {counted(least, 'job')}")
    hint = "send them and run `coverup done` again, or close it with --carryforward missing"
    message = f"build {number} is not complete after {after}, so it stays open: "
    return ThresholdError(message + "; ".join(problems), hint=hint)
