"""Whole processes, measured by the operating system: wall time, CPU time, peak memory."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Figures:
    """One run; seconds and MiB."""

    wall: float
    cpu: float
    peak: float


def measure(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> Figures:
    """Run a command once.

    Raises:
        RuntimeError: The command failed; a figure of a failure is worth nothing.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {process.returncode}\n{errors.decode()}")
    return Figures(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def medians(runs: Sequence[Figures]) -> Figures:
    """Return the median of each figure."""
    return Figures(
        median(run.wall for run in runs),
        median(run.cpu for run in runs),
        median(run.peak for run in runs),
    )


class _Sink(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        left = int(self.headers.get("Content-Length", 0))
        while left:
            left -= len(self.rfile.read(min(left, 1 << 20)))
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


@contextmanager
def sink() -> Iterator[str]:
    """Run a server on loopback that accepts every upload."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
