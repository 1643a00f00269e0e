"""Waiting for the jobs of a pipeline, from a job of it or from elsewhere."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from coverup.errors import ThresholdError
from coverup.gitlab.client import GitLab
from coverup.gitlab.pipelines import Chosen, jobs_of, none_matches
from coverup.gitlab.records import Job
from coverup.pipeline.listener import Listener, Silence
from coverup.pipeline.waiting import Clock, Sleep, shown_time, wait_until

PATIENCE: Final = 1800.0
"""Seconds that are waited unless `--wait-for` says otherwise."""
_WAITS_FOR_PEOPLE: Final = "manual"
_FAILED: Final = frozenset({"failed", "canceled"})


@dataclass(frozen=True, slots=True)
class Own:
    """The job that waits, if it is one of the pipeline: waiting for it would never end."""

    job: int
    stage: str

    @classmethod
    def of(cls, env: Mapping[str, str], pipeline: int) -> "Own | None":
        """Return the job that the variables are about, None if it is in another pipeline."""
        number = env.get("CI_JOB_ID", "")
        if env.get("CI_PIPELINE_ID") != str(pipeline) or not number.isdecimal():
            return None
        return cls(int(number), env.get("CI_JOB_STAGE", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Waits for jobs.

    Attributes:
        gitlab: The project.
        pipeline: Its pipeline.
        chosen: Which jobs are waited for.
        own: The job that waits.
        tell: Who is told.
    """

    gitlab: GitLab
    pipeline: int
    chosen: Chosen
    own: Own | None
    tell: Listener

    def wait(
        self,
        patience: float = PATIENCE,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = time.sleep,
    ) -> list[Job]:
        """Wait until the jobs are over, and return them.

        Raises:
            ConfigError: No job is meant.
            ThresholdError: They are not over in time.
        """
        later = self._later_stages()
        last: list[Job] = []

        def over() -> list[Job] | None:
            last[:] = self._meant(later)
            running = [job.label for job in last if not _is_settled(job)]
            if running:
                self.tell.detail(f"not over yet: {', '.join(running)}")
            return None if running else last

        if not self._meant(later):
            raise none_matches(jobs_of(self.gitlab, self.pipeline, Chosen(), Silence()))
        self.tell.info(f"waiting for the jobs of pipeline {self.pipeline}, {_at_most(patience)}")
        if wait_until(over, patience, clock=clock, sleep=sleep) is None:
            running = ", ".join(job.label for job in last if not _is_settled(job))
            hint = "wait longer with --wait-for 1h, or for less with --job"
            raise ThresholdError(f"after {shown_time(patience)} not over: {running}", hint=hint)
        return last

    def _meant(self, later: frozenset[str]) -> list[Job]:
        found = jobs_of(self.gitlab, self.pipeline, self.chosen, self.tell)
        own = self.own.job if self.own else None
        return [job for job in found if job.id != own and (job.parent or job.stage not in later)]

    def _later_stages(self) -> frozenset[str]:
        """Return the stages after the own one, in which no job starts before it is over.

        The API has no order of stages. GitLab makes a pipeline's jobs stage by stage, so that the
        first attempts' numbers tell it.
        """
        if self.own is None or not self.own.stage:
            return frozenset()
        firsts: dict[str, int] = {}
        for job in self.gitlab.pipeline_jobs(self.pipeline, retried=True):
            firsts[job.stage] = min(job.id, firsts.get(job.stage, job.id))
        own = firsts.get(self.own.stage, self.own.job)
        return frozenset(stage for stage, first in firsts.items() if first > own)


def refuse_failed(jobs: Iterable[Job]) -> None:
    """Refuse jobs that failed and may not.

    Raises:
        ThresholdError: Some of them failed or were cancelled.
    """
    failed = [f"{job.label} ({job.status})" for job in _failures(jobs)]
    if failed:
        hint = "--allow-failed goes on all the same"
        raise ThresholdError(f"jobs failed: {', '.join(failed)}", hint=hint)


def summary(jobs: Sequence[Job]) -> str:
    """Return how many jobs are in which state."""
    states = [job.status for job in jobs]
    return ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))


def _failures(jobs: Iterable[Job]) -> Iterator[Job]:
    return (job for job in jobs if job.status in _FAILED and not job.allow_failure)


def _is_settled(job: Job) -> bool:
    return job.is_over or job.status == _WAITS_FOR_PEOPLE


def _at_most(patience: float) -> str:
    return f"{shown_time(patience)} at most"
