"""The socket and the server under the application: on the loopback interface only."""

import socket
from typing import TYPE_CHECKING, Final

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from coverup.errors import ConfigError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST: Final = "127.0.0.1"
_LAST_PORT: Final = 65535


class _QuietHandler(WSGIRequestHandler):
    """Logs nothing: a request's address may hold a token."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Drop a line of the log."""


def bind(port: int) -> socket.socket:
    """Return a socket that listens on the loopback interface.

    Args:
        port: The port; 0 takes a free one.

    Raises:
        ConfigError: The port is in use, not allowed or not a port.
    """
    hint = "choose another one with --port, or let the system choose: --port 0"
    if not 0 <= port <= _LAST_PORT:
        raise ConfigError(f"port {port} cannot be used: ports end at {_LAST_PORT}", hint=hint)
    try:
        return socket.create_server((HOST, port), backlog=128)
    except OSError as failed:
        raise ConfigError(f"port {port} cannot be used: {failed}", hint=hint) from failed


def server(app: "WSGIApplication", listener: socket.socket) -> BaseWSGIServer:
    """Return a server with a thread for each request; it takes over the listening socket."""
    port = listener.getsockname()[1]
    with listener:
        return make_server(
            HOST, port, app, threaded=True, request_handler=_QuietHandler, fd=listener.fileno()
        )
