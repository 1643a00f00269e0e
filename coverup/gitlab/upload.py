"""One Coveralls job for each GitLab job of a pipeline, and the build closed after them.

So one last CI job replaces an upload in each. The reports of all jobs are read before the first of
them is sent.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from coverup.coveralls import client
from coverup.errors import ConfigError, CoverupError, InvalidReportError
from coverup.formats.source import Source
from coverup.gitlab.collect import Collected, no_reports
from coverup.gitlab.records import Job, Pipeline
from coverup.http import Http
from coverup.model import FileCoverage, merge, totals_of
from coverup.paths import Repository
from coverup.pipeline import done as closing
from coverup.pipeline.checks import upload_warnings
from coverup.pipeline.folders import reports_in
from coverup.pipeline.gather import Gathered, gather
from coverup.pipeline.identity import Run, require_build_number
from coverup.pipeline.inputs import MIN_RESOLVED, Wanted
from coverup.pipeline.listener import Listener
from coverup.pipeline.report import Outcome, upload_of
from coverup.pipeline.sending import Named, send
from coverup.pipeline.stages import Stages
from coverup.pipeline.telling import tell_gathered
from coverup.pipeline.waiting import Clock, Sleep
from coverup.settings import Settings
from coverup.settings.kinds import Value
from coverup.values import Sourced

JOB: Final = "{job}"
_SOURCE: Final = "GitLab"
_OF_A_PIPELINE: Final = frozenset(
    {
        *("service_name", "service_number", "service_attempt", "service_branch"),
        *("service_build_url", "service_pull_request", "service_event_type"),
        *("commit_sha", "compare_ref", "compare_sha"),
    }
)
"""Settings that are the same for all jobs of a pipeline, and others in the next."""
_MERGE_REQUEST: Final = "refs/merge-requests/"


@dataclass
class Sent:
    """What became of an upload; filled in on the way, so that a failure leaves what is known.

    Attributes:
        outcome: The Coveralls jobs, as of a report with several flags.
        closed: What became of closing the build, if that was wanted.
    """

    outcome: Outcome = field(default_factory=lambda: Outcome(is_split=True))
    closed: closing.Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploader:
    """Makes Coveralls jobs of collected reports.

    Attributes:
        run: Where the sources are, and whose build it is (`as_build`).
        tell: Who is told.
        flag: What the flags are called, with `{job}` and `{stage}` in it.
    """

    run: Run
    tell: Listener
    flag: str = JOB

    def problems(self, *, dry_run: bool) -> Iterator[ConfigError]:
        """Yield what stands in the way, before anything is downloaded."""
        if dry_run:
            return
        try:
            self.run.settings.required_token()
        except ConfigError as error:
            yield error
        try:
            require_build_number(self.run.settings)
        except ConfigError as error:
            yield error

    def prepare(self, collected: Sequence[Collected], outcome: Outcome) -> list[str]:
        """Read the reports of all jobs, make a Coveralls job of each, and return the formats.

        Raises:
            CoverupError: A report cannot be used; the message names the job.
        """
        run, settings = self.run, self.run.settings
        outcome.settings = settings
        for warning in upload_warnings(run):
            self.tell.warn(warning)
        repository, git = run.files(), run.git_data()
        parts: defaultdict[str, list[FileCoverage]] = defaultdict(list)
        formats: set[str] = set()
        for each in collected:
            gathered = self._gathered(each, repository)
            if gathered is None:
                continue
            settings = self._settings_of(each)
            upload = upload_of(settings, git, gathered, gathered.files, Stages())
            outcome.uploads.append(upload)
            outcome.dropped += gathered.dropped
            formats |= {report.format_name for report in gathered.reports}
            for name, file in gathered.files.items():
                parts[name].append(file)
        if not outcome.uploads:
            raise no_reports(len(collected))
        outcome.dropped = list(dict.fromkeys(outcome.dropped))
        outcome.files = len(parts)
        outcome.totals = totals_of(map(merge, parts.values()))
        return sorted(formats)

    def _source(self, path: Path) -> Source:
        return Source(path, path.name, self.run.top)

    def _gathered(self, collected: Collected, repository: Repository) -> Gathered | None:
        settings, top = self.run.settings, self.run.top
        named = Named(collected.label, self.tell)
        forced = settings.text("format")
        chosen = [str(path) for path in collected.files]
        if not settings.items("gitlab_paths"):
            try:
                next(reports_in(collected.folder, self._source, forced, top, named))
            except InvalidReportError as error:
                named.warn(f"left out: {error.message}")
                return None
            chosen = [str(collected.folder)]
        wanted = Wanted(
            reports=tuple(chosen),
            format_name=forced,
            allow_empty=settings.flag("allow_empty"),
            lcov_exclusions=settings.flag("lcov_exclusions"),
            strict=settings.flag("strict"),
            selection=self.run.selection(),
            min_resolved=settings.number("min_resolved", MIN_RESOLVED),
        )
        try:
            gathered = gather(wanted, repository, top, named)
        except CoverupError as error:
            error.message = f"{collected.label}: {error.message}"
            raise
        tell_gathered(gathered, named)
        return gathered

    def _settings_of(self, collected: Collected) -> Settings:
        found = collected.job
        stage = found.stage if found else ""
        flag = self.flag.replace(JOB, collected.label).replace("{stage}", stage)
        values: dict[str, Value] = {
            "flag_name": flag,
            "service_job_id": collected.label,
            "parallel": True,
        }
        if found:
            values["service_job_number"] = str(found.id)
            if found.web_url:
                values["service_job_url"] = found.web_url
        settings = self.run.settings
        for name, value in values.items():
            settings = settings.changed(name, value, _SOURCE)
        return settings


def as_build(run: Run, pipeline: Pipeline | None) -> Run:
    """Return the run as that of a pipeline's build, parallel as it will be.

    Args:
        run: The run of this command.
        pipeline: Another pipeline than the one that the command runs in, about which the variables
            here say nothing; None if it is its own. What a person said goes before.
    """
    values: dict[str, Sourced[Value]] = dict(run.settings.values)
    if pipeline is not None:
        said = {name: each for name, each in values.items() if _is_said(each)}
        values = {name: each for name, each in values.items() if name not in _OF_A_PIPELINE}
        told = {name: Sourced(value, _SOURCE) for name, value in _fields(pipeline).items()}
        values = {**values, **told, **said}
    values["parallel"] = Sourced(value=True, source=_SOURCE)
    build = copy(run)
    build.settings = replace(run.settings, values=values)
    return build


def _is_said(value: Sourced[Value]) -> bool:
    """Whether a value is from the command line, a variable of ours, or a configuration file."""
    of_a_file = ": " in value.source and not value.source.startswith("git")
    return value.source.startswith(("-", "$COVERALLS_")) or of_a_file


def deliver(
    uploader: Uploader,
    formats: Sequence[str],
    http: Http,
    sent: Sent,
    *,
    done: bool,
    dry_run: bool,
    clock: Clock = time.monotonic,
    sleep: Sleep = time.sleep,
) -> None:
    """Send the jobs, and close the build if that is wanted and all of them have arrived.

    Raises:
        CoverupError: A job could not be delivered, and the build is still open; or it cannot be
            closed.
    """
    run, tell, uploads = uploader.run, uploader.tell, sent.outcome.uploads
    if dry_run:
        for upload in uploads:
            upload.weigh()
    else:
        service = run.settings.text("service_name")
        send(uploads, http, tell, client.identification(service, formats))
    if done:
        sent.closed = closing.Outcome()
        closing.done(run, http, tell, sent.closed, dry_run=dry_run, clock=clock, sleep=sleep)
    elif not dry_run:
        tell.info("the build is open: `coverup done` closes it, or --done here")


def tell_other_commit(run: Run, pipeline: Pipeline, tell: Listener) -> None:
    """Warn of a checkout of another commit than the pipeline's: its lines may be others."""
    head = run.repository.head() if run.repository else None
    if head is not None and pipeline.sha and head.id != pipeline.sha:
        there, here = pipeline.sha[:8], head.id[:8]
        tell.warn(f"the pipeline is of commit {there}, the checkout of {here}: lines may differ")


def tell_failed(jobs: Iterable[Job], tell: Listener) -> None:
    """Warn of jobs that failed: they may have measured a part only."""
    failed = [job.label for job in jobs if job.status != "success"]
    if failed:
        tell.warn(f"not all of their tests may have run: {', '.join(failed)} failed")


def _fields(pipeline: Pipeline) -> dict[str, Value]:
    fields: dict[str, Value] = {"service_name": "gitlab-ci", "commit_sha": pipeline.sha}
    if pipeline.iid:
        fields["service_number"] = str(pipeline.iid)
    if pipeline.web_url:
        fields["service_build_url"] = pipeline.web_url
    request = pipeline.ref.removeprefix(_MERGE_REQUEST).partition("/")[0]
    if pipeline.ref.startswith(_MERGE_REQUEST) and request.isdecimal():
        fields["service_pull_request"] = request
    elif pipeline.ref:
        fields["service_branch"] = pipeline.ref
    return fields
