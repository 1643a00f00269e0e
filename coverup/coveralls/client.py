"""The calls of a coverage upload: post a job, close a parallel build, calculate a build again.

Source: https://docs.coveralls.io/api-jobs-endpoint,
https://docs.coveralls.io/api-parallel-build-webhook and
https://docs.coveralls.io/api-introduction#rerun-build-webhook
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from coverup import __version__
from coverup.coveralls.answers import Said, is_missing_route, json_object, understand
from coverup.http import Answer, FilePart, Http, is_fault, origin
from coverup.settings import Settings

_CANNOT_GUNZIP: Final = frozenset({400, 415, 422, 500})
_UNPROCESSABLE: Final = 422
_FIRST_FAULT: Final = 500
_SAYS_NOTHING_OF_THE_JOB: Final = frozenset({408, 413, 429})


class Delivery(NamedTuple):
    """A request that Coveralls accepted.

    Attributes:
        said: Its message and where to look.
        compressed: Whether the server took the body gzipped.
        attempts: How many requests were sent.
    """

    said: Said
    compressed: bool = True
    attempts: int = 1


class Closing(NamedTuple):
    """A build that Coveralls closed.

    Attributes:
        said: Its message and where to look.
        jobs: How many jobs it counts in the build, if it tells.
    """

    said: Said
    jobs: int | None = None


def post_job(
    http: Http,
    settings: Settings,
    gzipped: bytes,
    headers: Mapping[str, str],
    *,
    plain: Callable[[], bytes],
) -> Delivery:
    """Post a job document.

    A server other than coveralls.io that cannot read gzip gets the document again uncompressed.
    If it refuses that too, it is this refusal that is told: the first one may only be about gzip.

    Args:
        http: The session.
        settings: Whose endpoint.
        gzipped: The document, compressed.
        headers: What says who sends (`identification`).
        plain: Makes the document uncompressed, for a server that needs it so.

    Raises:
        NetworkError: No answer, or a fault of the server (5xx, maintenance).
        RefusedError: The server understood and refused.
    """
    url = f"{settings.endpoint}/api/v1/jobs"

    # opencov answers gzip with 500, always: that is not to be tried again, but uncompressed.
    def is_final(answer: Answer) -> bool:
        return not is_fault(answer) or _may_not_gunzip(settings.endpoint, answer)

    answer = _upload(http, url, gzipped, "application/gzip", headers, is_final=is_final)
    if not _may_not_gunzip(settings.endpoint, answer):
        return Delivery(said=understand(answer, settings), attempts=answer.attempts)
    again = _upload(http, url, plain(), "application/json", headers)
    said = understand(again if _is_about_the_job(again) else answer, settings)
    return Delivery(said=said, compressed=False, attempts=answer.attempts + again.attempts)


def close_build(
    http: Http, settings: Settings, carryforward: Sequence[str] | None = None
) -> Closing:
    """Tell Coveralls that all jobs of a parallel build have been sent.

    Servers that speak only the jobs API, such as opencov, have no such call: they close each build
    themselves, so that it is closed already.

    Args:
        http: The session.
        settings: Which build, and the token.
        carryforward: Flags whose last coverage stands in, if other than those of the settings.

    Raises:
        NetworkError: No answer, or a fault of the server.
        RefusedError: The server refused, or knows no such build.
    """
    query = {"repo_token": settings.required_token().reveal()}
    flags = settings.items("carryforward") if carryforward is None else carryforward
    if flags:
        query["carryforward"] = ",".join(flags)
    answer = http.post(f"{settings.endpoint}/webhook", params=query, json=webhook_body(settings))
    if is_missing_route(answer) and not _is_coveralls(settings.endpoint):
        server = origin(settings.endpoint)
        return Closing(Said(f"{server} has no /webhook (404): such a server closes builds itself"))
    return Closing(understand(answer, settings), _number_of_jobs(answer))


def rerun_build(http: Http, settings: Settings) -> Said:
    """Ask Coveralls to calculate a build again from the jobs that it has.

    The address is called with GET and the token in the query, as Coveralls' support describes it.
    What it answers is not documented, so that any success but a page for people will do.

    Source: https://github.com/lemurheavy/coveralls-public/issues/1629

    Raises:
        NetworkError: No answer, or a fault of the server.
        RefusedError: The server refused, or knows no such build.
    """
    query = {"repo_token": settings.required_token().reveal()}
    beside = {"build_num": "service_number", "service_attempt": "service_attempt"}
    known = {key: text for key, name in beside.items() if (text := settings.text(name))}
    answer = http.get(f"{settings.endpoint}/rerun_build", params={**query, **known})
    if answer.ok and not answer.body.strip():
        return Said()
    return understand(answer, settings)


def identification(service_name: str | None, formats: Sequence[str]) -> dict[str, str]:
    """Return the headers by which the official client says what it is."""
    return {
        "X-Coveralls-Reporter": "coverup",
        "X-Coveralls-Reporter-Version": __version__,
        "X-Coveralls-Source": "cli",
        **({"X-Coveralls-CI": _header(service_name)} if service_name else {}),
        **({"X-Coveralls-Coverage-Formats": ",".join(formats)} if formats else {}),
    }


def _header(text: str) -> str:
    printable = "".join(each if each.isprintable() else " " for each in text)
    return printable.encode("ascii", errors="replace").decode("ascii").strip()


def webhook_body(settings: Settings) -> dict[str, object]:
    """Return the webhook's body: the build's number, and what else identifies the build."""
    number = settings.text("service_number")
    payload = {"build_num": number, "status": "done"} if number else {"status": "done"}
    beside = ("repo_name", "service_name", "service_attempt")
    known = {name: value for name in beside if (value := settings.text(name))}
    return {"payload": payload, **known}


def _number_of_jobs(answer: Answer) -> int | None:
    jobs = (json_object(answer.body) or {}).get("jobs")
    return jobs if isinstance(jobs, int) and not isinstance(jobs, bool) else None


def _upload(
    http: Http,
    url: str,
    body: bytes,
    content_type: str,
    headers: Mapping[str, str],
    **options: Any,  # noqa: ANN401 - the rest of `Http.post`
) -> Answer:
    part: FilePart = ("json_file", body, content_type)
    return http.post(url, files={"json_file": part}, headers=headers, **options)


def _may_not_gunzip(endpoint: str, answer: Answer) -> bool:
    if _is_coveralls(endpoint) or answer.status not in _CANNOT_GUNZIP:
        return False
    return answer.status != _UNPROCESSABLE or b"failed to parse" in answer.body or not answer.body


def _is_about_the_job(answer: Answer) -> bool:
    return answer.status < _FIRST_FAULT and answer.status not in _SAYS_NOTHING_OF_THE_JOB


def _is_coveralls(endpoint: str) -> bool:
    host = urlsplit(endpoint).hostname or ""
    return host == "coveralls.io" or host.endswith(".coveralls.io")
