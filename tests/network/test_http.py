"""What arrives at a server, and what is made of servers that answer badly or not at all."""

import errno
import gzip
import os
import socket
import threading
import tracemalloc
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from pathlib import Path
from typing import Final

import pytest

from coverup import __version__
from coverup.errors import ConfigError, NetworkError
from coverup.http import MAX_ANSWER, Http
from tests.network.servers import HOST, Raw, Reply, closed_port, printed, serve

TOKEN: Final = "s3cr3t-t0k3n"
QUERY: Final = {"repo_token": TOKEN}
OK: Final = b"HTTP/1.1 200 OK\r\n"
CHUNKED: Final = OK + b"Transfer-Encoding: chunked\r\n\r\n"
MEGABYTE: Final = 1024 * 1024

BROKEN: Final[dict[str, Raw | Reply]] = {
    "it closes without a word": Raw(),
    "it does not speak HTTP": Raw([b"\x00\x01\x02 SSH-2.0-what\r\n\r\n"]),
    "the head ends after the status": Raw([OK]),
    "the head ends within a header": Raw([OK, b"Content-Length: 2\r\nContent-"]),
    "the head lacks its last line": Raw([OK, b"Content-Length: 0\r\n"]),
    "the body is cut": Raw([OK, b'Content-Length: 100\r\n\r\n{"message":']),
    "a chunk is cut": Raw([CHUNKED, b'ff\r\n{"message":']),
    "a chunk has no length": Raw([CHUNKED, b"many\r\n{}\r\n"]),
    "it has too many headers": Raw([OK, b"X-More: yes\r\n" * 1000]),
    "a header is too long": Raw([OK, b"X-Long: ", b"x" * 200_000]),
    "the gzip is none": Reply(200, b"{}", {"Content-Encoding": "gzip"}),
}
SILENT: Final = {
    "nothing": Raw(stall=True),
    "half of the head": Raw([OK, b"Content-"], stall=True),
    "the head only": Raw([OK, b"Content-Length: 100\r\n\r\n"], stall=True),
    "half of the body": Raw([OK, b"Content-Length: 100\r\n\r\n{"], stall=True),
    "a chunk": Raw([CHUNKED, b"1\r\n{\r\n"], stall=True),
}


def test_a_post_arrives_as_it_was_said(http: Http) -> None:
    with serve(Reply(201, b'{"done":true}')) as server:
        answer = http.post(f"{server.url}/hook", params=QUERY, json={"a": 1}, headers={"X-A": "b"})
    [request] = server.requests
    assert (answer.status, answer.body, answer.ok) == (201, b'{"done":true}', True)
    assert (request.method, request.path, request.query) == (
        "POST",
        "/hook",
        {"repo_token": [TOKEN]},
    )
    assert request.body == b'{"a": 1}'
    assert request.headers["content-type"] == "application/json"
    assert request.headers["x-a"] == "b"
    assert request.headers["user-agent"].startswith("coverup/")


def test_nothing_is_told_beside_what_was_said_but_the_name_of_the_client(http: Http) -> None:
    with serve(Reply()) as server:
        http.get(f"http://me:{TOKEN}@{HOST}:{server.port}/builds/a b;c=1,2?x#there")
    [request] = server.requests
    assert request.target == "/builds/a%20b;c=1,2?x"
    assert request.headers == {
        "host": f"{HOST}:{server.port}",
        "user-agent": f"coverup/{__version__}",
        "accept-encoding": "gzip, deflate",
        "accept": "*/*",
        "connection": "keep-alive",
    }


def test_a_connection_is_used_again_and_cookies_are_not_kept(http: Http) -> None:
    ports: set[int] = set()

    class Lasting(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            ports.add(self.client_address[1])
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.send_header("Set-Cookie", "a=b")
            self.send_header("X-Request-Id", self.headers.get("Cookie", "no cookie"))
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Print nothing."""

    with ThreadingHTTPServer((HOST, 0), Lasting) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://{HOST}:{server.server_address[1]}"
        traces = {http.get(url).trace for _ in range(3)}
        http.close()
        server.shutdown()
        thread.join()
    assert (len(ports), traces) == (1, {"x-request-id: no cookie"})


def test_an_answer_is_unpacked_and_its_type_is_plain(http: Http) -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "Application/JSON; charset=utf-8"}
    with serve(Reply(200, gzip.compress(b'{"message":"ok"}'), headers)) as server:
        answer = http.post(server.url)
    assert (answer.body, answer.content_type) == (b'{"message":"ok"}', "application/json")


@pytest.mark.parametrize(
    ("headers", "trace"),
    [
        ({}, None),
        ({"CF-RAY": "8f2a-FRA"}, "cf-ray: 8f2a-FRA"),
        ({"X-Request-Id": "17"}, "x-request-id: 17"),
        ({"X-Request-Id": "17", "CF-RAY": "8f2a"}, "cf-ray: 8f2a"),
    ],
)
def test_an_answer_keeps_what_operators_find_it_by(
    http: Http, headers: dict[str, str], trace: str | None
) -> None:
    with serve(Reply(500, b"", headers)) as server:
        assert http.post(server.url).trace == trace


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_answer_is_a_network_error_without_the_token(http: Http, how: str) -> None:
    with serve(BROKEN[how]) as server, pytest.raises(NetworkError) as caught:
        http.post(f"{server.url}/webhook", params=QUERY)
    assert caught.value.message.startswith(f"{server.url}/webhook: ")
    assert "run it again" in (caught.value.hint or "")
    assert TOKEN in server.requests[0].target
    assert TOKEN not in printed(caught.value)


@pytest.mark.parametrize("sent", SILENT)
def test_a_server_that_falls_silent_is_left_after_the_timeout(hasty: Http, sent: str) -> None:
    with serve(SILENT[sent]) as server, pytest.raises(NetworkError) as caught:
        hasty.post(f"{server.url}/webhook", params=QUERY)
    assert caught.value.message == f"{server.url}/webhook: no answer in time"
    assert TOKEN not in printed(caught.value)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_does_not_even_read_is_left_after_the_timeout(
    hasty: Http, scheme: str
) -> None:
    too_much_for_the_buffers = {"json_file": ("json_file", bytes(32 * MEGABYTE), "text/plain")}
    with socket.create_server((HOST, 0)) as deaf:
        url = f"{scheme}://{HOST}:{deaf.getsockname()[1]}"
        with pytest.raises(NetworkError) as caught:
            hasty.post(url, params=QUERY, files=too_much_for_the_buffers)
    assert caught.value.message.endswith(": no answer in time")
    assert TOKEN not in printed(caught.value)


def test_an_upload_goes_in_pieces_so_that_a_slow_one_is_no_timeout(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    sendall = socket.socket.sendall

    def watched(self: socket.socket, data: bytes) -> None:
        sent.append(len(data))
        sendall(self, data)

    # The timeout of a socket is one for the whole of a `sendall`, however much it is.
    monkeypatch.setattr(socket.socket, "sendall", watched)
    document = ("json_file", bytes(MEGABYTE), "application/gzip")
    with serve(Reply()) as server:
        http.post(server.url, files={"json_file": document})
    [request] = server.requests
    assert sum(sent) > len(request.body) > MEGABYTE
    assert max(sent) <= 65_536


def test_a_refused_connection_is_told_in_the_systems_words(http: Http) -> None:
    url = f"http://{HOST}:{closed_port()}"
    with pytest.raises(NetworkError) as caught:
        http.post(url, params=QUERY)
    assert caught.value.message == f"{url}: {os.strerror(errno.ECONNREFUSED)}"
    assert TOKEN not in printed(caught.value)


def test_a_name_that_does_not_exist_is_told_in_the_resolvers_words(http: Http) -> None:
    with pytest.raises(NetworkError) as caught:
        http.post("https://coveralls.invalid/webhook", params=QUERY)
    assert caught.value.message == "https://coveralls.invalid/webhook: Name or service not known"
    assert TOKEN not in printed(caught.value)


@pytest.mark.parametrize(
    "pieces",
    [
        [OK + b"\r\n", *repeat(b"x" * 65_536, 1024)],
        [CHUNKED, *repeat(b"400\r\n" + b"x" * 1024 + b"\r\n", 65_536)],
        [CHUNKED + b"7fffffff\r\n", *repeat(b"x" * 65_536, 1024)],
    ],
    ids=["until the connection ends", "in small chunks", "in one huge chunk"],
)
def test_of_a_huge_answer_only_the_start_is_read(http: Http, pieces: list[bytes]) -> None:
    with serve(Raw(pieces)) as server:
        tracemalloc.start()
        before, _peak = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        answer = http.post(server.url)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(answer.body) == MAX_ANSWER
    assert peak - before < 8 * MAX_ANSWER


def test_an_answer_that_is_large_only_unpacked_is_cut_too(http: Http) -> None:
    bomb = gzip.compress(bytes(16 * MEGABYTE))
    with serve(Reply(200, bomb, {"Content-Encoding": "gzip"})) as server:
        assert len(http.post(server.url).body) == MAX_ANSWER


def test_a_login_in_netrc_is_never_sent(http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    logins = Path("logins")
    logins.write_text(f"machine {HOST} login me password mine\n")
    logins.chmod(0o600)
    monkeypatch.setenv("NETRC", str(logins.absolute()))
    with serve(Reply()) as server:
        http.post(server.url)
    assert "authorization" not in server.requests[0].headers


def test_a_login_in_the_address_is_shown_by_no_error(http: Http) -> None:
    with serve(Raw()) as server, pytest.raises(NetworkError) as caught:
        http.post(f"http://me:{TOKEN}@{HOST}:{server.port}/webhook")
    assert caught.value.message.startswith(f"{server.url}/webhook: ")
    assert TOKEN not in printed(caught.value)


@pytest.mark.parametrize("url", ["http://coveralls.invalid", "HTTP://127.0.0.1.invalid:8000"])
def test_plain_http_to_another_machine_is_refused_before_connecting(http: Http, url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        http.post(f"{url}/webhook", params=QUERY)
    assert "would get the token unencrypted" in caught.value.message
    assert "--allow-http" in (caught.value.hint or "")
    assert TOKEN not in printed(caught.value)


def test_plain_http_to_another_machine_is_tried_where_that_is_allowed() -> None:
    with pytest.raises(NetworkError, match="Name or service not known"):
        Http(allow_http=True, retries=0).post("http://coveralls.invalid")


@pytest.mark.parametrize(
    "url",
    [
        "coveralls.io",
        "https://",
        "https:///webhook",
        "https://[::1",
        "https://coveralls.io:port",
        "https://coveralls.io:99999",
        "https://coveralls.io:0",
        "https://coveralls..io",
        f"https://{'x' * 64}.io",
        "ftp://coveralls.io",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_is_a_problem_of_the_configuration(http: Http, url: str) -> None:
    with pytest.raises(ConfigError, match="is not the address of a server") as caught:
        http.post(url, params=QUERY)
    assert TOKEN not in printed(caught.value)


def test_what_is_meant_for_this_machine_goes_to_no_proxy(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(Reply(502)) as proxy, serve(Reply(200)) as server:
        for name in ("http_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert http.post(server.url, params=QUERY).status == 200
        assert http.post(f"http://localhost:{server.port}", params=QUERY).status == 200
    assert proxy.requests == []


def test_a_proxy_that_fails_is_named_and_never_sees_the_token(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(Reply(502)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        with pytest.raises(NetworkError) as caught:
            http.post("https://coveralls.invalid/webhook", params=QUERY)
    assert caught.value.message == "https://coveralls.invalid/webhook: the proxy failed with 502"
    assert "HTTPS_PROXY" in (caught.value.hint or "")
    [request] = proxy.requests
    assert (request.method, request.target) == ("CONNECT", "coveralls.invalid:443")
    assert TOKEN not in request.everything + printed(caught.value)
