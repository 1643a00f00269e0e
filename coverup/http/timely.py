"""Connections on which no answer outlasts the deadline, however slowly it drips in.

The timeout of a socket holds for each of its reads only, and urllib3 knows no other. So the
reading end of each connection gets a timeout before each read, which shrinks with what is left.
"""

from functools import partial
from http.client import HTTPResponse, RemoteDisconnected
from io import BufferedReader, RawIOBase
from socket import socket
from typing import TYPE_CHECKING, Any, Final

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool

from coverup.http.deadline import Deadline

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_END_OF_HEAD: Final = frozenset({b"\r\n", b"\n"})


def timely_pools(deadline: Deadline) -> dict[str, type[HTTPConnectionPool]]:
    """Return the pools of connections by scheme."""
    response = partial(_TimelyResponse, deadline)

    class Pool(HTTPConnectionPool):
        def _new_conn(self) -> Any:  # noqa: ANN401 - a connection of urllib3
            connection = super()._new_conn()
            connection.response_class = response  # type: ignore[attr-defined] # http.client's
            return connection

    class SecurePool(HTTPSConnectionPool):
        def _new_conn(self) -> Any:  # noqa: ANN401 - a connection of urllib3
            connection = super()._new_conn()
            connection.response_class = response  # type: ignore[attr-defined] # http.client's
            return connection

    return {"http": Pool, "https": SecurePool}


class _TimelyResponse(HTTPResponse):
    """An answer that is read in time, and whose head is whole."""

    def __init__(self, deadline: Deadline, sock: socket, *arguments: Any, **keywords: Any) -> None:  # noqa: ANN401 - http.client's
        super().__init__(sock, *arguments, **keywords)
        self._lines = _Lines(_TimelyReader(deadline, sock, self.fp.detach()))
        self.fp = self._lines

    def begin(self) -> None:
        """Read the head.

        Raises:
            RemoteDisconnected: The connection ended within it, which http.client takes for the end
                of the head, and so a cut answer for an empty one.
        """
        super().begin()
        if self._lines.last not in _END_OF_HEAD:
            message = "the head of the answer is cut"
            raise RemoteDisconnected(message)


class _Lines(BufferedReader):
    """A buffer that remembers the last line."""

    last = b""

    def readline(self, size: int | None = -1, /) -> bytes:
        self.last = super().readline(size)
        return self.last


class _TimelyReader(RawIOBase):
    def __init__(self, deadline: Deadline, sock: socket, raw: RawIOBase) -> None:
        self._deadline = deadline
        self._sock = sock
        self._raw = raw
        self._timeout = sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        longest = self._deadline.seconds if self._timeout is None else self._timeout
        self._sock.settimeout(self._deadline.at_most(longest))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
