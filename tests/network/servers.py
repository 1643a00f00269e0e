"""A loopback HTTP server that answers, or misbehaves, as a test wants it."""

import socket
import ssl
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, TypeAlias, cast
from urllib.parse import parse_qs, urlsplit

HOST: Final = "127.0.0.1"
_POLL: Final = 0.01
"""Seconds after which a server notices that its test is over."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a client sent; header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)

    @property
    def everything(self) -> str:
        """All that arrived, to look for a token in."""
        return f"{self.target}\n{dict(self.headers)}\n{self.body!r}"


@dataclass(frozen=True)
class Reply:
    """A proper answer."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """Bytes that are written as they are; then the connection is closed.

    Attributes:
        pieces: The bytes; an endless iterator is written until the client goes away.
        stall: Keep the connection open and silent until the test is over, instead of closing it.
    """

    pieces: Iterable[bytes] = ()
    stall: bool = False


Handler: TypeAlias = Callable[[Request], Reply | Raw]


class Server(ThreadingHTTPServer):
    """The server and what it has seen.

    Attributes:
        url: Its origin.
        requests: Each request, in the order of arrival.
    """

    daemon_threads = False

    def __init__(self, handler: Handler, tls: ssl.SSLContext | None) -> None:
        super().__init__((HOST, 0), _Exchange)
        self.handler = handler
        self.over = threading.Event()
        self.requests: list[Request] = []
        self.failures: list[BaseException] = []
        self.port: int = self.server_address[1]
        self.url = f"{'https' if tls else 'http'}://{HOST}:{self.port}"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up are part of the tests."""


class _Exchange(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast(Server, self.server)
        length = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        request = Request(method=self.command, target=self.path, headers=headers, body=body)
        server.requests.append(request)
        try:
            answer = server.handler(request)
        except BaseException as failure:
            server.failures.append(failure)
            raise
        raw = answer if isinstance(answer, Raw) else _proper(answer)
        for piece in raw.pieces:
            self.wfile.write(piece)
        if raw.stall:
            server.over.wait()

    do_CONNECT = do_GET = do_POST  # noqa: N815 - the names that http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Print nothing."""


def _proper(reply: Reply) -> Raw:
    own = {"Content-Length": str(len(reply.body)), "Connection": "close"}
    fields = "".join(f"{name}: {value}\r\n" for name, value in {**own, **reply.headers}.items())
    head = f"HTTP/1.1 {reply.status} Said\r\n{fields}\r\n"
    return Raw([head.encode("latin-1"), reply.body])


@contextmanager
def serve(handler: Handler | Reply | Raw, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server that answers with a handler, or always the same."""
    always: Handler = (lambda _request: handler) if isinstance(handler, Reply | Raw) else handler
    server = Server(always, tls)
    thread = threading.Thread(target=server.serve_forever, args=(_POLL,))
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
        if server.failures:
            raise server.failures[0]


def closed_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def printed(error: BaseException) -> str:
    """Return all that a traceback, a log line or a debugger's `repr` would show of an error."""
    return (
        "".join(traceback.format_exception(error)) + repr(error) + repr(getattr(error, "hint", ""))
    )
