"""What Coveralls says about a build: the JSON form of its page.

Source: https://github.com/lemurheavy/coveralls-public/issues/1529 and 1845, by Coveralls' support:
add `.json` to a build's address, or ask by commit. Beyond the percentages little is documented, and
private repositories show it to nobody without a login, so what is missing is taken as not known.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from coverup.coveralls.answers import understand
from coverup.errors import ConfigError, RefusedError
from coverup.http import Answer, Http, origin
from coverup.settings import Settings

_BUILD_PAGE: Final = re.compile(r"(?:/.*)?/builds/[0-9]{1,20}")
"""The address of a build, not the one of a commit, whose hash has more digits."""
_NOT_THERE: Final = 404
_NOT_FOR_US: Final = frozenset({401, 403})


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A build, as far as the server tells about it.

    Attributes:
        page: Where people look at it.
        percent: Its coverage in percent; None while it is not calculated.
        change: How many percent points more than the build that it is compared with.
        calculated_at: When it was calculated last, in the server's words.
        done: Whether it is closed; None if the server does not tell.
        flags: The flag of each of its jobs that was sent; None if the server does not list them.
    """

    page: str
    percent: float | None = None
    change: float | None = None
    calculated_at: str | None = None
    done: bool | None = None
    flags: tuple[str | None, ...] | None = None


def look(http: Http, settings: Settings, page: str | None = None) -> Build | None:
    """Return the build of this run, None if the server has none (yet).

    No token is sent: Coveralls documents none for these pages.

    Args:
        http: The session.
        settings: Which server, and which build: its commit, its number and its address at the CI.
        page: The build's page, if the server has told; other addresses are not used.

    Raises:
        ConfigError: Neither page nor commit is known.
        NetworkError: No answer, or a fault of the server.
        RefusedError: The server does not show the build to everybody, or answers no JSON.
    """
    address = _page(settings, page)
    answer = http.get(f"{address}.json")
    if answer.status == _NOT_THERE:
        return None
    found = _content(answer, settings, address)
    if not _BUILD_PAGE.fullmatch(urlsplit(address).path):
        if not _is_ours(found, settings):
            return None
        address = (
            f"{_builds(settings)}{id_}" if isinstance(id_ := found.get("id"), int) else address
        )
    return Build(
        page=address,
        percent=_number(found.get("covered_percent")),
        change=_number(found.get("coverage_change")),
        calculated_at=_text(found.get("calculated_at")),
        done=done if isinstance(done := found.get("done"), bool) else None,
        flags=_flags(found.get("jobs")),
    )


def _json_object(body: bytes) -> dict[str, object] | None:
    import orjson

    try:
        value = orjson.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _page(settings: Settings, page: str | None) -> str:
    """Return the address that is asked: only ever one of the server itself."""
    if page and _origin(page) == origin(settings.endpoint):
        parts = urlsplit(page)
        if _BUILD_PAGE.fullmatch(parts.path):
            return f"{origin(page)}{parts.path}"
    commit = settings.text("commit_sha")
    if commit is None:
        hint = "set COVERALLS_GIT_COMMIT to the commit under test"
        raise ConfigError("no commit is known, so its build cannot be looked at", hint=hint)
    return f"{_builds(settings)}{commit}"


def _origin(url: str) -> str | None:
    try:
        return origin(url)
    except ValueError:
        return None


def _builds(settings: Settings) -> str:
    return f"{settings.endpoint}/builds/"


def _content(answer: Answer, settings: Settings, address: str) -> dict[str, object]:
    hint = (
        "Coveralls shows the builds of a private repository to nobody without a login: "
        "leave --wait, --fail-under and --max-drop out there"
    )
    if answer.status in _NOT_FOR_US:
        raise RefusedError(f"{address} is not shown to everybody ({answer.status})", hint=hint)
    found = _json_object(answer.body) if answer.ok else None
    if answer.ok and found is None:
        raise RefusedError(f"{address}.json is not about a build", hint=hint)
    if found is None or found.get("error"):
        understand(answer, settings)
    return found or {}


def _is_ours(found: dict[str, object], settings: Settings) -> bool:
    """Tell whether the newest build of a commit is the one meant, as far as it says who it is.

    A commit can have several: of its branch and of its pull request, or of two services.
    """
    if "number" in found:
        number, attempt = settings.text("service_number"), settings.text("service_attempt")
        same_number = number is None or _same(found["number"], number)
        return same_number and _same(found.get("attempt"), attempt)
    theirs, ours = _text(found.get("url")), settings.text("service_build_url")
    if theirs is None or ours is None or _origin(theirs) != _origin(ours):
        return True
    return _below(theirs, ours) or _below(ours, theirs)


def _same(theirs: object, ours: str | None) -> bool:
    return ("" if theirs is None else str(theirs)) == (ours or "")


def _below(longer: str, shorter: str) -> bool:
    return f"{longer.rstrip('/')}/".startswith(f"{shorter.rstrip('/')}/")


def _flags(jobs: object) -> tuple[str | None, ...] | None:
    if not isinstance(jobs, list):
        return None
    sent = (job for job in jobs if isinstance(job, dict) and not job.get("carried_from"))
    return tuple(_text(job.get("flag_name")) for job in sent)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
