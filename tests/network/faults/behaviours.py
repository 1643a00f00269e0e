"""What servers, proxies and the lines between do to a connection."""

import re
import socket
import struct
import threading
from collections.abc import Iterable
from typing import Final

from tests.network.faults.front import HOST, Behaviour, Connection

_HOST: Final = re.compile(rb"\r\nHost:[^\r]*", re.IGNORECASE)
"""The sandbox answers to local names only."""


def hang_up(_connection: Connection) -> None:
    """Close the connection at once."""


def hang_up_after_head(connection: Connection) -> None:
    """Close it while the client still sends."""
    connection.read_head()


def hang_up_after_request(connection: Connection) -> None:
    """Close it in place of an answer."""
    connection.read_request()


def reset(connection: Connection) -> None:
    """End the connection as a crashed machine or a firewall does."""
    connection.read_head()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def say_nothing(connection: Connection) -> None:
    """Take the request and never answer."""
    connection.read_request()
    connection.over.wait()


def not_understanding(connection: Connection) -> None:
    """Answer as a server of HTTP does to what is none."""
    connection.sock.recv(65_536)
    connection.sock.sendall(reply(400))


def saying(*pieces: bytes, then_wait: bool = False) -> Behaviour:
    """Return what answers with bytes as they are, and closes the connection or leaves it open."""
    return dripping(pieces, then_wait=then_wait)


def dripping(pieces: Iterable[bytes], *, then_wait: bool = False) -> Behaviour:
    """Return what answers piece by piece, for as long as the client listens."""

    def behave(connection: Connection) -> None:
        connection.read_request()
        for piece in pieces:
            if connection.over.is_set():
                return
            connection.sock.sendall(piece)
        if then_wait:
            connection.over.wait()

    return behave


def replying(status: int, body: bytes = b"{}", **headers: str) -> Behaviour:
    """Return what answers properly; `_` in the names of headers stands for `-`."""
    return saying(reply(status, body, **headers))


def reply(status: int, body: bytes = b"{}", **headers: str) -> bytes:
    """Return the bytes of a proper answer."""
    fields = {"Content-Length": str(len(body)), "Connection": "close", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + body


def passing_on(port: int) -> Behaviour:
    """Return what passes a request on to a server of this machine, and its answer back."""

    def behave(connection: Connection) -> None:
        request = _HOST.sub(b"\r\nHost: localhost", connection.read_request(), count=1)
        with socket.create_connection((HOST, port)) as server:
            server.sendall(request)
            while piece := server.recv(65_536):
                connection.sock.sendall(piece)

    return behave


def tunnelling(port: int) -> Behaviour:
    """Return a proxy that connects its clients with a server of this machine, whoever they ask."""

    def behave(connection: Connection) -> None:
        connection.read_head()
        with socket.create_connection((HOST, port)) as server:
            connection.sock.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=_pump, args=(server, connection.sock, bytearray()))
            back.start()
            _pump(connection.sock, server, connection.received)
            back.join()

    return behave


def _pump(source: socket.socket, target: socket.socket, seen: bytearray) -> None:
    try:
        while piece := source.recv(65_536):
            seen += piece
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def at_first(fault: Behaviour, then: Behaviour, times: int = 1) -> Behaviour:
    """Return what meets the first connections with a fault and all later ones well."""

    def behave(connection: Connection) -> None:
        (fault if connection.number < times else then)(connection)

    return behave
