"""The jobs of one report: each is delivered for itself, whatever becomes of the others."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from coverup.coveralls.document import Document
from coverup.errors import CoverupError, NetworkError
from coverup.http import Http
from coverup.model import Totals
from coverup.pipeline.listener import Listener
from coverup.settings import Settings

Status = Literal["sent", "dry-run", "skipped", "spooled", "failed"]
WORST_FIRST: Final[tuple[Status, ...]] = ("failed", "spooled", "skipped", "dry-run", "sent")
_HASTY: Final = 10.0
"""Seconds that a server has to answer, once it has shown with one job that it is down."""


@dataclass(kw_only=True)
class Upload:
    """One job, and what became of it.

    Attributes:
        settings: The settings of this job, with its flag.
        files: How many source files it has.
        document: The job document without its token.
        status: `failed` until it is something better.
        size: Bytes of the document.
        compressed_size: Bytes after compression.
        attempts: How many requests were sent.
        spool: Where it is kept, if it could not be delivered.
    """

    settings: Settings
    files: int
    totals: Totals
    document: Document
    status: Status = "failed"
    message: str | None = None
    url: str | None = None
    size: int = 0
    compressed_size: int = 0
    attempts: int = 0
    spool: Path | None = None
    error: CoverupError | None = None

    @property
    def flag(self) -> str | None:
        """The job's flag."""
        return self.settings.text("flag_name")

    def weigh(self) -> None:
        """Leave it at a dry run: only the sizes are found out."""
        self.size = self.document.size
        self.compressed_size = len(self.document.gzipped())
        self.status = "dry-run"
        self.message = "dry run: nothing was sent"

    def keep(self, place: Path) -> None:
        """Note that the job could not be delivered, and where it waits for `coverup resend`."""
        self.spool = place
        self.status = "spooled"


@dataclass(slots=True)
class Named:
    """Tells a listener which of several jobs a line is about."""

    name: str
    tell: Listener

    def info(self, text: str) -> None:
        """Pass on a line about the normal course."""
        self.tell.info(f"{self.name}: {text}")

    def detail(self, text: str) -> None:
        """Pass on a detail."""
        self.tell.detail(f"{self.name}: {text}")

    def warn(self, text: str) -> None:
        """Pass on a warning."""
        self.tell.warn(f"{self.name}: {text}")


def send(uploads: Sequence[Upload], http: Http, tell: Listener, headers: Mapping[str, str]) -> None:
    """Deliver each job; one that fails does not stop the others.

    Raises:
        CoverupError: What went wrong with a job; if with several, all of it in one error.
    """
    for upload in uploads:
        named = Named(upload.flag or "", tell) if len(uploads) > 1 else tell
        try:
            _deliver(upload, http, named, headers)
        except CoverupError as error:
            upload.error = error
            if isinstance(error, NetworkError):
                http = _hasty(http)
            else:
                upload.status = "failed"
    failed = [upload for upload in uploads if upload.error]
    if failed:
        raise _joined(failed, len(uploads))


def _deliver(upload: Upload, http: Http, tell: Listener, headers: Mapping[str, str]) -> None:
    def weighed(size: int, compressed_size: int) -> None:
        upload.size, upload.compressed_size = size, compressed_size
        upload.attempts = 1

    from coverup.pipeline.deliver import deliver

    delivery = deliver(
        upload.settings,
        upload.document,
        http,
        tell,
        headers=headers,
        on_sized=weighed,
        on_spooled=upload.keep,
    )
    if delivery is None:
        upload.status, upload.message = "skipped", "left out: the build is closed (--on-closed)"
        return
    upload.attempts = delivery.attempts
    upload.message, upload.url = delivery.said.message, delivery.said.url
    upload.status = "sent"


def _hasty(http: Http) -> Http:
    """Return the session with one try for each job: the first has used up the patience."""
    hasty = copy(http)
    hasty.retries = 0
    hasty.read_timeout = min(http.read_timeout, _HASTY)
    return hasty


def _joined(failed: Sequence[Upload], number: int) -> CoverupError:
    """Return the one error, or one about all of them.

    Its kind is that of the first that is not the server's fault, since such a one does not pass.
    """
    errors = [upload.error for upload in failed if upload.error]
    if number == 1:
        return errors[0]
    kind = next((each for each in errors if not isinstance(each, NetworkError)), errors[0])
    lines = (f"  - {upload.flag}: {upload.error}" for upload in failed)
    message = "\n".join([f"{len(failed)} of {number} jobs were not delivered:", *lines])
    return type(kind)(message, hint="; ".join(dict.fromkeys(_hints(failed))) or None)


def _hints(failed: Sequence[Upload]) -> Iterator[str]:
    """Yield what to type: one command for all that is kept, which their own errors say for each."""
    for upload in failed:
        told = upload.error.__cause__ if upload.error and upload.spool else upload.error
        if isinstance(told, CoverupError) and told.hint:
            yield told.hint
    if any(upload.spool for upload in failed):
        spool = failed[0].settings.text("spool")
        again = f"coverup resend --spool {shlex.quote(spool)}" if spool else "coverup resend"
        yield f"run `{again}` once the server is back"
