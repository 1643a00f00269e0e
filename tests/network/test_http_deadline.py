"""No answer takes longer than the deadline, in whichever way a server draws it out."""

import socket
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any, Final

import pytest

from coverup.errors import NetworkError
from coverup.http import Http
from tests.network.clocks import FakeTime
from tests.network.servers import HOST, Raw, Reply, Request, printed, serve

TOKEN: Final = "s3cr3t-t0k3n"
QUERY: Final = {"repo_token": TOKEN}
OK: Final = b"HTTP/1.1 200 OK\r\n"
DEADLINE: Final = 30.0
SHORT: Final = 0.2
FOREVER: Final = 10_000_000

DRIPS: Final[dict[str, tuple[bytes, bytes]]] = {
    "the status line": (b"", b"H"),
    "the name of a header": (OK, b"x"),
    "headers": (OK, b"X: y\r\n"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a body without a length": (OK + b"\r\n", b"x"),
    "a body with a length": (OK + b"Content-Length: 10000000\r\n\r\n", b"x"),
    "chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "one chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", b"x"),
}


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def http(time: FakeTime) -> Iterator[Http]:
    clocks: dict[str, Any] = {"clock": time.clock, "now": time.now, "sleep": time.sleep}
    session = Http(deadline=DEADLINE, retries=9, **clocks)
    yield session
    session.close()


@pytest.fixture
def short() -> Iterator[Http]:
    """A session on the real clock, for servers that fall silent."""
    session = Http(deadline=SHORT)
    yield session
    session.close()


@pytest.mark.parametrize("what", DRIPS)
def test_a_slow_drip_ends_at_the_deadline(http: Http, time: FakeTime, what: str) -> None:
    start, drop = DRIPS[what]
    pieces = chain([start], time.dripping(repeat(drop, FOREVER), 0.5))
    with serve(Raw(pieces)) as server, pytest.raises(NetworkError) as caught:
        http.post(f"{server.url}/webhook", params=QUERY)
    assert len(server.requests) == 1
    assert caught.value.message.startswith(f"{server.url}/webhook")
    assert caught.value.message.endswith(" (deadline of 30 s)")
    assert TOKEN not in printed(caught.value)


@pytest.mark.parametrize(
    "sent", [b"", OK, OK + b"Content-Length: 9\r\n\r\n{"], ids=["nothing", "a head", "a body"]
)
def test_silence_ends_at_the_deadline_though_the_timeout_is_longer(
    short: Http, sent: bytes
) -> None:
    with serve(Raw([sent], stall=True)) as server, pytest.raises(NetworkError) as caught:
        short.post(server.url, params=QUERY)
    assert caught.value.message == f"{server.url}: no answer in time (deadline of 0.2 s)"
    assert len(server.requests) == 1


def test_a_handshake_that_is_never_answered_ends_at_the_deadline(short: Http) -> None:
    with socket.create_server((HOST, 0)) as deaf, pytest.raises(NetworkError) as caught:
        short.post(f"https://{HOST}:{deaf.getsockname()[1]}", params=QUERY)
    assert caught.value.message.endswith(": no answer in time (deadline of 0.2 s)")


def test_a_proxy_that_falls_silent_ends_at_the_deadline(short: Http) -> None:
    with serve(Raw([OK], stall=True)) as proxy:
        short.proxy = proxy.url
        with pytest.raises(NetworkError) as caught:
            short.post("https://coveralls.invalid", params=QUERY)
    assert "(deadline of 0.2 s)" in caught.value.message
    assert proxy.requests[0].method == "CONNECT"


def test_a_server_that_reads_slowly_ends_at_the_deadline(
    http: Http, time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sendall = socket.socket.sendall

    def slowly(self: socket.socket, data: bytes) -> None:
        time.passed += 1
        sendall(self, data)

    monkeypatch.setattr(socket.socket, "sendall", slowly)
    document = ("json_file", bytes(2 * 1024 * 1024), "application/gzip")
    with serve(Reply()) as server, pytest.raises(NetworkError) as caught:
        http.post(server.url, files={"json_file": document})
    assert f"{server.url}: no answer in time" in caught.value.message


def test_redirects_use_up_the_same_deadline(http: Http, time: FakeTime) -> None:
    def slow(_request: Request) -> Reply:
        time.passed += 12
        return Reply(307, b"", {"Location": "/again"})

    with serve(slow) as server, pytest.raises(NetworkError, match="deadline of 30 s"):
        http.post(server.url)
    assert len(server.requests) == 3
