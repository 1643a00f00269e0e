"""The calls about a whole build: the token in their query must not come out of them again."""

import json
from dataclasses import replace
from typing import Final

import pytest

from coverup.ci import Detected
from coverup.coveralls.client import close_build, rerun_build, webhook_body
from coverup.errors import CoverupError, NetworkError, NoTokenError, RefusedError
from coverup.http import Answer, Http
from coverup.settings import Settings
from tests.network.fakes import PAGE, TOKEN, FakeHttp, settings_for
from tests.network.servers import Raw, Reply, printed, serve


def test_the_webhook_has_token_and_flags_in_the_query_and_the_build_in_the_body(
    http: Http,
) -> None:
    known = {"service_name": "travis-ci", "service_attempt": "2", "repo_name": "o/r"}
    with serve(Reply(200, b'{"done":true,"url":"https://c.test/builds/7","jobs":6}')) as server:
        settings = settings_for(
            server.url, service_number="17", carryforward=("unit", "e2e & \u00fc"), **known
        )
        closing = close_build(http, settings)
    [request] = server.requests
    assert (request.method, request.path) == ("POST", "/webhook")
    assert request.query == {"repo_token": [TOKEN], "carryforward": ["unit,e2e & \u00fc"]}
    assert json.loads(request.body) == {"payload": {"build_num": "17", "status": "done"}, **known}
    assert request.headers["content-type"] == "application/json"
    said = closing.said
    assert (said.message, said.url, closing.jobs) == (None, "https://c.test/builds/7", 6)


def test_the_flags_to_carry_forward_can_be_others_than_those_of_the_settings(http: Http) -> None:
    with serve(Reply(200, b'{"done":true}')) as server:
        settings = settings_for(server.url, service_number="17", carryforward=("missing",))
        for flags in (("e2e",), ()):
            close_build(http, settings, flags)
    with_flag, without = server.requests
    assert with_flag.query["carryforward"] == ["e2e"]
    assert "carryforward" not in without.query


@pytest.mark.parametrize("jobs", [b"true", b'"6"', b"null", b"6.5"])
def test_a_number_of_jobs_that_is_none_is_not_known(http: Http, jobs: bytes) -> None:
    with serve(Reply(200, b'{"done":true,"jobs":%b}' % jobs)) as server:
        assert close_build(http, settings_for(server.url)).jobs is None


def test_what_is_not_known_is_not_in_the_webhook(http: Http) -> None:
    with serve(Reply(200, b'{"done":true}')) as server:
        close_build(http, settings_for(server.url))
    assert server.requests[0].query == {"repo_token": [TOKEN]}
    assert json.loads(server.requests[0].body) == {"payload": {"status": "done"}}
    assert webhook_body(settings_for(server.url)) == {"payload": {"status": "done"}}


NO_BUILD: Final = b'{"error":"No build matching CI build number 17 found"}'


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        (Reply(200, NO_BUILD), RefusedError, "No build"),
        (Reply(404, NO_BUILD), RefusedError, "No build"),
        (Reply(200, b'{"done":false}'), RefusedError, '{"done":false}'),
        (Reply(200, b""), RefusedError, "an empty answer"),
        (Reply(401, b"no s3cr3t-t0k3n here"), RefusedError, "401: no *** here"),
        (Reply(405, PAGE), NetworkError, "405: 502 \u2013 Down"),
        (Reply(502, PAGE, {"CF-RAY": "8f2a"}), NetworkError, "502 \u2013 Down (cf-ray: 8f2a)"),
        (Raw(), NetworkError, "/webhook: the connection broke"),
    ],
)
def test_a_build_that_is_not_closed_is_an_error_without_the_token(
    http: Http, answer: Reply | Raw, error: type[CoverupError], told: str
) -> None:
    with serve(answer) as server, pytest.raises(error) as caught:
        close_build(http, settings_for(server.url, service_number="17"))
    assert TOKEN in server.requests[0].target
    assert told in caught.value.message
    assert "all of it" not in printed(caught.value)
    assert TOKEN not in printed(caught.value)


@pytest.mark.parametrize(
    "body", [b"Page not found", PAGE, b"", b"[]", b'{"errors":{"detail":"Not Found"}}']
)
def test_a_server_without_a_webhook_closes_builds_itself(http: Http, body: bytes) -> None:
    with serve(Reply(404, body)) as server:
        said = close_build(http, settings_for(server.url, service_number="17")).said
    message = f"{server.url} has no /webhook (404): such a server closes builds itself"
    assert (said.message, said.url) == (message, None)


def test_a_webhook_that_is_missing_at_coveralls_itself_is_refused() -> None:
    with pytest.raises(RefusedError, match="404"):
        close_build(FakeHttp(404), settings_for("https://coveralls.io", service_number="17"))


@pytest.mark.parametrize("body", [b"<h1>duplicate</h1>", b'{"error":"duplicate"}', b"[]duplicate"])
def test_a_build_that_an_earlier_try_closed_is_closed(body: bytes) -> None:
    class Repeated(FakeHttp):
        def post(self, url: str, **request: object) -> Answer:
            return replace(super().post(url, **request), attempts=2, body=body)

    closing = close_build(Repeated(409), settings_for("https://c.test", service_number="17"))
    assert "an earlier try" in str(closing.said.message)
    assert closing.jobs is None


def test_without_a_token_no_build_is_closed() -> None:
    http = FakeHttp(200)
    with pytest.raises(NoTokenError):
        close_build(http, Settings(values={}, detected=Detected()))
    assert http.urls == []


def test_a_build_is_calculated_again_by_a_get_with_number_and_token(http: Http) -> None:
    known = {"service_number": "17", "service_attempt": "2"}
    with serve(Reply(200, b'{"message":"queued","url":"https://c.test/builds/7"}')) as server:
        said = rerun_build(http, settings_for(server.url, **known))
    [request] = server.requests
    assert (request.method, request.path, request.body) == ("GET", "/rerun_build", b"")
    query = {"repo_token": [TOKEN], "build_num": ["17"], "service_attempt": ["2"]}
    assert request.query == query
    assert (said.message, said.url) == ("queued", "https://c.test/builds/7")


@pytest.mark.parametrize("body", [b"", b"\n", b"{}"])
def test_a_rerun_that_is_accepted_without_words_is_accepted(http: Http, body: bytes) -> None:
    with serve(Reply(200, body)) as server:
        said = rerun_build(http, settings_for(server.url, service_number="17"))
    assert (said.message, said.url) == (None, None)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Reply(404, NO_BUILD), "No build"),
        (Reply(200, NO_BUILD), "No build"),
        (Reply(200, PAGE), "Down"),
        (Reply(401, b"no s3cr3t-t0k3n here"), "no *** here"),
        (Reply(302, b"", {"Location": "https://elsewhere.test/"}), "elsewhere"),
    ],
)
def test_a_rerun_that_is_refused_is_an_error_without_the_token(
    http: Http, answer: Reply, told: str
) -> None:
    with serve(answer) as server, pytest.raises(RefusedError) as caught:
        rerun_build(http, settings_for(server.url, service_number="17"))
    assert told in caught.value.message
    assert TOKEN not in printed(caught.value)
