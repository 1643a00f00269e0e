"""Where a redirect may take a POST: to the same origin, as it is, or nowhere."""

from itertools import chain, repeat
from typing import Final

import pytest

from coverup.errors import NetworkError, RefusedError
from coverup.http import MAX_REDIRECTS, Http
from tests.network.servers import Handler, Raw, Reply, Request, printed, serve

TOKEN: Final = "s3cr3t-t0k3n"
QUERY: Final = {"repo_token": TOKEN}
STATUSES: Final = (301, 302, 303, 307, 308)


def moving(status: int, location: str) -> Handler:
    """Return a handler that redirects everything but `/new`."""

    def handler(request: Request) -> Reply:
        if request.path == "/new":
            return Reply(200, b'{"message":"arrived"}')
        host = request.headers["host"]
        to = location.format(host=host, HOST=host.upper())
        return Reply(status, b"moved", {"Location": to})

    return handler


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize("location", ["/new", "new", "http://{host}/new", "//{host}/new#there"])
def test_a_post_is_repeated_with_its_body_on_the_same_origin(
    http: Http, status: int, location: str
) -> None:
    part = ("json_file", b"\x1f\x8b zipped", "application/gzip")
    with serve(moving(status, location)) as server:
        answer = http.post(f"{server.url}/old", files={"json_file": part}, headers={"X-A": "b"})
    assert answer.body == b'{"message":"arrived"}'
    first, second = server.requests
    assert (first.path, second.path, second.method) == ("/old", "/new", "POST")
    assert part[1] in first.body
    assert part[1] in second.body
    assert second.headers["x-a"] == "b"


def test_the_same_origin_may_be_spelled_in_another_way(http: Http) -> None:
    with serve(moving(308, "HTTP://{HOST}/new")) as server:
        assert http.post(f"http://localhost:{server.port}/old").status == 200


def test_a_json_body_is_repeated_and_the_query_is_the_redirects(http: Http) -> None:
    with serve(moving(308, "/new?a=1")) as server:
        http.post(f"{server.url}/old", params=QUERY, json={"payload": 1})
    assert server.requests[1].body == b'{"payload": 1}'
    assert server.requests[1].query == {"a": ["1"]}


@pytest.mark.parametrize("status", STATUSES)
def test_no_redirect_takes_the_token_to_another_origin(http: Http, status: int) -> None:
    document = ("json_file", TOKEN.encode(), "application/json")
    with (
        serve(Reply()) as other,
        serve(moving(status, f"{other.url}/new?t={TOKEN}")) as server,
        pytest.raises(RefusedError) as caught,
    ):
        http.post(f"{server.url}/old", params=QUERY, files={"json_file": document})
    assert other.requests == []
    assert len(server.requests) == 1
    assert f"redirects to {other.url}/new, where the token was not sent" in caught.value.message
    assert caught.value.hint == f"if that is your server, set COVERALLS_ENDPOINT={other.url}"
    assert TOKEN not in printed(caught.value)


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_that_asks_for_a_get_is_refused(http: Http, status: int) -> None:
    handler = moving(status, f"/users/sign_in?back={TOKEN}")
    with serve(handler) as server, pytest.raises(RefusedError) as caught:
        http.post(f"{server.url}/old", params=QUERY)
    assert len(server.requests) == 1
    assert f"/users/sign_in with {status}, where a POST cannot be" in caught.value.message
    assert "login" in (caught.value.hint or "")
    assert TOKEN not in printed(caught.value)


def test_a_second_redirect_to_another_origin_is_refused_as_well(http: Http) -> None:
    with serve(Reply()) as other:

        def handler(request: Request) -> Reply:
            location = "/next" if request.path == "/old" else f"{other.url}/new"
            return Reply(307, b"", {"Location": location})

        with serve(handler) as server, pytest.raises(RefusedError, match="token was not sent"):
            http.post(f"{server.url}/old")
    assert other.requests == []


def test_redirects_in_a_circle_end(http: Http) -> None:
    with serve(moving(307, f"/old?t={TOKEN}")) as server, pytest.raises(NetworkError) as caught:
        http.post(f"{server.url}/old", params=QUERY)
    assert len(server.requests) == MAX_REDIRECTS + 1
    assert caught.value.message == f"{server.url}/old redirects more than {MAX_REDIRECTS} times"
    assert TOKEN not in printed(caught.value)


@pytest.mark.parametrize(
    "location",
    ["http://[::1", "http://host:port/new", "mailto:me@example.com", "https://", "ftp://x"],
)
def test_a_redirect_to_what_is_no_address_is_refused(http: Http, location: str) -> None:
    with serve(moving(307, location)) as server, pytest.raises(RefusedError) as caught:
        http.post(f"{server.url}/old", params=QUERY)
    assert f"{server.url}/old redirects to " in caught.value.message
    assert TOKEN not in printed(caught.value)


def test_the_body_of_a_redirect_is_not_read(http: Http) -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: /new\r\n\r\n"
    pieces = chain([head], repeat(b"x" * 65_536, 1024))
    with serve(Raw(pieces)) as server, pytest.raises(RefusedError, match="redirects to"):
        http.post(server.url)
    assert sum(1 for _ in pieces) > 512


@pytest.mark.parametrize("status", [300, 302, 304])
def test_a_redirect_to_nowhere_is_an_answer(http: Http, status: int) -> None:
    with serve(Reply(status, b"")) as server:
        answer = http.post(server.url)
    assert (answer.status, answer.ok) == (status, False)
