"""A Coveralls in a process of its own that takes some jobs, fails on others, and remembers all."""

import gzip
import json
import os
import random
import re
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Final, cast

_GZIP: Final = re.compile(rb"\r\n\r\n(\x1f\x8b.*)\r\n--", re.DOTALL)
TELLS: Final = 0.3
TAKES: Final = 0.45
"""Shares of jobs; between the two it takes a job and lets the client believe that it did not."""
TAKEN: Final = b'{"message":"Job #1","url":"https://coveralls.example.com/jobs/1"}'


class Moody(ThreadingHTTPServer):
    """The server.

    Attributes:
        took: How often each build was accepted, with or without the client hearing of it.
        strangers: Jobs that came with another token than the right one.
        mood: `/calm` takes every job, `/stormy` none, `/moody` some.
    """

    daemon_threads = True

    def __init__(self, token: str, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Exchange)
        self.token = token
        self.chance = random.Random(seed)
        self.took: Counter[str] = Counter()
        self.strangers = 0
        self.mood = "/moody"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: killed clients hang up in the middle."""

    def answer(self, body: bytes) -> int:
        """Take a job or not, and return the status."""
        packed = _GZIP.search(body)
        assert packed is not None
        job = json.loads(gzip.decompress(packed[1]))
        self.strangers += job.get("repo_token") != self.token
        number = {"/calm": 0.0, "/stormy": 1.0}.get(self.mood, self.chance.random())
        if number < TAKES:
            self.took[job["service_number"]] += 1
        return 200 if number < TELLS else 504


class _Exchange(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast(Moody, self.server)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) == int(self.headers["Content-Length"]):
            self._say(server.answer(body), TAKEN)

    def do_GET(self) -> None:
        server = cast(Moody, self.server)
        server.mood = server.mood if self.path == "/" else self.path
        said = {"took": server.took, "strangers": server.strangers}
        self._say(200, json.dumps(said).encode())

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Print nothing."""


def serve(told: Connection, token: str, seed: int) -> None:
    """Run the server until the process that started this one is gone."""
    server = Moody(token, seed)
    told.send(server.server_address[1])
    parent = os.getppid()
    server.timeout = 0.5
    while os.getppid() == parent:
        server.handle_request()
