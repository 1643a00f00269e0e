"""Delivering one job from its file."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from coverup.coveralls import claims
from coverup.coveralls.client import Delivery
from coverup.coveralls.document import Document
from coverup.coveralls.spool import Entry
from coverup.errors import ConfigError, OutputError
from coverup.http import Answer, Http, is_fault, origin
from coverup.pipeline.deliver import Sender
from coverup.pipeline.listener import Listener
from coverup.settings import Settings
from coverup.settings.table import JOB_FIELDS
from coverup.values import Sourced


class TakenError(Exception):
    """Another `coverup resend` is sending a job, or has sent it just now."""


@dataclass(kw_only=True)
class _Again(Http):
    """A session for jobs that an earlier run tried to send, and that may have arrived then."""

    of: Http

    def post(self, url: str, **request: Any) -> Answer:  # noqa: ANN401 - as in `Http.post`
        """Send a POST, and count the earlier run among its attempts where that matters."""
        answer = self.of.post(url, **request)
        if answer.ok or is_fault(answer):
            return answer
        return replace(answer, attempts=answer.attempts + 1)

    def get(self, url: str, **request: Any) -> Answer:  # noqa: ANN401 - as in `Http.get`
        """Send a GET."""
        return self.of.get(url, **request)


def deliver_entry(entry: Entry, settings: Settings, http: Http, tell: Listener) -> Delivery | None:
    """Send a job; a spooled one is held meanwhile, and removed once the server has it.

    Returns:
        What the server said; None if its build is closed, and `--on-closed` leaves it at that.

    Raises:
        TakenError: Somebody else has it.
        CoverupError: It was not delivered, and is kept; or it was, and cannot be removed.
    """
    _check_endpoint(entry, settings)
    sender = Sender(http=_Again(of=http), tell=tell, headers=entry.headers)
    with _held(entry):
        tell.info(f"{entry.path}:")
        delivery = sender.send(_with_fields(settings, entry), Document.of(entry.document()))
        if delivery and entry.spooled:
            _settle(entry.path)
    if delivery and entry.spooled:
        claims.tidy(entry.path)
    return delivery


def _check_endpoint(entry: Entry, settings: Settings) -> None:
    """Refuse to send a token where a file says, when that is not where the user's token belongs."""
    if entry.endpoint is None or _place(entry.endpoint) == _place(settings.endpoint):
        return
    raise ConfigError(
        f"{entry.path}: is for {entry.endpoint}, but coverup is set to {settings.endpoint}",
        hint=f"if your token is for it, add --endpoint {entry.endpoint}",
    )


def _place(endpoint: str) -> tuple[str, str]:
    return origin(endpoint), urlsplit(endpoint).path.rstrip("/")


@contextmanager
def _held(entry: Entry) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            mine = not entry.spooled or stack.enter_context(claims.claimed(entry.path))
        except OSError as error:
            problem = f"{entry.path}: cannot be held, so that it might be sent twice"
            hint = "copy it to a folder of your own first"
            raise OutputError(f"{problem}: {error.strerror}", hint=hint) from error
        if not mine:
            raise TakenError
        yield


def _settle(path: Path) -> None:
    try:
        claims.settle(path)
    except OSError as error:
        problem = f"{path}: was delivered, but cannot be removed: {error.strerror}"
        raise OutputError(problem, hint="remove it, or it will be sent again") from error


def _with_fields(settings: Settings, entry: Entry) -> Settings:
    """Return the settings with the job's own fields, which errors about it must name."""
    others = {name: each for name, each in settings.values.items() if name not in JOB_FIELDS}
    own = {name: Sourced(value, entry.path.name) for name, value in entry.fields.items()}
    return replace(settings, values={**others, **own})
