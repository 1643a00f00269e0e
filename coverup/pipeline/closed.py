"""What to do with a job whose build is closed already (`--on-closed`).

This is what re-running a CI job brings: the build number is the one of the first run, and that
build is closed. What Coveralls does with another `service_attempt` of a closed build is not
documented, so nothing is done unless the user has chosen it.
"""

from collections.abc import Callable
from typing import Final

from coverup.coveralls import client, job
from coverup.coveralls.client import Delivery
from coverup.coveralls.document import Document
from coverup.errors import ClosedBuildError
from coverup.http import Http
from coverup.pipeline.listener import Listener
from coverup.settings import Settings
from coverup.settings.table import JOB_FIELDS

PostAgain = Callable[[Settings], Delivery]
"""Sends the job once more, with the `service_attempt` of these settings in its document."""
_FIRST: Final = "1"


def resolve(
    error: ClosedBuildError, settings: Settings, http: Http, tell: Listener, post_again: PostAgain
) -> Delivery | None:
    """Act on the answer that a build is closed, as `--on-closed` says.

    Args:
        error: The refusal.
        settings: Of the job that was refused.
        http: The session.
        tell: Is warned of what was done, since the job is not where it was meant to be.
        post_again: Sends the job once more.

    Returns:
        The delivery as another attempt; None if the job was left out.

    Raises:
        ClosedBuildError: `fail`, or the new attempt is closed as well, or the build may have been
            closed by this very job: as another attempt it would count twice.
        CoverupError: Another failure of what was tried.
    """
    match settings.text("on_closed"):
        case "skip":
            tell.warn(f"{error.message}; the job was left out (--on-closed skip)")
            return None
        case "rerun":
            return _rerun(error, settings, http, tell)
        case "new-attempt" if not error.perhaps_by_this_job:
            return _new_attempt(error, settings, tell, post_again)
        case _:
            raise error


def next_attempt(settings: Settings) -> str:
    """Return the attempt after the one of these settings; a build without one is the first."""
    attempt = settings.text("service_attempt") or _FIRST
    return str(int(attempt) + 1) if attempt.isdecimal() else f"{attempt}-2"


def with_attempt(document: Document, settings: Settings) -> Document:
    """Return a job document with the `service_attempt` of the settings, the keys in their order."""
    import orjson

    fields = {**orjson.loads(document.plain()), "service_attempt": settings.text("service_attempt")}
    order = dict.fromkeys((*JOB_FIELDS, *fields))
    return job.encode({name: fields[name] for name in order if fields.get(name) is not None})


def _rerun(
    error: ClosedBuildError, settings: Settings, http: Http, tell: Listener
) -> Delivery | None:
    tell.warn(f"{error.message}; the job is not added (--on-closed rerun)")
    said = client.rerun_build(http, settings)
    words = f": {said.message}" if said.message else ""
    tell.warn(f"Coveralls calculates the build again from the jobs that it has{words}")
    return None


def _new_attempt(
    error: ClosedBuildError, settings: Settings, tell: Listener, post_again: PostAgain
) -> Delivery:
    attempt = next_attempt(settings)
    tell.warn(f"{error.message}; sending the job as attempt {attempt} (--on-closed new-attempt)")
    changed = settings.changed("service_attempt", attempt, "--on-closed new-attempt")
    try:
        delivery = post_again(changed)
    except ClosedBuildError as closed:
        hint = f"attempt {attempt} is closed as well: give a later one with --attempt"
        raise ClosedBuildError(closed.message, hint=hint) from error
    if settings.flag("parallel"):
        tell.warn(f"close this attempt with `coverup done --attempt {attempt}`")
    return delivery
