"""A local stand-in for Coveralls, to try an upload without an account, a token or the network.

It takes what real clients send, holds it against every rule of Coveralls' documents, and shows what
it understood. Importing this package does not import Flask; making a Sandbox does.
"""

import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from coverup.errors import ConfigError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from coverup.sandbox.fault_plan import Plan

MAX_BYTES: Final = 100_000_000
"""The largest request that is taken, unless told otherwise."""
_PATIENCE: Final = 0.5
"""Seconds between two looks for an interrupt; Windows does not interrupt a waiting thread."""

_POLL: Final = 0.05
"""Seconds within which the server notices that it is to stop."""


class Sandbox:
    """A Coveralls server on the loopback interface.

    As a context manager it serves from a thread of its own, from enter to exit. It listens as soon
    as it is made, so that `url` is known and a client that is early only has to wait.

    Attributes:
        url: Its address, such as `http://127.0.0.1:8000`.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        store: Path | None = None,
        max_bytes: int = MAX_BYTES,
        faults: "Plan | None" = None,
    ) -> None:
        """Open the store and listen.

        Args:
            port: The port on 127.0.0.1; 0 takes a free one.
            store: The file that builds are kept in; None keeps them in memory.
            max_bytes: The largest request that is taken; beyond it the answer is 413.
            faults: How it misbehaves; None for a server that is well.

        Raises:
            ConfigError: Flask is not installed, the port cannot be used, or the store cannot.
        """
        try:
            from coverup.sandbox.app import create_app
            from coverup.sandbox.listen import bind, server
        except ModuleNotFoundError as missing:
            hint = "pip install 'coverup-cli[sandbox]'"
            raise ConfigError("the sandbox needs Flask", hint=hint) from missing
        from coverup.sandbox.store import Store

        listener = bind(port)
        try:
            self._store = Store(store)
        except ConfigError:
            listener.close()
            raise
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._over = threading.Event()
        app = create_app(self._store, self.url, max_bytes=max_bytes)
        self._server = server(self._misbehaving(app, faults) if faults else app, listener)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL,), name="sandbox", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._store.close()

    def serve_forever(self) -> None:
        """Serve until the user interrupts (Ctrl+C), within a `with` block or without one."""
        if not self._thread.is_alive():
            with self:
                self.serve_forever()
            return
        try:
            while not self._over.wait(_PATIENCE):
                pass
        except KeyboardInterrupt:
            return

    def _misbehaving(self, app: "WSGIApplication", plan: "Plan") -> "WSGIApplication":
        from coverup.sandbox.faults import Misbehaving

        return Misbehaving(app, plan, wait=self._over.wait, stop_listening=self._stop_listening)

    def _stop_listening(self) -> None:
        self._server.shutdown()
        self._server.server_close()
