"""The answers of Coveralls that are known, by their words and statuses.

Coveralls documents few of its answers (https://docs.coveralls.io/api-jobs-endpoint); the others
were collected from users' reports. docs/explanation/server-answers.md lists all of them.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from coverup.coveralls import causes
from coverup.coveralls.causes import Cause
from coverup.errors import ClosedBuildError, NetworkError, RefusedError
from coverup.settings import Settings

_LATER: Final = "run the command again later (https://status.coveralls.io tells of outages)"


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that is known.

    Attributes:
        words: A pattern of what the server says; empty for any words.
        cause: What is behind it, which may depend on the settings.
        statuses: The only statuses with which it means this; empty for any.
        error: What it becomes.
    """

    words: str
    cause: Callable[[Settings], Cause]
    statuses: Collection[int] = ()
    error: type[RefusedError | NetworkError] = RefusedError

    def fits(self, status: int, words: str) -> bool:
        """Return whether an answer is this one."""
        if self.statuses and status not in self.statuses:
            return False
        return re.search(self.words, words, re.IGNORECASE) is not None


def find(status: int, words: str) -> Known | None:
    """Return what is known of an answer that is no success and no plain fault."""
    return next((each for each in KNOWN if each.fits(status, words)), None)


def fault(status: int) -> Cause:
    """Return what is behind a status that tells of a fault of the server."""
    found = (cause for statuses, cause in _FAULTS if status in statuses)
    return next(found, Cause("this is the server's fault", _LATER))


def _fixed(why: str, action: str, *settings: str) -> Callable[[Settings], Cause]:
    return lambda _settings: Cause(why, action, settings)


_UNKNOWN_TOKEN: Final = _fixed(
    "the server does not accept the token",
    "copy the token from the repository's page to COVERALLS_REPO_TOKEN",
    *("repo_token", "endpoint"),
)
_TOO_LARGE: Final = _fixed(
    "the job is larger than this server takes",
    "leave files out with --exclude, leave --include-source out, or divide it with --split-flags",
    "max_size",
)
_OVERLOADED: Final = _fixed("the server has too much to do", _LATER, "retries", "deadline")

KNOWN: Final[tuple[Known, ...]] = (
    Known(r"couldn.t find a repository", causes.no_repository),
    Known(r"already closed", causes.closed, error=ClosedBuildError),
    Known(
        r"no build matching",
        _fixed(
            "no job has come under this number",
            "use the same --build-number and --attempt in `report` and `done`; "
            "`coverup doctor` shows them",
            *("service_number", "service_attempt", "service_name"),
        ),
    ),
    Known(
        r"\"done\": *false",
        _fixed(
            "the build was not closed",
            "check that its jobs have come, then run `coverup done` again",
            *("service_number", "service_attempt"),
        ),
    ),
    Known(
        r"must be unique for travis",
        _fixed(
            "Travis ran a job again that was sent without a token",
            "set COVERALLS_REPO_TOKEN for this job",
            *("service_job_id", "repo_token"),
        ),
    ),
    Known(
        r"build processing error",
        _fixed(
            "Coveralls failed to calculate the build",
            "run the command again; if it stays, ask Coveralls",
            "service_number",
        ),
    ),
    Known(
        r"failed to parse|should have 'json'",
        _fixed(
            "the job did not arrive as it was sent",
            "try without the proxy; if it stays, report it with what `--dry-run -o job.json` "
            "writes",
            *("proxy", "endpoint"),
        ),
    ),
    Known(
        r"an empty answer|unprocessable|\"errors\"",
        _fixed(
            "opencov, and Coveralls Enterprise without access to the sources, want them in the job",
            "add --include-source",
            "endpoint",
        ),
        statuses={422},
    ),
    Known(r"could not find model|missing 'repo_token'", _UNKNOWN_TOKEN),
    Known(r"heavy load|queue full|maintenance", _OVERLOADED, error=NetworkError),
    Known(r"too large", _TOO_LARGE),
    Known("", _TOO_LARGE, statuses={413}),
    Known(
        r"cloudflare|just a moment|access denied|forbidden",
        _fixed(
            "something in front of the server refuses this machine or this address",
            "check the address, the proxy, and whether the network lets it through",
            *("endpoint", "proxy"),
        ),
        statuses={403},
    ),
    Known("", _UNKNOWN_TOKEN, statuses={401}),
    Known(
        r"not found|page without a title|an empty answer",
        _fixed(
            "the server has no such address",
            "check that COVERALLS_ENDPOINT is the server alone, such as https://coveralls.io",
            "endpoint",
        ),
        statuses={404},
    ),
)

_LIMITS: Final = ("retries", "deadline")
_FAULTS: Final[tuple[tuple[Collection[int], Cause], ...]] = (
    ({405}, Cause("Coveralls is being maintained and takes no uploads", _LATER)),
    ({408}, Cause("the job came too slowly for the server", _LATER, ("max_size", "proxy"))),
    (
        {429},
        Cause("too many requests", "run it again later, or wait longer with --deadline", _LIMITS),
    ),
    (
        {500},
        Cause(
            "a fault inside the server",
            "run the command again later; if only this repository has it, ask Coveralls",
            ("endpoint",),
        ),
    ),
    (
        {502, 503, 504},
        Cause("the server is overloaded or being restarted, and may have the job", _LATER, _LIMITS),
    ),
    (
        {*range(520, 528), 530},
        Cause("Cloudflare, in front of the server, cannot reach it", _LATER, _LIMITS),
    ),
)
