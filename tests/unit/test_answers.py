"""What Coveralls' answers mean: whose fault it is, in which words, and what to type."""

import json
from typing import Final

import pytest

from coverup.ci import Detected
from coverup.coveralls.answers import LONGEST_WORDS, Said, is_missing_route, understand
from coverup.errors import CoverupError, NetworkError, RefusedError
from coverup.http import Answer
from coverup.settings import Settings
from coverup.settings.kinds import Value
from coverup.values import Secret, Sourced

TOKEN: Final = "s3cr3t-t0k3n"
NO_REPOSITORY: Final = "Couldn't find a repository matching this job."
CLOSED: Final = (
    "Can't add a job to a build that is already closed. Build 17 is closed. "
    "See docs.coveralls.io/parallel-builds"
)
NOT_UNIQUE: Final = (
    "service_job_id (4) must be unique for Travis Jobs not supplying a Coveralls Repo Token"
)


def settings(source: str = "$COVERALLS_REPO_TOKEN", **values: Value) -> Settings:
    known: dict[str, Sourced[Value]] = {
        "repo_token": Sourced(Secret(TOKEN), source),
        "endpoint": Sourced(f"https://me:{TOKEN}@c.test/app", "--endpoint"),
    }
    given = {name: Sourced(value, f"${name.upper()}") for name, value in values.items()}
    return Settings(values={**known, **given}, detected=Detected())


def failure(
    status: int, body: object, *, among: Settings | None = None, trace: str | None = None
) -> CoverupError:
    """Return the error that an answer becomes; what is no bytes is sent as JSON."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(CoverupError) as caught:
        understand(Answer(status=status, body=sent, trace=trace), among or settings())
    shown = f"{caught.value.message}\n{caught.value.hint}"
    assert TOKEN not in shown
    return caught.value


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"message": "Job #1.1", "url": "https://c.test/1"}, Said("Job #1.1", "https://c.test/1")),
        ({"message": " Job ", "url": "", "error": False}, Said("Job", None)),
        ({"done": True, "url": "https://c.test/b", "jobs": 6}, Said(None, "https://c.test/b")),
        ({"id": 1, "build_id": 1, "coverage": 66.67}, Said(None, None)),
        ({"message": ["odd"], "url": 7, "error": None}, Said(None, None)),
        ({}, Said(None, None)),
    ],
)
@pytest.mark.parametrize("status", [200, 201])
def test_an_accepted_request_gives_message_and_page(status: int, body: object, said: Said) -> None:
    answer = Answer(status=status, body=json.dumps(body).encode())
    assert understand(answer, settings()) == said


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": True, "message": "No."}, "the server refused: No."),
        ({"error": "No build matching"}, "the server refused: No build matching"),
        ({"error": {"a": "b"}}, 'the server refused: {"error": {"a": "b"}}'),
        ({"done": False, "message": "still open"}, "the server refused: still open"),
    ],
)
def test_an_error_in_the_body_counts_even_with_status_200(body: object, words: str) -> None:
    error = failure(200, body)
    assert isinstance(error, RefusedError)
    assert error.message == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><title>Sign in</title><p>page</p></html>", "Sign in"),
        (b"", "an empty answer"),
        (b" \n", "an empty answer"),
        (b"OK\nmore", "OK"),
        (b'{"message": "cut', '{"message": "cut'),
        (b"[]", "[]"),
        (b"null", "null"),
        (b"[" * 5000, "[" * LONGEST_WORDS + "..."),
    ],
)
def test_success_without_a_json_object_is_a_refusal_that_doubts_the_address(
    body: bytes, words: str
) -> None:
    error = failure(200, body)
    assert isinstance(error, RefusedError)
    assert error.message == f"the answer is no JSON object: {words}"
    assert error.hint == "is https://c.test a Coveralls server?"


@pytest.mark.parametrize("status", [405, 408, 429, 500, 502, 503, 504, 520, 530])
def test_a_page_of_a_server_in_trouble_is_its_fault_and_only_the_title_is_told(status: int) -> None:
    page = b"<html><head><TITLE lang=en>\n FIVE ZERO ZERO\n</TITLE></head><h1>All of it</h1></html>"
    error = failure(status, page, trace="cf-ray: 8f2a-FRA")
    assert isinstance(error, NetworkError)
    place = f"the server failed with {status}"
    assert error.message == f"{place}: FIVE ZERO ZERO (cf-ray: 8f2a-FRA)"
    assert error.hint == "this is the server's fault: run the command again later"


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_in_json_is_told_in_its_words(status: int) -> None:
    error = failure(status, {"message": "heavy load (queue full)", "error": True})
    assert isinstance(error, NetworkError)
    assert error.message == f"the server failed with {status}: heavy load (queue full)"


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 405, 409, 413, 422])
def test_other_answers_are_refusals(status: int) -> None:
    error = failure(status, {"error": True, "message": "No."}, trace="x-request-id: 17")
    assert isinstance(error, RefusedError)
    assert error.message == f"the server refused with {status}: No. (x-request-id: 17)"
    assert error.hint is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<title></title><h1 class=big>Down &mdash; sorry</h1>", "Down \u2014 sorry"),
        (b"<html><body><p>Something", "a page without a title"),
        (b"<titles>no</titles>", "a page without a title"),
        (b"queue full\r\nsecond line", "queue full"),
        (b"\xff\xfe\x00", "\ufffd\ufffd\x00"),
        (b"x" * 5000, "x" * LONGEST_WORDS + "..."),
        (b"<title>" + b" " * 1_000_000, "a page without a title"),
        (b"<title" * 200_000, "a page without a title"),
        (f"<title>{TOKEN} is down</title>".encode(), "*** is down"),
    ],
)
def test_of_an_answer_that_is_no_json_the_title_or_first_line_is_told(
    body: bytes, words: str
) -> None:
    assert failure(502, body).message == f"the server failed with 502: {words}"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (NOT_UNIQUE, "set COVERALLS_REPO_TOKEN for this job"),
        ("JSON file not found or failed to parse.", "--dry-run -o job.json"),
        ("Build processing error.", "run the command again"),
        (NO_REPOSITORY, "the token ($COVERALLS_REPO_TOKEN) is not the one of this repository on"),
        (NO_REPOSITORY.replace("'", "\u2019"), "on https://c.test"),
        (CLOSED, "build unset was closed"),
        ("No build matching CI build number 17 found", "the build number is unset"),
    ],
)
@pytest.mark.parametrize("status", [200, 422])
def test_a_known_refusal_comes_with_what_to_do(status: int, words: str, hint: str) -> None:
    error = failure(status, {"message": words, "error": True, "url": ""})
    assert isinstance(error, RefusedError)
    assert words in error.message
    assert hint in (error.hint or "")


def test_a_page_about_the_size_comes_with_what_to_do() -> None:
    error = failure(413, b"<html><title>413 Request Entity Too Large</title></html>")
    assert isinstance(error, RefusedError)
    assert error.hint == "leave files out, or split the report by flag"


@pytest.mark.parametrize(
    ("words", "hint"),
    [(CLOSED, "--build-number"), ("No build matching CI build number 17 found", "--build-number")],
)
def test_a_refusal_about_the_build_names_its_number_and_source(words: str, hint: str) -> None:
    error = failure(422, {"message": words}, among=settings(service_number="17"))
    assert "17 from $SERVICE_NUMBER" in (error.hint or "")
    assert hint in (error.hint or "")


@pytest.mark.parametrize(
    ("source", "service", "hint"),
    [
        ("$COVERALLS_REPO_TOKEN", "github", "add --service-name github-actions"),
        ("$GITHUB_TOKEN", "travis-ci", "a GITHUB_TOKEN goes with --service-name github"),
        ("$GITHUB_TOKEN", "github", "the token ($GITHUB_TOKEN) is not the one of this repository"),
        ("--repo-token", "travis-ci", "the token (--repo-token) is not the one of this repository"),
    ],
)
def test_the_hint_about_the_token_knows_which_kind_goes_with_the_service(
    source: str, service: str, hint: str
) -> None:
    error = failure(422, {"message": NO_REPOSITORY}, among=settings(source, service_name=service))
    assert hint in (error.hint or "")


@pytest.mark.parametrize(
    ("status", "body", "missing"),
    [
        (404, b"Page not found", True),
        (404, b'{"errors":{"detail":"Not Found"}}', True),
        (404, b'{"error":"No build matching CI build number 17 found"}', False),
        (404, b'{"message":"no such repository"}', False),
        (405, b"", False),
        (200, b"", False),
    ],
)
def test_a_404_without_words_of_the_application_is_a_missing_route(
    status: int, body: bytes, missing: bool
) -> None:
    assert is_missing_route(Answer(status=status, body=body)) is missing
