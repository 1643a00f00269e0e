"""The main use-case: measure, build the job, deliver it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from coverup.coveralls import client, job
from coverup.errors import CoverupError
from coverup.http import Http
from coverup.model import Totals
from coverup.paths import Dropped
from coverup.paths.placed import EXCLUDED, OUTSIDE
from coverup.pipeline.checks import upload_warnings
from coverup.pipeline.gather import Gathered, gather
from coverup.pipeline.identity import Run
from coverup.pipeline.inputs import Wanted
from coverup.pipeline.listener import Listener
from coverup.pipeline.wording import counted, shown_size
from coverup.settings import Settings

Status = Literal["sent", "dry-run", "spooled", "failed"]
SHOWN_DROPPED: Final = 10
SHOWN_USUAL: Final = 3
_USUAL: Final = (EXCLUDED, OUTSIDE)
"""Why files are left out by wish, or because they are other people's."""


@dataclass
class Outcome:
    """What became of a report; filled in on the way, so that a failure leaves what is known.

    Attributes:
        status: `failed` until it is something better.
        document: The job document without its token.
        size: Bytes of the document as it is sent.
        compressed_size: Bytes after compression.
    """

    status: Status = "failed"
    message: str | None = None
    url: str | None = None
    files: int = 0
    formats: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    settings: Settings | None = None
    document: bytes = b""
    size: int = 0
    compressed_size: int = 0
    attempts: int = 0
    error: CoverupError | None = None


def report(
    run: Run,
    wanted: Wanted,
    http: Http,
    tell: Listener,
    outcome: Outcome,
    *,
    dry_run: bool = False,
) -> None:
    """Read reports, build one job and deliver it, unless it is a dry run.

    Raises:
        CoverupError: Anything that stands in the way; `outcome` keeps what was reached.
    """
    settings = outcome.settings = run.settings
    if not dry_run:
        settings.required_token()
    for warning in upload_warnings(run):
        tell.warn(warning)
    gathered = gather(wanted, run.files(), run.top, tell)
    _tell_gathered(gathered, tell, outcome)
    outcome.document = job.encode(_document(run, settings, gathered))
    if dry_run:
        outcome.size = len(outcome.document)
        outcome.compressed_size = len(job.gzip(outcome.document))
        outcome.status = "dry-run"
        outcome.message = "dry run: nothing was sent"
        return
    _deliver(settings, http, tell, outcome)


def _document(run: Run, settings: Settings, gathered: Gathered) -> job.Job:
    entries = (
        job.source_file(name, gathered.sources[name].digest, file, gathered.sources[name].text)
        for name, file in gathered.files.items()
    )
    return job.build(settings.job_fields(), run.git_data(), entries)


def _deliver(settings: Settings, http: Http, tell: Listener, outcome: Outcome) -> None:
    plain = job.with_token(outcome.document, settings.required_token())
    packed = job.gzip(plain)
    outcome.size, outcome.compressed_size = len(plain), len(packed)
    sizes = f"{shown_size(len(plain))}, {shown_size(len(packed))} gzipped"
    tell.info(f"sending {sizes}, to {settings.endpoint}")
    outcome.attempts = 1
    headers = client.identification(settings.text("service_name"), outcome.formats)
    delivery = client.post_job(http, settings, plain, packed, headers)
    outcome.attempts = delivery.attempts
    if not delivery.compressed:
        tell.warn(f"{settings.endpoint} does not read gzip: sent uncompressed")
    outcome.message, outcome.url = delivery.said.message, delivery.said.url
    outcome.status = "sent"


def _tell_gathered(gathered: Gathered, tell: Listener, outcome: Outcome) -> None:
    for measured in gathered.reports:
        count = len({part.path for part in measured.parts})
        tell.info(f"read {measured.name} ({measured.format_name}): {counted(count, 'file')}")
        for mapping, times in measured.mappings.most_common(SHOWN_DROPPED):
            tell.detail(f"  {mapping} ({counted(times, 'file')})")
    outcome.formats = sorted({measured.format_name for measured in gathered.reports})
    outcome.files = len(gathered.files)
    outcome.dropped = gathered.dropped
    outcome.totals = gathered.totals()
    _tell_dropped(gathered.dropped, tell)
    if gathered.advice:
        tell.warn(f"  {gathered.advice}")


def _tell_dropped(dropped: Sequence[Dropped], tell: Listener) -> None:
    """Name each file that is missed; of what nobody misses, a few."""
    for reason in _USUAL:
        paths = [each.path for each in dropped if each.reason == reason]
        if paths:
            some = ", ".join(paths[:SHOWN_USUAL]) + (", ..." if paths[SHOWN_USUAL:] else "")
            tell.info(f"left out of the job, {counted(len(paths), 'file')}: {reason} ({some})")
    missed = [each for each in dropped if each.reason not in _USUAL]
    if missed:
        tell.warn(f"left out of the job, {counted(len(missed), 'file')}:")
    for each in missed[:SHOWN_DROPPED]:
        tell.warn(f"  {each.path}: {each.reason}")
    if missed[SHOWN_DROPPED:]:
        tell.warn(f"  and {len(missed) - SHOWN_DROPPED} more: --json lists all")
