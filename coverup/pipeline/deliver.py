"""Delivering one job document: to the server, or else to the spool."""

import shlex
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from coverup.coveralls import client
from coverup.coveralls.client import Delivery
from coverup.coveralls.document import Document
from coverup.errors import ClosedBuildError, ConfigError, CoverupError, NetworkError
from coverup.http import Http
from coverup.pipeline.listener import Listener
from coverup.pipeline.wording import shown_size
from coverup.settings import Settings

USUAL_LIMIT: Final = 20_000_000
"""Bytes, gzipped. Coveralls publishes no limit; its front server has refused 16 MB, and taken more.

Source: https://github.com/lemurheavy/coveralls-public/issues/1071 and issue 473 there.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sends jobs, and keeps nothing when that fails.

    Attributes:
        http: The session.
        tell: Is told of sizes and of what is not as usual.
        headers: What says who sends (`client.identification`).
        on_sized: Is told the bytes of the document as it is sent, and of it compressed.
    """

    http: Http
    tell: Listener
    headers: Mapping[str, str]
    on_sized: Callable[[int, int], None] | None = None

    def send(self, settings: Settings, document: Document) -> Delivery | None:
        """Send a job with its token.

        Returns:
            What the server said; None if the build is closed, and `--on-closed` leaves it at that.

        Raises:
            CoverupError: The token is missing, or the server failed or refused.
        """
        try:
            return self._post(settings, document)
        except ClosedBuildError as error:
            return self._resolve(error, settings, document)

    def _resolve(
        self, error: ClosedBuildError, settings: Settings, document: Document
    ) -> Delivery | None:
        from coverup.pipeline import closed

        def post_again(changed: Settings) -> Delivery:
            return self._post(changed, closed.with_attempt(document, changed))

        return closed.resolve(error, settings, self.http, self.tell, post_again)

    def _post(self, settings: Settings, document: Document) -> Delivery:
        token = settings.required_token()
        size, packed = document.size_with(token), document.gzipped(token)
        if self.on_sized is not None:
            self.on_sized(size, len(packed))
        sizes = f"{shown_size(size)}, {shown_size(len(packed))} gzipped"
        self.tell.info(f"sending {sizes}, to {settings.endpoint}")
        limit = settings.number("max_size", USUAL_LIMIT)
        if len(packed) > limit:
            _warn_of_size(document, int(limit), self.tell)
        delivery = client.post_job(
            self.http, settings, packed, self.headers, plain=partial(document.plain, token)
        )
        if not delivery.compressed:
            self.tell.warn(f"{settings.endpoint} does not read gzip: sent uncompressed")
        if settings.flag("parallel"):
            _note(settings)
        return delivery


def deliver(
    settings: Settings,
    document: Document,
    http: Http,
    tell: Listener,
    *,
    headers: Mapping[str, str],
    on_sized: Callable[[int, int], None] | None = None,
    on_spooled: Callable[[Path], None] | None = None,
) -> Delivery | None:
    """Send a job; one that is not delivered is kept in the spool, whatever the reason.

    Args:
        settings: Whose token and endpoint; the job's own fields, for what errors say.
        document: The job document without its token.
        http: The session.
        tell: Is told of sizes and of what is not as usual.
        headers: What says who sends (`client.identification`).
        on_sized: Is told the bytes of the document as it is sent, and of it compressed.
        on_spooled: Is told the file in the spool, before the error is raised.

    Returns:
        What the server said; None if the build is closed, and `--on-closed` leaves it at that.

    Raises:
        CoverupError: The server could not be reached, failed or refused; the message names the
            spool's file.
    """

    def keep() -> Path:
        path = _keep(settings, document, headers)
        if on_spooled is not None:
            on_spooled(path)
        return path

    sender = Sender(http=http, tell=tell, headers=headers, on_sized=on_sized)
    try:
        return sender.send(settings, document)
    except CoverupError as error:
        raise _kept(error, keep) from error
    except KeyboardInterrupt:
        # Whether the server has the job is not known; sent again, it is still the same job.
        with suppress(OSError, ConfigError):
            tell.warn(f"the job is kept in {keep()}: `coverup resend` delivers it")
        raise


def _keep(settings: Settings, document: Document, headers: Mapping[str, str]) -> Path:
    from coverup.coveralls import spool

    return spool.keep(spool.folder_of(settings), document, settings.endpoint, headers)


def _kept(error: CoverupError, keep: Callable[[], Path]) -> CoverupError:
    """Keep the job, and return the error with what to type once its cause is gone."""
    try:
        path = keep()
    except (OSError, ConfigError) as failure:
        reason = failure.strerror if isinstance(failure, OSError) else failure.message
        message = f"{error.message}; the job could not be kept either: {reason}"
        hint = "name a folder for it with --spool DIR, and run it again"
        return type(error)(message, hint=hint)
    when = "once the server is back" if isinstance(error, NetworkError) else "when that is mended"
    again = f"run `coverup resend {shlex.quote(str(path))}` {when}"
    hint = f"{error.hint}; then {again}" if error.hint else again
    return type(error)(f"{error.message}; the job is kept in {path}", hint=hint)


def _note(settings: Settings) -> None:
    """Note for `coverup done --expect` that one of the jobs of a build was sent."""
    from coverup.coveralls import ledger, spool

    with suppress(ConfigError):
        ledger.record(spool.folder_of(settings), settings, settings.job_fields())


def _warn_of_size(document: Document, limit: int, tell: Listener) -> None:
    """Warn of a job that a server may refuse, and say what makes it so large."""
    from coverup.coveralls import weights

    tell.warn(
        f"the job is larger than {shown_size(limit)} (--max-size), and the server may refuse it: "
        "leave files out with --exclude, or divide it with --split-flags"
    )
    for folder, size in weights.heaviest(document):
        tell.warn(f"  {folder}: {shown_size(size)} of {shown_size(document.size)} uncompressed")
