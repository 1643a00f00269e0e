"""What Coveralls' answers mean: the cause, and what to type.

Source: https://docs.coveralls.io/api-jobs-endpoint; the texts beyond it were collected from users'
reports (docs/explanation/server-answers.md).
"""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from coverup.errors import NetworkError, RefusedError
from coverup.http import Answer, origin
from coverup.settings import Settings
from coverup.values import MASK

MAINTENANCE: Final = 405
"""Coveralls answers a POST with this, and a static page, while it is being maintained."""
NOT_FOUND: Final = 404
LONGEST_WORDS: Final = 300
"""Characters of a server's words that are repeated to the user."""
_PAGE_HEAD: Final = 8192
"""Bytes in which a page has its title."""
_TITLE: Final = re.compile(r"<(?:title|h1)\b[^<>]*>\s*([^<\s][^<]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a server said to a request that it accepted."""

    message: str | None = None
    url: str | None = None


def understand(answer: Answer, settings: Settings) -> Said:
    """Return what the server said, if it accepted the request.

    Raises:
        NetworkError: The fault is the server's: 5xx, 429, 408 or its maintenance page.
        RefusedError: It refused; the hint says what usually helps.
    """
    body = _json_object(answer.body)
    if answer.ok and body is not None and _is_success(body):
        return Said(_message(body), _text(body.get("url")))
    words = _message(body) or _first_words(answer.body)
    told = _masked(words, settings) + (f" ({answer.trace})" if answer.trace else "")
    if answer.ok and body is None:
        hint = f"is {origin(settings.endpoint)} a Coveralls server?"
        raise RefusedError(f"the answer is no JSON object: {told}", hint=hint)
    if not answer.ok and _is_servers_fault(answer, body):
        hint = "this is the server's fault: run the command again later"
        raise NetworkError(f"the server failed with {answer.status}: {told}", hint=hint)
    status = "" if answer.ok else f" with {answer.status}"
    raise RefusedError(f"the server refused{status}: {told}", hint=_hint(words, settings))


def is_missing_route(answer: Answer) -> bool:
    """Return whether a server does not know the address, rather than what was asked there."""
    return answer.status == NOT_FOUND and _message(_json_object(answer.body)) is None


def _is_success(body: dict[str, object]) -> bool:
    return not body.get("error") and body.get("done") is not False


def _is_servers_fault(answer: Answer, body: dict[str, object] | None) -> bool:
    if answer.status == MAINTENANCE:
        return body is None
    return answer.status >= 500 or answer.status in {408, 429}  # noqa: PLR2004 - HTTP classes


def _json_object(body: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _message(body: dict[str, object] | None) -> str | None:
    if body is None:
        return None
    error = body.get("error")
    return _text(body.get("message")) or (_text(error) if isinstance(error, str) else None)


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _first_words(body: bytes) -> str:
    """Return the title of a page, or the first line of anything else, never a whole page."""
    text = body[:_PAGE_HEAD].decode("utf-8", errors="replace").strip()
    title = _TITLE.search(text)
    if title:
        return html.unescape(title.group(1)).strip()
    if text.startswith("<"):
        return "a page without a title"
    return text.partition("\n")[0].strip() or "an empty answer"


def _masked(words: str, settings: Settings) -> str:
    """Return a server's words without the token, which some repeat, and not too many of them."""
    secret = settings.token.reveal() if settings.token else ""
    shown = words.replace(secret, MASK) if secret else words
    return shown if len(shown) <= LONGEST_WORDS else f"{shown[:LONGEST_WORDS]}..."


def _hint(words: str, settings: Settings) -> str | None:
    for pattern, hint in _HINTS:
        if re.search(pattern, words, re.IGNORECASE):
            return hint(settings)
    return None


def _no_repository(settings: Settings) -> str:
    token = settings.values.get("repo_token")
    source = token.source if token else "no token"
    is_github = settings.text("service_name") == "github"
    if source == "$GITHUB_TOKEN" and not is_github:
        return "a GITHUB_TOKEN goes with --service-name github; else set COVERALLS_REPO_TOKEN"
    if is_github and source != "$GITHUB_TOKEN":
        return (
            f"the token is from {source}, but service name 'github' goes with a GITHUB_TOKEN: "
            "pass that, or add --service-name github-actions"
        )
    return f"the token ({source}) is not the one of this repository on {origin(settings.endpoint)}"


def _closed(settings: Settings) -> str:
    number = settings.values.get("service_number")
    shown = f"{number.value} from {number.source}" if number else "unset"
    return (
        f"build {shown} was closed before this job came: run `coverup done` last, "
        "use --parallel in every job, or start a new build with --build-number"
    )


def _no_build(settings: Settings) -> str:
    number = settings.values.get("service_number")
    shown = f"{number.value} from {number.source}" if number else "unset"
    return f"the build number is {shown}: `report` and `done` need the same (--build-number)"


_HINTS: Final[tuple[tuple[str, Callable[[Settings], str]], ...]] = (
    (r"couldn.t find a repository", _no_repository),
    (r"build that is already closed", _closed),
    (r"no build matching", _no_build),
    (r"must be unique for travis", lambda _: "set COVERALLS_REPO_TOKEN for this job"),
    (r"build processing error", lambda _: "run the command again; if it stays, ask Coveralls"),
    (r"failed to parse", lambda _: "report this, with what `--dry-run -o job.json` writes"),
    (r"too large", lambda _: "leave files out, or split the report by flag"),
)
