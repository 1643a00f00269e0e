"""What those of Coveralls' answers mean that are no success: whose fault it is, and what helps.

Source: https://docs.coveralls.io/api-jobs-endpoint; the texts beyond it were collected from users'
reports (docs/explanation/server-answers.md).
"""

import re
from typing import Final

from coverup.coveralls import known
from coverup.coveralls.answers import message_of
from coverup.coveralls.causes import told as shown_setting
from coverup.coveralls.known import Known
from coverup.errors import ClosedBuildError, NetworkError, RefusedError
from coverup.http import Answer, origin
from coverup.settings import Settings
from coverup.values import MASK

MAINTENANCE: Final = 405
"""Coveralls answers a POST with this, and a static page, while it is being maintained."""
LONGEST_WORDS: Final = 300
"""Characters of a server's words that are repeated to the user."""
_PAGE_HEAD: Final = 8192
"""Bytes in which a page has its title."""
_TITLE: Final = re.compile(r"<(?:title|h1)\b[^<>]*>\s*([^<\s][^<]*)", re.IGNORECASE)
_ARRIVED: Final = re.compile(
    r"must be unique|already (?:exists|been taken)|duplicate", re.IGNORECASE
)
"""How servers say that they have a job already."""


def excuse(answer: Answer, body: dict[str, object] | None, settings: Settings) -> str:
    """Return why an answer that is no success does no harm: an earlier try had arrived.

    Args:
        answer: What the server said.
        body: The JSON object in it, if it is one.
        settings: What hints speak of; the token is kept out of them.

    Raises:
        NetworkError: The fault is the server's.
        ClosedBuildError: The build is closed already.
        RefusedError: It refused.
    """
    words = message_of(body) or _first_words(answer.body)
    told = _masked(words, settings)
    traced = f"{told} ({answer.trace})" if answer.trace else told
    if not answer.ok and _is_servers_fault(answer, body):
        raise _fault(answer, traced, settings)
    if answer.attempts > 1 and _ARRIVED.search(words):
        return f"an earlier try had arrived; to this one the server says: {told}"
    if found := known.find(answer.status, words):
        raise _known(found, answer, traced, settings)
    if answer.ok and body is None:
        raise _unreadable(answer, traced, settings)
    raise RefusedError(f"the server refused{_with(answer)}: {traced}")


def _with(answer: Answer) -> str:
    return "" if answer.ok else f" with {answer.status}"


def _fault(answer: Answer, told: str, settings: Settings) -> NetworkError:
    tries = f" after {answer.attempts} tries" if answer.attempts > 1 else ""
    message = f"the server failed with {answer.status}{tries}: {told}"
    return NetworkError(message, hint=known.fault(answer.status).hint(settings))


def _known(
    found: Known, answer: Answer, told: str, settings: Settings
) -> RefusedError | NetworkError:
    """Return the error of an answer that is known.

    A build is closed by its only job too, also when that arrives, but not the answer to it.
    """
    hint = found.cause(settings).hint(settings)
    error = found.error(f"the server refused{_with(answer)}: {told}", hint=hint)
    is_repeated = answer.attempts > 1 and not settings.flag("parallel")
    if isinstance(error, ClosedBuildError) and is_repeated:
        error.perhaps_by_this_job = True
        error.hint = (
            f"an earlier try may have been accepted, see the build's page; otherwise {hint}"
        )
    return error


def _unreadable(answer: Answer, told: str, settings: Settings) -> NetworkError | RefusedError:
    """Return what an answer of success without a JSON object is: cut, or somebody else's."""
    if answer.body.lstrip().startswith(b"{"):
        hint = "it may have been accepted all the same: run the command again to be sure"
        return NetworkError(f"the answer is cut: {told}", hint=hint)
    server = origin(settings.endpoint)
    hint = f"is {server} a Coveralls server ({shown_setting(settings, 'endpoint')})?"
    return RefusedError(f"the answer is no JSON object: {told}", hint=hint)


def _is_servers_fault(answer: Answer, body: dict[str, object] | None) -> bool:
    if answer.status == MAINTENANCE:
        return body is None
    return answer.status >= 500 or answer.status in {408, 429}  # noqa: PLR2004 - HTTP classes


def _first_words(body: bytes) -> str:
    """Return the title of a page, or the first line of anything else, never a whole page."""
    text = body[:_PAGE_HEAD].decode("utf-8", errors="replace").strip()
    title = _TITLE.search(text)
    if title:
        import html

        return html.unescape(title.group(1)).strip()
    if text.startswith("<"):
        return "a page without a title"
    return text.partition("\n")[0].strip() or "an empty answer"


def _masked(words: str, settings: Settings) -> str:
    """Return a server's words without the token, which some repeat, and not too many of them."""
    secret = settings.token.reveal() if settings.token else ""
    shown = words.replace(secret, MASK) if secret else words
    return shown if len(shown) <= LONGEST_WORDS else f"{shown[:LONGEST_WORDS]}..."
