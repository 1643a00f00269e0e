"""A listening socket that does to its connections whatever a test wants, byte by byte."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Final, TypeAlias, cast

HOST: Final = "127.0.0.1"
_POLL: Final = 0.01
"""Seconds after which a front notices that its test is over."""
_LONGEST: Final = 30.0
"""Seconds: longer than any machine is busy."""
_END_OF_HEAD: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"^content-length:\s*(\d+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Connection:
    """One connection of a client.

    Attributes:
        sock: It.
        number: How many came before it.
        over: Is set when the test ends.
        received: What the client has sent and was read.
    """

    sock: socket.socket
    number: int
    over: threading.Event
    received: bytearray

    def read_head(self) -> bytes:
        """Read up to the end of the request's head, or of the connection."""
        while _END_OF_HEAD not in self.received and self._read():
            pass
        return bytes(self.received.partition(_END_OF_HEAD)[0])

    def read_request(self) -> bytes:
        """Read a request with its whole body."""
        head = self.read_head()
        length = _LENGTH.search(head)
        whole = len(head) + len(_END_OF_HEAD) + int(length[1] if length else 0)
        while len(self.received) < whole and self._read():
            pass
        return bytes(self.received)

    def _read(self) -> bytes:
        piece = self.sock.recv(65_536)
        self.received += piece
        return piece


Behaviour: TypeAlias = Callable[[Connection], None]


class Front(ThreadingTCPServer):
    """The listening socket, and what came in.

    Attributes:
        port: Where it listens.
        connections: Each connection, in the order of arrival.
    """

    daemon_threads = False

    def __init__(
        self, behave: Behaviour, *, host: str = HOST, tls: ssl.SSLContext | None = None
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), _Handler)
        self.behave = behave
        self.tls = tls
        self.over = threading.Event()
        self.connections: list[Connection] = []
        self.port = self.server_address[1]
        name = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if tls else 'http'}://{name}:{self.port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: connections that break are what this is for."""


class _Handler(BaseRequestHandler):
    def handle(self) -> None:
        front = cast(Front, self.server)
        sock = cast(socket.socket, self.request)
        sock.settimeout(_LONGEST)
        connection = Connection(sock, len(front.connections), front.over, bytearray())
        front.connections.append(connection)
        if front.tls:
            sock = connection.sock = front.tls.wrap_socket(sock, server_side=True)
        try:
            front.behave(connection)
        finally:
            with suppress(OSError):
                sock.close()


@contextmanager
def running(front: Front) -> Iterator[Front]:
    """Serve from a thread until the end of the block."""
    thread = threading.Thread(target=front.serve_forever, args=(_POLL,))
    thread.start()
    try:
        yield front
    finally:
        front.over.set()
        front.shutdown()
        thread.join()
        front.server_close()
