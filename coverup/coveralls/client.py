"""The two calls of a coverage upload: post a job, close a parallel build.

Source: https://docs.coveralls.io/api-jobs-endpoint and
https://docs.coveralls.io/parallel-build-webhook
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coverup import __version__
from coverup.coveralls.answers import Said, understand
from coverup.http import Answer, FilePart, Http, origin
from coverup.settings import Settings

_CANNOT_GUNZIP = frozenset({400, 415, 422, 500})


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

    Raises:
        NetworkError: No answer, or a fault of the server (5xx, maintenance).
        RefusedError: The server understood and refused.
    """
    url = f"{settings.endpoint}/api/v1/jobs"
    answer = _upload(http, url, gzipped, "application/gzip", headers)
    attempts = 1
    if _may_not_gunzip(settings.endpoint, answer):
        again = _upload(http, url, plain, "application/json", headers)
        if again.ok:
            return Delivery(said=understand(again, settings), compressed=False, attempts=2)
        attempts = 2
    return Delivery(said=understand(answer, settings), attempts=attempts)


def close_build(http: Http, settings: Settings) -> Said:
    """Tell Coveralls that all jobs of a parallel build have been sent.

    Raises:
        NetworkError: No answer, or a fault of the server.
        RefusedError: The server refused, or knows no such build.
    """
    query = {"repo_token": settings.required_token().reveal()}
    if flags := settings.items("carryforward"):
        query["carryforward"] = ",".join(flags)
    answer = http.post(f"{settings.endpoint}/webhook", params=query, json=webhook_body(settings))
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
    return printable.encode("ascii", errors="replace").decode("ascii")


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
    host = origin(endpoint).rpartition("/")[2].partition(":")[0]
    if host == "coveralls.io" or host.endswith(".coveralls.io"):
        return False
    if answer.status not in _CANNOT_GUNZIP:
        return False
    return answer.status != 422 or b"failed to parse" in answer.body or not answer.body  # noqa: PLR2004
