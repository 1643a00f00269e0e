"""The two calls of a coverage upload: post a job, close a parallel build.

Source: https://docs.coveralls.io/api-jobs-endpoint and
https://docs.coveralls.io/parallel-build-webhook
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from coverup import __version__
from coverup.coveralls.answers import Said, is_missing_route, understand
from coverup.http import Answer, FilePart, Http, origin
from coverup.settings import Settings

_CANNOT_GUNZIP: Final = frozenset({400, 415, 422, 500})
_UNPROCESSABLE: Final = 422
_FIRST_FAULT: Final = 500
_SAYS_NOTHING_OF_THE_JOB: Final = frozenset({408, 413, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A request that Coveralls accepted.

    Attributes:
        said: Its message and where to look.
        compressed: Whether the server took the body gzipped.
        attempts: How many requests were sent.
    """

    said: Said
    compressed: bool = True
    attempts: int = 1


def post_job(
    http: Http, settings: Settings, plain: bytes, gzipped: bytes, headers: Mapping[str, str]
) -> Delivery:
    """Post a job document.

    A server other than coveralls.io that cannot read gzip gets the document again uncompressed.
    If it refuses that too, it is this refusal that is told: the first one may only be about gzip.

    Raises:
        NetworkError: No answer, or a fault of the server (5xx, maintenance).
        RefusedError: The server understood and refused.
    """
    url = f"{settings.endpoint}/api/v1/jobs"
    answer = _upload(http, url, gzipped, "application/gzip", headers)
    if not _may_not_gunzip(settings.endpoint, answer):
        return Delivery(said=understand(answer, settings))
    again = _upload(http, url, plain, "application/json", headers)
    said = understand(again if _is_about_the_job(again) else answer, settings)
    return Delivery(said=said, compressed=False, attempts=2)


def close_build(http: Http, settings: Settings) -> Said:
    """Tell Coveralls that all jobs of a parallel build have been sent.

    Servers that speak only the jobs API, such as opencov, have no such call: they close each build
    themselves, so that it is closed already.

    Raises:
        NetworkError: No answer, or a fault of the server.
        RefusedError: The server refused, or knows no such build.
    """
    query = {"repo_token": settings.required_token().reveal()}
    if flags := settings.items("carryforward"):
        query["carryforward"] = ",".join(flags)
    answer = http.post(f"{settings.endpoint}/webhook", params=query, json=webhook_body(settings))
    if is_missing_route(answer) and not _is_coveralls(settings.endpoint):
        server = origin(settings.endpoint)
        return Said(f"{server} has no /webhook (404): such a server closes builds itself")
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


def _upload(
    http: Http, url: str, body: bytes, content_type: str, headers: Mapping[str, str]
) -> Answer:
    part: FilePart = ("json_file", body, content_type)
    return http.post(url, files={"json_file": part}, headers=headers)


def _may_not_gunzip(endpoint: str, answer: Answer) -> bool:
    if _is_coveralls(endpoint) or answer.status not in _CANNOT_GUNZIP:
        return False
    return answer.status != _UNPROCESSABLE or b"failed to parse" in answer.body or not answer.body


def _is_about_the_job(answer: Answer) -> bool:
    return answer.status < _FIRST_FAULT and answer.status not in _SAYS_NOTHING_OF_THE_JOB


def _is_coveralls(endpoint: str) -> bool:
    host = urlsplit(endpoint).hostname or ""
    return host == "coveralls.io" or host.endswith(".coveralls.io")
