"""Delivering what an earlier run could not: the spool, or saved job documents."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from coverup.coveralls import spool
from coverup.coveralls.spool import Entry
from coverup.errors import (
    ConfigError,
    CoverupError,
    NetworkError,
    OutputError,
    RefusedError,
    ReportError,
)
from coverup.http import Http
from coverup.pipeline.identity import Run
from coverup.pipeline.listener import Listener
from coverup.pipeline.resending import TakenError, deliver_entry
from coverup.pipeline.wording import counted
from coverup.settings import Settings

Status = Literal["waiting", "sent", "taken", "left-out", "failed"]
"""`taken`: by another `coverup resend`; `left-out`: its build is closed (`--on-closed`)."""
GIVE_UP_AFTER: Final = 3
"""Faults of the server in a row after which the rest is not tried: each may take minutes."""
_WORST_FIRST: Final = (ConfigError, OutputError, ReportError, RefusedError, NetworkError)


@dataclass(kw_only=True)
class Resent:
    """One job, and what became of it.

    Attributes:
        path: Its file.
        entry: What the file says of it; None if it cannot be read.
        error: Why it was not delivered; the file is kept then.
    """

    path: Path
    entry: Entry | None = None
    status: Status = "waiting"
    message: str | None = None
    url: str | None = None
    error: CoverupError | None = None


@dataclass(kw_only=True)
class Outcome:
    """What became of all jobs; filled in on the way, so that a failure leaves what is known.

    Attributes:
        folder: The spool that was looked into; None if files were named.
        jobs: Oldest first.
        dry_run: Whether they are listed only.
        error: What the command fails with.
    """

    folder: Path | None = None
    jobs: list[Resent] = field(default_factory=list)
    dry_run: bool = False
    error: CoverupError | None = None

    @property
    def status(self) -> Literal["sent", "dry-run", "failed"]:
        """What became of it in one word."""
        if self.error is not None:
            return "failed"
        return "dry-run" if self.dry_run else "sent"

    def count(self, status: Status) -> int:
        """Return how many jobs have this status."""
        return sum(job.status == status for job in self.jobs)


def resend(run: Run, files: Sequence[Path], http: Http, tell: Listener, outcome: Outcome) -> None:
    """Deliver the named files, or else everything in the spool, oldest first.

    What is delivered is removed from the spool, what fails is kept; a saved job document always
    stays. Jobs of another repository are left alone, unless they are named.

    Raises:
        CoverupError: A job was not delivered; the others have been tried before this is raised.
    """
    settings = run.settings
    if files:
        outcome.jobs = _looked_at(files)
    else:
        outcome.folder = spool.folder_of(settings)
        found = _looked_at(spool.entries(outcome.folder))
        outcome.jobs = _own(found, _repository(run), tell)
    if outcome.jobs and not outcome.dry_run:
        settings.required_token()
        _deliver_all(outcome.jobs, settings, http, tell)
    failed = [job.error for job in outcome.jobs if job.error]
    if failed:
        raise _joined(failed, len(outcome.jobs))


def _looked_at(files: Sequence[Path]) -> list[Resent]:
    jobs = []
    for path in files:
        try:
            jobs.append(Resent(path=path, entry=spool.read(path)))
        except CoverupError as error:
            jobs.append(Resent(path=path, status="failed", error=error))
    return sorted(jobs, key=lambda job: (job.entry.created if job.entry else "", job.path.name))


def _own(jobs: Sequence[Resent], repository: str, tell: Listener) -> list[Resent]:
    """Return the jobs of this repository: our token would put any other's into this one too."""
    own = []
    for job in jobs:
        theirs = job.entry.repository if job.entry else ""
        if theirs and repository and theirs != repository:
            tell.warn(f"{job.path} is left alone: it belongs to {theirs}, this is {repository}")
        else:
            own.append(job)
    return own


def _repository(run: Run) -> str:
    return spool.repository_of({"repo_name": run.settings.text("repo_name"), "git": run.git_data()})


def _deliver_all(jobs: Sequence[Resent], settings: Settings, http: Http, tell: Listener) -> None:
    faults = 0
    for job in jobs:
        if job.entry is None:
            continue
        if faults == GIVE_UP_AFTER:
            job.status = "failed"
            job.error = NetworkError(f"{job.path}: not tried, since the server is down")
            continue
        _deliver(job, job.entry, settings, http, tell)
        if isinstance(job.error, NetworkError):
            faults += 1
            http = _hasty(http)
        else:
            faults = 0


def _deliver(job: Resent, entry: Entry, settings: Settings, http: Http, tell: Listener) -> None:
    job.status = "failed"
    try:
        delivery = deliver_entry(entry, settings, http, tell)
    except TakenError:
        job.status = "taken"
    except CoverupError as error:
        job.error = error
    else:
        job.status = "sent" if delivery else "left-out"
        if delivery:
            job.message, job.url = delivery.said.message, delivery.said.url


def _hasty(http: Http) -> Http:
    """Return the session with one try for each job, once a job has used up the patience."""
    hasty = copy(http)
    hasty.retries = 0
    return hasty


def _joined(failed: Sequence[CoverupError], count: int) -> CoverupError:
    """Return one error for all: a server's fault (exit 5) only if there is nothing worse."""
    if count == 1:
        return failed[0]
    worst = next(kind for kind in _WORST_FIRST if any(isinstance(each, kind) for each in failed))
    hints = dict.fromkeys(each.hint for each in failed if each.hint)
    head = f"{len(failed)} of {counted(count, 'job')} were not delivered, and are kept:"
    message = "\n".join([head, *(f"  - {each.message}" for each in failed)])
    return worst(message, hint="; ".join(hints) or None)
