"""Where a GET goes, and where it does not."""

from typing import Final

import pytest

from coverup.errors import ConfigError, NetworkError, RefusedError
from coverup.http import MAX_REDIRECTS, Http
from tests.network.servers import Reply, Request, printed, serve

TOKEN: Final = "s3cr3t-t0k3n"
QUERY: Final = {"repo_token": TOKEN}
STATUSES: Final = (301, 302, 303, 307, 308)


def test_a_get_arrives_as_it_was_said(http: Http) -> None:
    with serve(Reply(200, b'{"covered_percent":81.5}')) as server:
        answer = http.get(f"{server.url}/builds/1.json", params=QUERY, headers={"X-A": "b"})
    [request] = server.requests
    assert (answer.status, answer.body) == (200, b'{"covered_percent":81.5}')
    assert (request.method, request.path, request.body) == ("GET", "/builds/1.json", b"")
    assert request.query == {"repo_token": [TOKEN]}
    assert request.headers["x-a"] == "b"


@pytest.mark.parametrize("status", STATUSES)
def test_a_get_follows_any_redirect_on_the_same_origin(http: Http, status: int) -> None:
    def handler(request: Request) -> Reply:
        if request.path == "/builds/1.json":
            return Reply(200, b'{"covered_percent":81.5}')
        return Reply(status, b"", {"Location": "/builds/1.json"})

    with serve(handler) as server:
        answer = http.get(f"{server.url}/builds/abc.json", params=QUERY)
    assert answer.status == 200
    assert server.requests[1].target == "/builds/1.json"


@pytest.mark.parametrize("status", STATUSES)
def test_no_redirect_takes_a_get_to_another_origin(http: Http, status: int) -> None:
    with (
        serve(Reply()) as other,
        serve(Reply(status, b"", {"Location": f"{other.url}/?t={TOKEN}"})) as server,
        pytest.raises(RefusedError, match="where the token was not sent") as caught,
    ):
        http.get(server.url, params=QUERY, headers={"Authorization": f"token {TOKEN}"})
    assert other.requests == []
    assert TOKEN not in printed(caught.value)


def test_redirects_of_a_get_in_a_circle_end(http: Http) -> None:
    with serve(Reply(302, b"", {"Location": "/"})) as server, pytest.raises(NetworkError) as caught:
        http.get(server.url)
    assert len(server.requests) == MAX_REDIRECTS + 1
    assert "redirects more than" in caught.value.message


def test_a_get_over_plain_http_to_another_machine_is_refused(http: Http) -> None:
    with pytest.raises(ConfigError, match="would get the token unencrypted"):
        http.get("http://coveralls.invalid/rerun_build", params=QUERY)
