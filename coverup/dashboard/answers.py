"""What the dashboard's answers mean.

Source: https://github.com/rakutentech/code-coverage-dashboard, coverages_handler.go, and a run of
it.
"""

import json
from typing import Final

from coverup.errors import CoverupError, NetworkError, RefusedError
from coverup.http import Answer, is_fault

_UNAUTHORIZED: Final = 401
_TOO_LARGE: Final = 413
_NO_ROUTE: Final = frozenset({404, 405})
_LONGEST_WORDS: Final = 300
_CHECK_ADDRESS: Final = "check --url: it usually ends in /coverages-api"
_GITHUB_SAYS: Final = (
    ("401", "GitHub does not know the token: give one with --github-token"),
    ("403", "the token lacks the permission `statuses: write`; forks' pull requests never have it"),
    ("404", "GitHub has no such repository, or the token may not write statuses there"),
    ("422", "GitHub has no such commit in this repository: push it first, or give --commit"),
    ("dial tcp", "the dashboard cannot reach --github-api: its own network must allow it"),
    ("required", "give a GitHub token with --github-token or COVERUP_DASHBOARD_TOKEN"),
)
_BEFORE_ANYTHING: Final = "http: no such file"
"""How the server says that a request has no file, which it notices before it removes anything."""
_GONE: Final = "the branch's earlier HTML report is gone; its badge still shows the old percentage"


def understood(answer: Answer, *, uploads: bool = False) -> dict[str, object]:
    """Return the JSON object of an answer of success.

    Args:
        answer: What the server said.
        uploads: Whether the request replaces a report.

    Raises:
        NetworkError: A fault of the server or of a proxy.
        RefusedError: It refused, or is no dashboard.
    """
    body = _json_object(answer)
    if answer.ok and body is not None:
        return body
    if answer.ok:
        message = "the answer is no JSON object, so that this is no dashboard's API"
        raise RefusedError(message, hint=_CHECK_ADDRESS)
    raise refusal(answer, uploads=uploads)


def refusal(answer: Answer, *, uploads: bool) -> CoverupError:
    """Return the error that an answer without success is."""
    words = words_of(answer)
    if words is None:
        return _from_elsewhere(answer)
    message = f"the dashboard refused with {answer.status}: {words}"
    if answer.status == _UNAUTHORIZED:
        return RefusedError(message, hint=_token_hint(words))
    if answer.status in _NO_ROUTE:
        return RefusedError(message, hint=_CHECK_ADDRESS)
    if uploads and _reached_the_archive(answer, words):
        hint = "push a report that it can read, which puts one there again"
        return RefusedError(f"{message}; {_GONE}", hint=hint)
    return RefusedError(message)


def words_of(answer: Answer) -> str | None:
    """Return what the dashboard itself says is wrong; None if the answer is somebody else's.

    It is one text, or one for each parameter.
    """
    error = (_json_object(answer) or {}).get("error")
    if isinstance(error, dict):
        return "; ".join(map(str, error.values()))[:_LONGEST_WORDS]
    return error[:_LONGEST_WORDS] if isinstance(error, str) else None


def _from_elsewhere(answer: Answer) -> CoverupError:
    """Return the error of a proxy in front of the dashboard, or of another server altogether."""
    if answer.status == _TOO_LARGE:
        hint = "raise `client_max_body_size` of the nginx in front of it, which is 1 MiB unless set"
        return RefusedError("the archive is too large for the server (413)", hint=hint)
    message = f"the server answered {answer.status}"
    if is_fault(answer):
        tries = f" after {answer.attempts} tries" if answer.attempts > 1 else ""
        return NetworkError(f"{message}{tries}", hint="run the command again")
    return RefusedError(f"{message}, and not as a dashboard does", hint=_CHECK_ADDRESS)


def _token_hint(words: str) -> str | None:
    return next((hint for said, hint in _GITHUB_SAYS if said in words), None)


def _reached_the_archive(answer: Answer, words: str) -> bool:
    """Return whether the server had begun to replace the report when it failed."""
    error = (_json_object(answer) or {}).get("error")
    return isinstance(error, str) and words != _BEFORE_ANYTHING


def _json_object(answer: Answer) -> dict[str, object] | None:
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
