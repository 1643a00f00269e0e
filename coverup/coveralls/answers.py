"""What Coveralls' answers mean: whether a request was accepted.

What any other answer means tells `coverup.coveralls.refusals`, which most runs never need.

Source: https://docs.coveralls.io/api-jobs-endpoint
"""

import json
from typing import Final, NamedTuple

from coverup.http import Answer
from coverup.settings import Settings

NOT_FOUND: Final = 404


class Said(NamedTuple):
    """What a server said to a request that it accepted."""

    message: str | None = None
    url: str | None = None


def understand(answer: Answer, settings: Settings) -> Said:
    """Return what the server said, if it accepted the request.

    When a request was sent more than once, and the server says that it has the job already, an
    earlier try was accepted, although its answer was lost.

    Raises:
        NetworkError: The fault is the server's: 5xx, 429, 408, its maintenance page, or an answer
            that is cut.
        ClosedBuildError: The build is closed already.
        RefusedError: It refused; the hint says what usually helps.
    """
    body = json_object(answer.body)
    if answer.ok and body is not None and _is_success(body):
        return Said(message_of(body), _text(body.get("url")))
    from coverup.coveralls.refusals import excuse

    return Said(excuse(answer, body, settings))


def is_missing_route(answer: Answer) -> bool:
    """Return whether a server does not know the address, rather than what was asked there."""
    return answer.status == NOT_FOUND and message_of(json_object(answer.body)) is None


def json_object(body: bytes) -> dict[str, object] | None:
    """Return the JSON object that an answer is, None if it is something else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def message_of(body: dict[str, object] | None) -> str | None:
    """Return what an answer tells people, None if it says nothing."""
    if body is None:
        return None
    error = body.get("error")
    return _text(body.get("message")) or (_text(error) if isinstance(error, str) else None)


def _is_success(body: dict[str, object]) -> bool:
    return not body.get("error") and body.get("done") is not False


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
