"""The main use-case: measure, build the job or jobs, deliver them."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coverup.coveralls import job
from coverup.errors import ConfigError, CoverupError
from coverup.formats._collector import collector_paused
from coverup.http import Http
from coverup.model import Totals, totals_of
from coverup.paths import Dropped, Repository
from coverup.pipeline import split
from coverup.pipeline.checks import upload_warnings
from coverup.pipeline.gather import Gathered, gather
from coverup.pipeline.identity import Run
from coverup.pipeline.inputs import Wanted
from coverup.pipeline.listener import Listener
from coverup.pipeline.sending import WORST_FIRST, Status, Upload, send
from coverup.pipeline.stages import Stages
from coverup.pipeline.telling import tell_gathered
from coverup.pipeline.waiting import Clock, Sleep
from coverup.pipeline.wording import counted
from coverup.settings import Settings

if TYPE_CHECKING:
    from coverup.pipeline.lifecycle import Verdict
    from coverup.verdict import Verdict as LocalVerdict


@dataclass
class Outcome:
    """What became of a report; filled in on the way, so that a failure leaves what is known.

    Attributes:
        files: How many source files the jobs have.
        dropped: Files of the reports that are in no job.
        totals: Of all jobs.
        settings: The run's, once they are known.
        uploads: The jobs, once they are made: one, unless flags are split.
        is_split: Whether there is a job for each of several folders.
        verdict: What Coveralls made of the build, if it was waited for.
        judged: What the measurement comes to by itself, if there is anything to hold it against.
        stages: How long it took, if that is to be measured.
    """

    files: int = 0
    dropped: list[Dropped] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    settings: Settings | None = None
    uploads: list[Upload] = field(default_factory=list)
    is_split: bool = False
    verdict: "Verdict | None" = None
    judged: "LocalVerdict | None" = None
    error: CoverupError | None = None
    stages: Stages = field(default_factory=Stages)

    @property
    def status(self) -> Status:
        """The worst status of a job; `failed` as long as there is none."""
        found = {upload.status for upload in self.uploads}
        return next((status for status in WORST_FIRST if status in found), "failed")

    @property
    def message(self) -> str | None:
        """What there is to say of the only job, or how many of several jobs have which status."""
        if len(self.uploads) == 1:
            return self.uploads[0].message
        found = [upload.status for upload in self.uploads]
        numbers = {status: found.count(status) for status in reversed(WORST_FIRST)}
        shown = (f"{number} {status}" for status, number in numbers.items() if number)
        return f"{counted(len(found), 'job')}: {', '.join(shown)}" if found else None

    @property
    def url(self) -> str | None:
        """The page of the only job; several have none in common."""
        return self.uploads[0].url if len(self.uploads) == 1 else None

    @property
    def document(self) -> bytes:
        """The document of the only job, without its token; empty if there is no such."""
        return self.uploads[0].document.plain() if len(self.uploads) == 1 else b""

    @property
    def spool(self) -> Path | None:
        """Where the only job that was not delivered is kept; the folder, if it is several."""
        kept = [upload.spool for upload in self.uploads if upload.spool]
        return None if not kept else kept[0] if len(kept) == 1 else kept[0].parent


def report(
    run: Run,
    wanted: Wanted,
    http: Http,
    tell: Listener,
    outcome: Outcome,
    *,
    dry_run: bool = False,
    judge: "Callable[[Gathered], LocalVerdict | None]" = lambda _: None,
    clock: Clock = time.monotonic,
    sleep: Sleep = time.sleep,
) -> None:
    """Read reports, build the job and deliver it, unless it is a dry run.

    With `split_flags` there is a job for each of these folders. `judge` is called before anything
    is sent; what it finds wanting is an error after all is sent.

    Raises:
        CoverupError: Anything that stands in the way; `outcome` keeps what was reached.
    """
    settings = outcome.settings = run.settings
    globs = split.globs_of(settings)
    outcome.is_split = bool(globs)
    checked = split.as_part(run) if globs else run
    _check_settings(checked, tell, is_split=bool(globs), dry_run=dry_run)
    stages = outcome.stages
    with stages.running("paths"):
        files = run.files()
    with collector_paused():
        headers = _build(run, wanted, files, tell, outcome, judge=judge)
    if dry_run:
        for upload in outcome.uploads:
            upload.weigh()
    else:
        with stages.running("network"):
            send(outcome.uploads, http, tell, headers)
    is_whole = not checked.settings.flag("parallel")
    if settings.flag("wait") and outcome.status == "sent" and is_whole:
        from coverup.pipeline.lifecycle import wait_for_verdict

        page, keep = outcome.url, partial(setattr, outcome, "verdict")
        wait_for_verdict(settings, http, tell, url=page, seen=keep, clock=clock, sleep=sleep)
    _hold(outcome)


def _build(
    run: Run,
    wanted: Wanted,
    files: Repository,
    tell: Listener,
    outcome: Outcome,
    *,
    judge: "Callable[[Gathered], LocalVerdict | None]",
) -> Mapping[str, str]:
    """Read the reports, and make the jobs; return what identifies these to the server.

    What was measured is in the jobs then, and kept no longer.
    """
    show = partial(_show, outcome, tell)
    gathered = gather(wanted, files, run.top, tell, show, stages=outcome.stages)
    outcome.judged = judge(gathered)
    globs = split.globs_of(run.settings)
    outcome.uploads += _uploads(run, gathered, globs, tell, outcome.stages)
    outcome.totals = sum((upload.totals for upload in outcome.uploads), start=Totals())
    return _headers(run.settings, gathered)


def _check_settings(run: Run, tell: Listener, *, is_split: bool, dry_run: bool) -> None:
    """Tell what is odd about the settings.

    Raises:
        ConfigError: Something stands in the way of sending.
    """
    if not dry_run and (problems := list(_problems(run.settings, is_split=is_split))):
        raise ConfigError.of(problems)
    for warning in upload_warnings(run):
        tell.warn(warning)


def _headers(settings: Settings, gathered: Gathered) -> dict[str, str]:
    from coverup.coveralls.client import identification

    formats = sorted({measured.format_name for measured in gathered.reports})
    return identification(settings.text("service_name"), formats)


def _hold(outcome: Outcome) -> None:
    if outcome.judged is not None:
        outcome.judged.hold()


def _show(outcome: Outcome, tell: Listener, gathered: Gathered) -> None:
    tell_gathered(gathered, tell)
    outcome.files, outcome.dropped = len(gathered.files), gathered.dropped


def _problems(settings: Settings, *, is_split: bool) -> Iterator[ConfigError]:
    """Yield what stands in the way of sending, before any report is read."""
    try:
        settings.required_token()
    except ConfigError as error:
        yield error
    if is_split and settings.text("service_number") is None:
        yield split.no_build_number()
    waits = settings.values.get("wait")
    if waits and waits.source == "--wait" and settings.flag("parallel"):
        message = "--wait: a parallel build has no verdict before it is closed"
        yield ConfigError(message, hint="give --wait to `coverup done`, which closes it")


def _uploads(
    run: Run, gathered: Gathered, globs: Sequence[str], tell: Listener, stages: Stages
) -> Iterator[Upload]:
    """Yield the job, or one for each part that the globs make; each file is in one of them."""
    git = run.git_data()
    if not globs:
        yield upload_of(run.settings, git, gathered, gathered.files, stages)
        return
    for part, names in split.split(gathered.files, globs, tell).items():
        yield upload_of(split.settings_of(run.settings, part), git, gathered, names, stages)


def upload_of(
    settings: Settings,
    git: Mapping[str, object],
    gathered: Gathered,
    names: Collection[str],
    stages: Stages,
) -> Upload:
    """Make the job of some of the measured files.

    Args:
        settings: Of the job.
        git: What it says of the commit.
        gathered: What was measured.
        names: Which files; each is in `gathered`.
        stages: Is told which stage is under way.
    """
    files, sources = gathered.files, gathered.sources
    entries = (
        job.source_file(name, sources[name].digest, files[name], sources[name].text)
        for name in names
    )
    with stages.running("job"):
        totals = totals_of(files[name] for name in names)
    with stages.running("gzip"):
        built = job.build(settings.job_fields(), git, stages.each("job", entries))
        document = job.encode(built)
    return Upload(settings=settings, files=len(names), totals=totals, document=document)
