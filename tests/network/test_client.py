"""A job as it goes over the wire, and what becomes of the answers."""

import gzip
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final

import pytest

from coverup import __version__
from coverup.coveralls.client import Delivery, identification, post_job
from coverup.errors import CoverupError, NetworkError, RefusedError
from coverup.http import Http
from tests.network.fakes import PAGE, TOKEN, FakeHttp, settings_for
from tests.network.servers import Handler, Raw, Reply, Request, Server, serve

PLAIN: Final = b'{"repo_token":"s3cr3t-t0k3n","source_files":[]}'
GZIPPED: Final = gzip.compress(PLAIN, mtime=0)


def posted(http: Http, server: Server) -> Delivery:
    headers = identification("travis-ci", ["lcov"])
    return post_job(http, settings_for(server.url), GZIPPED, headers, plain=lambda: PLAIN)


def only_part(request: Request) -> Message:
    """Return the one part of a multipart form, read by a parser that is not the client's."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    form = BytesParser(policy=HTTP).parsebytes(head + request.body)
    [part] = form.iter_parts()
    assert isinstance(part, Message)
    return part


def content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


def reading_no_gzip(status: int, body: bytes, then: Reply) -> Handler:
    """Return a server that answers gzip with a status, and anything else with `then`."""

    def handler(request: Request) -> Reply:
        gzipped = only_part(request).get_content_type() == "application/gzip"
        return Reply(status, body) if gzipped else then

    return handler


def test_a_job_is_one_gzipped_part_of_a_form(http: Http) -> None:
    with serve(Reply(200, b'{"message":"Job #1.1","url":"https://c.test/jobs/1"}')) as server:
        delivery = posted(http, server)
    [request] = server.requests
    part = only_part(request)
    assert (request.method, request.target) == ("POST", "/api/v1/jobs")
    assert part.get_content_type() == "application/gzip"
    assert part.get_param("name", header="content-disposition") == "json_file"
    assert part.get_filename() == "json_file"
    assert gzip.decompress(content(part)) == PLAIN
    assert delivery.compressed
    assert delivery.attempts == 1
    assert (delivery.said.message, delivery.said.url) == ("Job #1.1", "https://c.test/jobs/1")


def test_the_boundary_has_no_quotes_and_the_request_no_content_encoding(http: Http) -> None:
    with serve(Reply()) as server:
        posted(http, server)
    kind, _, boundary = server.requests[0].headers["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    assert boundary.isalnum()
    assert "content-encoding" not in server.requests[0].headers
    assert "transfer-encoding" not in server.requests[0].headers


def test_the_token_is_in_the_document_and_nowhere_else(http: Http) -> None:
    with serve(Reply()) as server:
        posted(http, server)
    assert TOKEN not in server.requests[0].everything


def test_a_job_says_what_sent_it() -> None:
    assert identification("travis-ci", ["cobertura", "lcov"]) == {
        "X-Coveralls-Reporter": "coverup",
        "X-Coveralls-Reporter-Version": __version__,
        "X-Coveralls-Source": "cli",
        "X-Coveralls-CI": "travis-ci",
        "X-Coveralls-Coverage-Formats": "cobertura,lcov",
    }
    assert "X-Coveralls-CI" not in identification(None, [])
    assert "X-Coveralls-Coverage-Formats" not in identification(None, [])


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("travis-ci", "travis-ci"),
        ("Büro CI", "B?ro CI"),
        ("\u6e2c\u8a66", "??"),
        ("ci\r\nX-Evil: 1", "ci  X-Evil: 1"),
        ("\n ci\x00\x1b", "ci"),
        ("\udcff", ""),
    ],
)
def test_no_service_name_can_break_the_headers(http: Http, name: str, sent: str) -> None:
    with serve(Reply()) as server:
        headers = identification(name, [])
        post_job(http, settings_for(server.url), GZIPPED, headers, plain=lambda: PLAIN)
    received = server.requests[0].headers
    assert received["x-coveralls-ci"].strip() == sent.strip()
    assert "x-evil" not in received


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, b'{"error":"request should have json"}'),
        (415, b""),
        (422, b'{"message":"JSON file not found or failed to parse.","error":true,"url":""}'),
        (422, b""),
        (500, b"Server internal error"),
    ],
)
def test_a_server_that_reads_no_gzip_gets_the_document_as_it_is(
    http: Http, status: int, body: bytes
) -> None:
    taken = Reply(200, b'{"id":1,"build_id":1,"coverage":66.67}')
    with serve(reading_no_gzip(status, body, taken)) as server:
        delivery = posted(http, server)
    part = only_part(server.requests[1])
    assert (part.get_content_type(), part.get_filename()) == ("application/json", "json_file")
    assert content(part) == PLAIN
    assert server.requests[1].headers["x-coveralls-ci"] == "travis-ci"
    assert (delivery.compressed, delivery.attempts, len(server.requests)) == (False, 2, 2)
    assert (delivery.said.message, delivery.said.url) == (None, None)


def test_all_requests_are_counted_those_that_were_repeated_too() -> None:
    def busy_at_first(request: Request) -> Reply | Raw:
        seen.append(request)
        return Reply(503) if len(seen) % 2 else unzipping(request)

    seen: list[Request] = []
    unzipping = reading_no_gzip(415, b"", Reply(200, b'{"message":"Job #1.1"}'))
    with serve(busy_at_first) as server:
        delivery = posted(Http(sleep=lambda _: None), server)
    assert (delivery.compressed, delivery.attempts) == (False, 4)


@pytest.mark.parametrize(
    ("first", "second", "error", "told"),
    [
        (Reply(500, b"gz"), Reply(404, b'{"error":"no token"}'), RefusedError, "404: no token"),
        (Reply(500, b"gz"), Reply(422, b'{"error":"no source"}'), RefusedError, "422: no sour"),
        (Reply(400, b"bad job"), Reply(400, b"bad job"), RefusedError, "400: bad job"),
        (Reply(500, b"first"), Reply(500, b"second"), NetworkError, "500: first"),
        (Reply(400, b"bad job"), Reply(503, PAGE), RefusedError, "400: bad job"),
        (Reply(400, b"bad job"), Reply(413, b"too large"), RefusedError, "400: bad job"),
        (Reply(500, b"first"), Reply(200, PAGE), RefusedError, "no JSON object: 502 \u2013 Down"),
    ],
)  # fmt: skip
def test_where_both_ways_fail_the_answer_that_is_about_the_job_is_told(
    http: Http, first: Reply, second: Reply, error: type[CoverupError], told: str
) -> None:
    handler = reading_no_gzip(first.status, first.body, second)
    with serve(handler) as server, pytest.raises(error) as caught:
        posted(http, server)
    assert told in caught.value.message
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (422, b'{"message":"Couldn\'t find a repository matching this job.","error":true}'),
        (401, b""),
        (404, b"Not found"),
        (405, PAGE),
        (413, b"too large"),
        (429, b""),
        (502, PAGE),
        (503, PAGE),
        (200, b'{"error":true,"message":"failed to parse"}'),
    ],
)
def test_an_answer_that_is_not_about_gzip_is_not_tried_again(
    http: Http, status: int, body: bytes
) -> None:
    with serve(Reply(status, body)) as server, pytest.raises(CoverupError):
        posted(http, server)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "endpoint", ["https://coveralls.io", "https://COVERALLS.IO:443", "https://eu.coveralls.io"]
)
@pytest.mark.parametrize("status", [400, 415, 422, 500])
def test_coveralls_itself_never_gets_the_document_uncompressed(endpoint: str, status: int) -> None:
    http = FakeHttp(status)
    with pytest.raises(CoverupError):
        post_job(http, settings_for(endpoint), GZIPPED, {}, plain=lambda: PLAIN)
    assert http.urls == [f"{endpoint}/api/v1/jobs"]


@pytest.mark.parametrize(
    "endpoint", ["https://notcoveralls.io", "https://coveralls.io.example.com"]
)
def test_a_name_like_that_of_coveralls_is_another_server(endpoint: str) -> None:
    http = FakeHttp(400)
    with pytest.raises(CoverupError):
        post_job(http, settings_for(endpoint), GZIPPED, {}, plain=lambda: PLAIN)
    assert len(http.urls) == 2
