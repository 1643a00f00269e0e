"""What GitLab's refusals mean, and which token would be let in.

Source: https://docs.gitlab.com/ci/jobs/ci_job_token/ for what a job's token may do.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Literal

from coverup.errors import CoverupError, NetworkError, RefusedError
from coverup.gitlab.access import TokenType
from coverup.http.answer import Answer, with_note

JobToken = Literal["yes", "no", "newer"]
_LONGEST: Final = 300
_READING: Final = "read_api"
PATHS_NOT_REPORTS: Final = (
    "list the report under artifacts:paths too: what is only under artifacts:reports is not in "
    "the archive"
)
"""Source: https://docs.gitlab.com/api/job_artifacts/#troubleshooting"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A kind of request.

    Attributes:
        what: What it is for, after "cannot ...".
        scope: The scope that a token needs.
        by_jobs: Whether the token of a CI job is let in: not on all servers yet, if `newer`.
        missing: What else a 404 may mean.
    """

    what: str
    scope: str = _READING
    by_jobs: JobToken = "no"
    missing: str | None = None


def explained(answer: Answer, call: Call, kind: TokenType | None) -> CoverupError:
    """Return an answer that is no success as an error.

    Args:
        answer: What the server said.
        call: What it was asked.
        kind: Which kind of token it got.
    """
    status = answer.status
    told = _told(answer)
    message = with_note(f"GitLab: cannot {call.what}: {status} {told}".rstrip(), answer.trace)
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return NetworkError(message, hint="run the command again later")
    return RefusedError(message, hint=_hint(answer, call, kind))


def no_api(answer: Answer, call: Call) -> RefusedError:
    """Return the error about an answer of success that is a page for people, or no JSON."""
    what = "a page for people" if answer.is_html else "something else than JSON"
    message = with_note(f"GitLab: cannot {call.what}: the answer is {what}", answer.trace)
    hint = "check --gitlab-url, and that no proxy in front of GitLab wants a login"
    return RefusedError(message, hint=hint)


def _hint(answer: Answer, call: Call, kind: TokenType | None) -> str | None:
    match answer.status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            if answer.status == HTTPStatus.FORBIDDEN and _is_about_the_job(answer):
                return "the job's state does not allow it: `coverup gitlab job show ID`"
            return _which_token(call, kind)
        case HTTPStatus.NOT_FOUND:
            if kind == "job" and call.by_jobs != "yes":
                return _which_token(call, kind)
            rights = "GitLab answers so too without the right to see it"
            hint = f"check project and number; {rights}: {_which_token(call, kind)}"
            return f"{call.missing}; or {hint}" if call.missing else hint
        case HTTPStatus.BAD_REQUEST:
            return "check the values in the command"
        case _:
            return None


def _which_token(call: Call, kind: TokenType | None) -> str:
    needed = f"set GITLAB_TOKEN to one with the scope {call.scope}"
    match kind, call.by_jobs:
        case None, _:
            return f"no token was sent: {needed}"
        case "job", "no":
            return f"the token of a CI job may not {call.what}: {needed}"
        case "job", "newer":
            return f"before GitLab 18 the token of a CI job may not {call.what}: {needed}"
        case "job", _:
            return (
                "the token of a CI job is let in while the job runs, and elsewhere only by a "
                f"project that allows it (Settings > CI/CD > Job token permissions); else {needed}"
            )
        case _:
            return f"the token needs the scope {call.scope}, and its owner the right to do this"


def _is_about_the_job(answer: Answer) -> bool:
    return b"not erasable" in answer.body or b"not retryable" in answer.body


def _told(answer: Answer) -> str:
    """Return the server's own words, never a page of HTML."""
    if answer.is_html:
        return "(a page for people)"
    try:
        document = json.loads(answer.body)
    except ValueError:
        return ""
    if not isinstance(document, dict):
        return ""
    words = [document.get(key) for key in ("message", "error", "error_description")]
    text = "; ".join(dict.fromkeys(str(each) for each in words if each))
    return text.removeprefix(f"{answer.status} ")[:_LONGEST]
