"""What Coveralls' answers mean: whose fault it is, in which words, and what to type."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from coverup.ci import Detected
from coverup.coveralls.answers import Said, is_missing_route, understand
from coverup.coveralls.known import KNOWN, Known
from coverup.coveralls.refusals import LONGEST_WORDS
from coverup.errors import ClosedBuildError, CoverupError, NetworkError, RefusedError
from coverup.http import Answer
from coverup.settings import Settings
from coverup.settings.kinds import Value
from coverup.values import Secret, Sourced

ROOT: Final = Path(__file__).parents[2]
TOKEN: Final = "s3cr3t-t0k3n"
NO_BUILD: Final = "No build matching CI build number 17 found"
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
    status: int,
    body: object,
    *,
    among: Settings | None = None,
    trace: str | None = None,
    attempts: int = 1,
) -> CoverupError:
    """Return the error that an answer becomes; what is no bytes is sent as JSON."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = Answer(status=status, body=sent, trace=trace, attempts=attempts)
    with pytest.raises(CoverupError) as caught:
        understand(answer, among or settings())
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
    place = "endpoint https://c.test from --endpoint"
    assert error.hint == f"is https://c.test a Coveralls server ({place})?"


@pytest.mark.parametrize("body", [b'{"message": "Job #1", "ur', b'\n{"url":'])
def test_success_with_an_answer_that_is_cut_is_a_fault_on_the_way(body: bytes) -> None:
    error = failure(200, body)
    assert isinstance(error, NetworkError)
    assert error.message.startswith("the answer is cut: {")
    assert "it may have been accepted" in (error.hint or "")


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (405, "Coveralls is being maintained and takes no uploads"),
        (408, "the job came too slowly for the server (max_size unset, proxy unset)"),
        (429, "too many requests (retries 2 from $RETRIES, deadline unset)"),
        (500, "a fault inside the server (endpoint https://c.test from --endpoint)"),
        (502, "the server is overloaded or being restarted, and may have the job (retries 2"),
        (503, "the server is overloaded"),
        (504, "the server is overloaded"),
        (507, "this is the server's fault: run the command again later"),
        (520, "Cloudflare, in front of the server, cannot reach it (retries 2 from $RETRIES"),
        (527, "Cloudflare"),
        (530, "Cloudflare"),
    ],
)
def test_a_page_of_a_server_in_trouble_is_its_fault_and_only_the_title_is_told(
    status: int, why: str
) -> None:
    page = b"<html><head><TITLE lang=en>\n FIVE ZERO ZERO\n</TITLE></head><h1>All of it</h1></html>"
    error = failure(status, page, among=settings(retries="2"), trace="cf-ray: 8f2a-FRA")
    assert isinstance(error, NetworkError)
    place = f"the server failed with {status}"
    assert error.message == f"{place}: FIVE ZERO ZERO (cf-ray: 8f2a-FRA)"
    assert (error.hint or "").startswith(why)
    assert "again later" in (error.hint or "")


def test_a_fault_after_several_tries_says_how_many() -> None:
    error = failure(503, {"message": "Down."}, attempts=5)
    assert error.message == "the server failed with 503 after 5 tries: Down."


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_in_json_is_told_in_its_words(status: int) -> None:
    error = failure(status, {"message": "heavy load (queue full)", "error": True})
    assert isinstance(error, NetworkError)
    assert error.message == f"the server failed with {status}: heavy load (queue full)"


@pytest.mark.parametrize("status", [302, 400, 403, 404, 405, 409, 422])
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
        (NOT_UNIQUE, "sent without a token (service_job_id unset, repo_token from $COVERALLS_REPO"),
        (NOT_UNIQUE, "set COVERALLS_REPO_TOKEN for this job"),
        ("JSON file not found or failed to parse.", "--dry-run -o job.json"),
        ("Build processing error.", "run the command again"),
        (NO_REPOSITORY, "the token is not the one of a repository on https://c.test (repo_token"),
        (NO_REPOSITORY.replace("'", "\u2019"), "repo_token from $COVERALLS_REPO_TOKEN"),
        (CLOSED, "(service_number unset, service_attempt unset, parallel unset): use --parallel"),
        (NO_BUILD, "no job has come under this number (service_number unset"),
        ("could not find model", "the server does not accept the token (repo_token from $COV"),
        ("missing 'repo_token' parameter", "the server does not accept the token"),
        ("request should have 'json' or 'json_file' parameter", "did not arrive as it was sent"),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 404, 422])
def test_a_known_refusal_comes_with_its_cause_the_settings_and_what_to_do(
    status: int, words: str, hint: str
) -> None:
    error = failure(status, {"message": words, "error": True, "url": ""})
    assert isinstance(error, RefusedError)
    assert words in error.message
    assert hint in (error.hint or "")


@pytest.mark.parametrize(
    ("status", "body", "hint"),
    [
        (401, b'{"message":"Unauthorized"}', "does not accept the token (repo_token from $COVERAL"),
        (413, b"<title>413 Request Entity Too Large</title>", "leave files out with --exclude"),
        (413, b"", "divide it with --split-flags"),
        (403, b"<title>Attention Required! | Cloudflare</title>", "refuses this machine"),
        (
            403,
            b"<title>Just a moment...</title>",
            "(endpoint https://c.test from --endpoint, proxy",
        ),
        (404, b"<title>404 Not Found</title>", "COVERALLS_ENDPOINT is the server alone"),
        (404, b"", "the server has no such address (endpoint https://c.test from --endpoint)"),
        (422, b"", "add --include-source"),
        (422, b'{"errors":{"source_files":["is invalid"]}}', "add --include-source"),
        (200, b'{"done": false}', "the build was not closed (service_number unset"),
    ],
)
def test_a_refusal_without_words_of_coveralls_is_known_by_status_and_title(
    status: int, body: bytes, hint: str
) -> None:
    error = failure(status, body)
    assert isinstance(error, RefusedError)
    assert hint in (error.hint or "")


@pytest.mark.parametrize("status", [200, 400, 422, 503])
@pytest.mark.parametrize(
    "body",
    [
        b'{"error":true,"message":"This website is under heavy load (queue full)"}',
        b"<title>Down for maintenance</title>",
    ],
)
def test_a_server_that_is_busy_or_maintained_has_a_fault_whatever_the_status(
    status: int, body: bytes
) -> None:
    error = failure(status, body)
    assert isinstance(error, NetworkError)
    assert "again later" in (error.hint or "")


@pytest.mark.parametrize(
    ("parallel", "why"),
    [
        (False, "without --parallel a build is closed by its first job"),
        (True, "`coverup done` came before this job, or the CI ran this build again"),
    ],
)
def test_a_closed_build_is_an_error_of_its_own_that_names_number_and_source(
    *, parallel: bool, why: str
) -> None:
    among = settings(service_number="17", service_attempt="2", parallel=parallel)
    error = failure(422, {"message": CLOSED}, among=among)
    assert isinstance(error, ClosedBuildError)
    assert (error.hint or "").startswith(f"{why} (service_number 17 from $SERVICE_NUMBER, serv")
    assert f"service_attempt 2 from $SERVICE_ATTEMPT, parallel {parallel} from" in (
        error.hint or ""
    )
    assert "--on-closed" in (error.hint or "")


@pytest.mark.parametrize(
    ("parallel", "attempts", "may"),
    [(False, 1, False), (False, 2, True), (True, 2, False)],
)
def test_a_build_that_is_closed_after_a_second_try_may_hold_the_first(
    *, parallel: bool, attempts: int, may: bool
) -> None:
    among = settings(parallel=parallel)
    error = failure(422, {"message": CLOSED}, among=among, attempts=attempts)
    assert ("an earlier try may have been accepted" in (error.hint or "")) is may


@pytest.mark.parametrize(
    "words",
    [
        NOT_UNIQUE,
        "Job already exists",
        "service_job_id has already been taken",
        "PG::UniqueViolation: duplicate key value",
    ],
)
@pytest.mark.parametrize("status", [200, 409, 422])
def test_a_job_that_an_earlier_try_brought_counts_as_sent(status: int, words: str) -> None:
    body = json.dumps({"error": True, "message": words}).encode()
    said = understand(Answer(status=status, body=body, attempts=2), settings())
    assert said.message == f"an earlier try had arrived; to this one the server says: {words}"
    error = failure(status, body)
    assert isinstance(error, RefusedError), "the first try cannot have been preceded by another"


def test_a_fault_that_speaks_of_a_duplicate_stays_a_fault() -> None:
    error = failure(500, {"message": "duplicate key value"}, attempts=2)
    assert isinstance(error, NetworkError)


@pytest.mark.parametrize(
    ("token", "source", "named", "hint"),
    [
        (TOKEN, "$COVERALLS_REPO_TOKEN", {"service_name": "github"}, "--service-name github-actio"),
        (TOKEN, "$GITHUB_TOKEN", {"service_name": "travis-ci"}, "add --service-name github, or"),
        ("ghs_" + TOKEN, "$COVERALLS_REPO_TOKEN", {"service_name": "x"}, "--service-name github,"),
        (TOKEN, "$GITHUB_TOKEN", {"service_name": "github"}, "set COVERALLS_REPO_NAME=owner/name"),
        (
            *(TOKEN, "$GITHUB_TOKEN"),
            {"service_name": "github", "repo_name": "o/r"},
            "add --service-job-id ID",
        ),
        (
            *(TOKEN, "$GITHUB_TOKEN"),
            {"service_name": "github", "repo_name": "o/r", "service_job_id": "test"},
            "does not know the repository, or could not ask GitHub about it (repo_name o/r from",
        ),
        (TOKEN, "--repo-token", {"service_name": "travis-ci"}, "(repo_token from --repo-token, "),
    ],
)
def test_the_hint_about_the_token_knows_which_kind_goes_with_the_service(
    token: str, source: str, named: dict[str, str], hint: str
) -> None:
    known = settings(**named)
    values: dict[str, Sourced[Value]] = {
        **known.values,
        "repo_token": Sourced(Secret(token), source),
    }
    error = failure(422, {"message": NO_REPOSITORY}, among=replace(known, values=values))
    assert hint in (error.hint or "")


def test_no_login_of_a_proxy_or_server_is_in_a_hint() -> None:
    among = settings(proxy=f"http://me:{TOKEN}@proxy.test:3128")
    error = failure(422, {"message": "JSON file not found or failed to parse."}, among=among)
    assert "proxy http://proxy.test:3128 from $PROXY" in (error.hint or "")


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.words or str(known.statuses))
def test_every_known_answer_is_in_the_documentation(known: Known) -> None:
    page = (ROOT / "docs/explanation/server-answers.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    words = known.words or " ".join(str(status) for status in known.statuses)
    assert any(re.search(words, row, re.IGNORECASE) for row in rows)


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
