"""Kills `report` and `resend` at random moments, and looks at what is left.

`python -m tests.network.killed --runs 200` prints what happened and exits with 1 if a promise was
broken. Processes are forked from one that has imported everything, so that a run takes a few
hundredths of a second. Half of the kills come at a random time; the other half at a random line of
the code that sends and keeps jobs, since what is dangerous takes a small part of the time.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import urllib.request
import zlib
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import Any, Final

import coverup
from coverup.cli import run
from coverup.coveralls import spool
from coverup.errors import CoverupError
from tests.network import moody

TOKEN: Final = "s3cr3t-t0k3n-of-the-killed"
LCOV: Final = "SF:a.c\nDA:1,3\nDA:2,0\nend_of_record\n"
PACKAGE: Final = Path(coverup.__file__).parent
DANGEROUS: Final = frozenset(
    str(PACKAGE / name)
    for name in (
        *("coveralls/spool.py", "coveralls/whole.py", "coveralls/claims.py"),
        *("coveralls/client.py", "coveralls/ledger.py"),
        *("pipeline/deliver.py", "pipeline/resend.py", "pipeline/resending.py"),
    )
)
SPARED: Final = 0.15
HALF: Final = 0.5
NEVER: Final = sys.maxsize
SIGKILL: Final = getattr(signal, "SIGKILL", 9)  # Windows' signal module has none.


@dataclass
class _Passed:
    """Counts the dangerous lines that a process passes, and kills it at one of them."""

    last: int
    lines: int = 0

    def dangerous(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        return self._line if frame.f_code.co_filename in DANGEROUS else None

    def _line(self, _frame: FrameType, event: str, _argument: Any) -> Any:
        self.lines += event == "line"
        if self.lines == self.last:
            os.kill(os.getpid(), SIGKILL)
        return self._line


@dataclass
class Killing:
    """One series of runs.

    Attributes:
        top: The folder in which everything happens.
        url: The server's.
        chance: Chooses commands and moments.
        lengths: How many dangerous lines a command passes, and how many seconds it takes.
        spooled: Builds that were ever seen in the spool.
        settled: How often the server had taken each build that was done with.
        found: What happened, and how often.
        broken: Promises that were not kept.
    """

    top: Path
    url: str
    chance: random.Random
    lengths: dict[str, tuple[int, float]] = field(default_factory=dict)
    spooled: set[str] = field(default_factory=set)
    settled: dict[str, int] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    broken: set[str] = field(default_factory=set)

    @property
    def spool(self) -> Path:
        return self.top / "spool"

    def prepare(self) -> None:
        """Make a project, and learn how long a command is when nobody kills it."""
        (self.top / "project").mkdir()
        (self.top / "project/a.c").write_text("int a;\nint b;\n")
        (self.top / "project/lcov.info").write_text(LCOV)
        os.chdir(self.top / "project")
        for attempt in ("warm", "measured"):
            for name, mood in (("report", "/stormy"), ("resend", "/calm")):
                self._ask(mood)
                words = self._words(name, attempt)
                if attempt == "warm":
                    # What is imported here is not imported in each of the processes.
                    _run_quietly(words)
                else:
                    self._measure(name, words)
        self._ask("/moody")

    def _measure(self, name: str, words: list[str]) -> None:
        started = time.monotonic()
        os.waitpid(self._start(words, NEVER), 0)
        lines = int((self.top / "lines").read_text())
        if not lines:
            raise AssertionError((self.top / "output").read_text())
        self.lengths[name] = (lines, time.monotonic() - started)

    def once(self, number: str) -> None:
        """Run a command, or two at once, and kill most of them."""
        name = self.chance.choice(["report", "report", "report", "resend"])
        pids = [self._doomed(name, number)]
        if name == "resend" and self.chance.random() < HALF:
            pids.append(self._doomed(name, number))
        codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        for code in codes:
            what = "killed" if code == -SIGKILL else f"ended with {code}"
            self.found[f"{name} {what}"] += 1
        self._look(name, number, codes)

    def finish(self) -> None:
        """Deliver what is in the spool, with a server that takes it."""
        self._ask("/calm")
        code = _run_quietly(self._words("resend", ""))
        took = self._ask("/")["took"]
        lost = sorted(self.spooled - took.keys())
        self.found.update({"jobs spooled": len(self.spooled), "lost": len(lost)})
        if code or spool.entries(self.spool):
            self.broken.add(f"the last resend left jobs behind, exit {code}")
        if lost:
            self.broken.add(f"never delivered: {lost}")
        doubled = [build for build, before in self.settled.items() if took[build] != before]
        self.found["doubled"] = len(doubled)
        if doubled:
            self.broken.add(f"sent again after a success: {doubled}")
        if self._ask("/")["strangers"]:
            self.broken.add("a job came without the token")

    def _doomed(self, name: str, number: str) -> int:
        lines, seconds = self.lengths[name]
        words = self._words(name, number)
        moment = self.chance.random()
        if moment < SPARED:
            return self._start(words, None)
        jobs = max(1, len(spool.entries(self.spool))) if name == "resend" else 1
        if moment < HALF:
            return self._start(words, self.chance.randint(1, jobs * lines))
        pid = self._start(words, None)
        time.sleep(self.chance.uniform(0, jobs * seconds))
        os.kill(pid, SIGKILL)
        return pid

    def _words(self, name: str, number: str) -> list[str]:
        words = [name, "--endpoint", self.url, "-r", TOKEN, "--spool", str(self.spool)]
        of_report = [
            "--retries",
            "0",
            "--parallel",
            "--build-number",
            number,
            "--service-job-id",
            number,
        ]
        return [*words, *(of_report if name == "report" else ["--retries", "0"])]

    def _start(self, words: list[str], last_line: int | None) -> int:
        pid = os.fork()
        if pid:
            return pid
        output = os.open(self.top / "output", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(output, 1)
        os.dup2(output, 2)
        if last_line is None:
            os._exit(run(words))
        passed = _Passed(last_line)
        sys.settrace(passed.dangerous)
        code = run(words)
        sys.settrace(None)
        (self.top / "lines").write_text(str(passed.lines))
        os._exit(code)

    def _look(self, name: str, number: str, codes: list[int]) -> None:
        here = self._in_spool()
        self.spooled |= here
        for path in filter(Path.is_file, self.top.rglob("*")):
            if TOKEN.encode() in _unpacked(path.read_bytes()):
                self.broken.add(f"{path.name} holds the token")
        took = self._ask("/")["took"]
        if name == "report" and codes == [0] and number not in took:
            self.broken.add(f"report {number} said that it was sent")
        if name == "report" and codes == [5] and number not in here:
            self.broken.add(f"report {number} failed and kept nothing")
        if any(code not in {0, 5, -SIGKILL} for code in codes):
            self.broken.add(f"{name} {number} exited with {codes}")
        for build in self.spooled - here:
            self.settled.setdefault(build, took.get(build, 0))

    def _in_spool(self) -> set[str]:
        builds = set()
        for path in filter(Path.is_file, self.spool.rglob("*")):
            try:
                if path.suffix == spool.SUFFIX:
                    document = json.loads(spool.read(path).document())
                    builds.add(document["service_number"])
                else:
                    json.loads(path.read_bytes())
            except (CoverupError, ValueError) as error:
                self.broken.add(f"half-written: {path.name}: {error}")
            if path.stat().st_mode & 0o077:
                self.broken.add(f"others can read {path.name}")
        return builds

    def _ask(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:  # noqa: S310 - loopback
            said: dict[str, Any] = json.load(answer)
        return said


def _run_quietly(words: list[str]) -> int:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return run(words)


def _unpacked(content: bytes) -> bytes:
    start = content.find(b"\x1f\x8b")
    return content if start < 0 else content + zlib.decompressobj(31).decompress(content[start:])


def main() -> int:
    """Kill as often as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    fork = multiprocessing.get_context("fork")
    server = fork.Process(target=moody.serve, args=(theirs, TOKEN, options.seed), daemon=True)
    server.start()
    top = Path(tempfile.mkdtemp(prefix="killed-"))
    url = f"http://127.0.0.1:{ours.recv()}"
    try:
        killing = Killing(top, url, random.Random(options.seed))
        killing.prepare()
        for number in range(options.runs):
            killing.once(str(number))
        killing.finish()
    finally:
        shutil.rmtree(top, ignore_errors=True)
        server.kill()
        server.join()
    print(json.dumps({"runs": options.runs, **killing.found, "broken": sorted(killing.broken)}))  # noqa: T201 - a program's result
    return 1 if killing.broken else 0


if __name__ == "__main__":
    sys.exit(main())
