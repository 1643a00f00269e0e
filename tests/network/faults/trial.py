"""Runs one situation through the real command, and looks at all that is left of it."""

import gzip
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from coverup.cli.app import App
from coverup.cli.boundary import guarded
from coverup.cli.group import cli
from coverup.coveralls import spool
from coverup.http import Http
from tests.network.faults.scene import FakeTime, Scene

TOKEN: Final = "t0k3n-0f-the-fault-suite"
REPORT: Final = "SF:a.py\nDA:1,1\nDA:2,0\nend_of_record\n"
SOURCE: Final = "x = 1\ny = 2\n"
_END_OF_HEAD: Final = b"\r\n\r\n"
_GZIP: Final = b"\x1f\x8b\x08"


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    printed: str


@dataclass
class TimedApp(App):
    """The command's surroundings, with the time of a scene."""

    time: FakeTime | None = None

    def http(self, *arguments: Any, **options: Any) -> Http:
        """Return the usual session on another clock."""
        http = super().http(*arguments, **options)
        if self.time:
            http.clock, http.now, http.sleep = self.time.clock, self.time.now, self.time.sleep
        return http


def run(words: list[str], time: FakeTime) -> int:
    """Run the command line in this process and return the exit code."""
    app = TimedApp.of_process(words)
    assert isinstance(app, TimedApp)
    app.time = time
    return guarded(app, lambda: cli.main(words, "coverup", standalone_mode=False, obj=app))


def report_words(scene: Scene, endpoint: str) -> list[str]:
    """Return the command line of a usual upload, as verbose as it can be."""
    build = ["--service-name", "ci", "--build-number", "7", "--service-job-id", "7.1", "-j", "unit"]
    server = ["-r", TOKEN, "--endpoint", endpoint, "--spool", str(scene.spool)]
    return ["report", "lcov.info", "--debug", "-v", *build, *server, *scene.words]


def resend_words(scene: Scene, endpoint: str) -> list[str]:
    """Return the command line that delivers what was kept."""
    return ["resend", "-r", TOKEN, "--endpoint", endpoint, "--spool", str(scene.spool)]


def stored_jobs(scene: Scene) -> int:
    """Return how many jobs the server has."""
    if not scene.store.exists():
        return 0
    with closing(sqlite3.connect(scene.store)) as db:
        return int(db.execute("SELECT count(*) FROM jobs").fetchone()[0])


def kept_jobs(scene: Scene) -> int:
    """Return how many whole jobs the spool has; anything else in it is an error."""
    files = list(scene.spool.iterdir()) if scene.spool.exists() else []
    documents = [spool.read(path).document() for path in files if path.is_file()]
    assert all(b'"name":"a.py"' in document for document in documents)
    return len(documents)


def leaks(scene: Scene, home: Path, printed: str) -> list[str]:
    """Return the places that have the token and must not have it."""
    places = dict(_texts(scene, home), printed=printed.encode())
    return [place for place, content in places.items() if _has_token(content)]


def _texts(scene: Scene, home: Path) -> Iterator[tuple[str, bytes]]:
    for folder in (Path.cwd(), scene.folder, home):
        yield from ((str(path), path.read_bytes()) for path in folder.rglob("*") if path.is_file())
    for front in scene.insiders:
        for each in front.connections:
            yield (
                f"head of a request to {front.url}",
                bytes(each.received).partition(_END_OF_HEAD)[0],
            )
    for front in scene.outsiders:
        for each in front.connections:
            yield f"what {front.url} got", bytes(each.received)


def _has_token(content: bytes) -> bool:
    return TOKEN.encode() in content or any(
        TOKEN.encode() in unpacked for unpacked in _unpacked(bytes(content))
    )


def _unpacked(content: bytes) -> Iterator[bytes]:
    start = content.find(_GZIP)
    while start >= 0:
        try:
            yield zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(content[start:])
        except zlib.error:
            yield b""
        start = content.find(_GZIP, start + 1)


def packed_token() -> bytes:
    """Return a token where only unpacking finds it, to test the search itself."""
    return b"head\r\n\r\n" + gzip.compress(TOKEN.encode())
