"""A server that accepts every upload, and answers what each of the clients wants to hear."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast


@dataclass
class Sink:
    """The running server.

    Attributes:
        url: Where it listens.
        paths: What was uploaded to, in order.
    """

    url: str
    paths: list[str] = field(default_factory=list)


@contextmanager
def sink() -> Iterator[Sink]:
    """Run a server on loopback that accepts every upload."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.sink = Sink(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    sink: Sink
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        left = int(self.headers.get("Content-Length", 0))
        while left:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        cast(_Server, self.server).sink.paths.append(self.path)
        answer = {
            "message": "Job #1.1",
            "url": "http://localhost/jobs/1",
            "done": True,
            # What Codecov's client wants to hear: where the report itself goes.
            "raw_upload_location": f"http://{self.headers['Host']}/raw",
        }
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PUT = do_POST  # noqa: N815 - the method's name

    def log_message(self, *_: object) -> None:
        """Say nothing."""
