"""The log of the library below has no query in it, whoever has switched it on."""

import logging

import pytest

from coverup.errors import NetworkError
from coverup.http import Http
from tests.network.servers import Reply, Request, closed_port, serve

TOKEN = "s3cr3t-t0k3n"
QUERY = {"repo_token": TOKEN, "build_num": "7"}


def test_a_request_is_logged_without_its_query(
    caplog: pytest.LogCaptureFixture, http: Http
) -> None:
    caplog.set_level(logging.DEBUG)
    with serve(Reply()) as server:
        http.get(f"{server.url}/rerun_build", params=QUERY)
        http.post(f"{server.url}/webhook", params=QUERY, json={})
    assert "/rerun_build?..." in caplog.text
    assert TOKEN not in caplog.text


def test_a_failed_request_is_logged_without_its_query(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    http = Http(retries=0)
    with pytest.raises(NetworkError):
        http.get(f"http://127.0.0.1:{closed_port()}/rerun_build", params=QUERY)
    assert "urllib3" in caplog.text
    assert TOKEN not in caplog.text


def test_a_redirect_is_logged_without_its_query(
    caplog: pytest.LogCaptureFixture, http: Http
) -> None:
    def answer(request: Request) -> Reply:
        target = {"Location": f"/there?repo_token={TOKEN}"}
        return Reply() if request.path == "/there" else Reply(307, b"", target)

    caplog.set_level(logging.DEBUG)
    with serve(answer) as server:
        assert http.post(f"{server.url}/here", params=QUERY).status == 200
    assert TOKEN not in caplog.text
