"""A build of two hundred parallel jobs that arrive eight at a time."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import requests

from coverup.sandbox import Sandbox
from coverup.sandbox.rows import merged_files
from coverup.sandbox.store import Store
from tests.invoked import coverup
from tests.network.fakes import TOKEN

JOBS: Final = 200
PROCESSES: Final = 8
SOURCES: Final = 40
LINES: Final = 30
PROGRAM: Final = """\
import sys
from coverup.cli import run
url, token, *flags = sys.argv[1:]
server = ("-q", "--endpoint", url, "-r", token, "--build-number", "7", "--parallel")
sys.exit(max(run(["report", f"{flag}.info", "-j", flag, *server]) for flag in flags))
"""
"""What each process runs: the reports of its share of the flags, one command after the other."""
Hits = dict[str, dict[int, int]]
"""Hits of a report by file and line."""


def test_two_hundred_jobs_of_eight_processes_are_one_build_with_the_merge_of_all() -> None:
    reports = [_measured(job) for job in range(JOBS)]
    _write(reports)
    store = Path("builds.sqlite3")
    with Sandbox(store=store) as sandbox:
        assert _deliver_all(sandbox.url) == [0] * PROCESSES
        build = _closed(sandbox.url)
    flags = [job["flag_name"] for job in build["jobs"]]
    assert sorted(flags) == sorted(map(_flag, range(JOBS)))
    expected = _added_up(reports)
    assert _aggregate(store, build["id"]) == expected
    hits = [each for lines in expected.values() for each in lines.values()]
    assert (build["relevant_lines"], build["missed_lines"]) == (len(hits), hits.count(0))
    assert 0 < hits.count(0) < len(hits)


def _flag(job: int) -> str:
    return f"shard-{job}"


def _measured(job: int) -> Hits:
    """Return what one job measured: some lines of some files, the same for each run."""
    chance = random.Random(job)
    names = chance.sample(range(SOURCES), 5)
    return {
        f"src/{name}.c": {
            line: chance.choice((0, 0, 0, 1, 7)) for line in chance.sample(range(1, LINES + 1), 3)
        }
        for name in names
    }


def _write(reports: list[Hits]) -> None:
    Path("src").mkdir()
    for name in range(SOURCES):
        Path(f"src/{name}.c").write_text("f();\n" * LINES)
    for job, measured in enumerate(reports):
        Path(f"{_flag(job)}.info").write_text("".join(_lcov(measured)))


def _lcov(measured: Hits) -> Iterator[str]:
    for name, lines in measured.items():
        records = "".join(f"DA:{line},{hits}\n" for line, hits in lines.items())
        yield f"SF:{name}\n{records}end_of_record\n"


def _deliver_all(url: str) -> list[int]:
    """Start the processes together, and return the worst exit code of each."""
    shares = (map(_flag, range(start, JOBS, PROCESSES)) for start in range(PROCESSES))
    words = (sys.executable, "-c", PROGRAM, url, TOKEN)
    started = [subprocess.Popen([*words, *share]) for share in shares]
    return [process.wait() for process in started]


def _closed(url: str) -> dict[str, Any]:
    words = ("done", "--endpoint", url, "--build-number", "7", "--json")
    page = json.loads(coverup({"COVERALLS_REPO_TOKEN": TOKEN}, *words).out)["url"]
    build: dict[str, Any] = requests.get(f"{page}.json", timeout=30).json()
    return build


def _added_up(reports: list[Hits]) -> Hits:
    """Return the sums of all reports, line by line."""
    total: Hits = {}
    for measured in reports:
        for name, lines in measured.items():
            for line, hits in lines.items():
                sums = total.setdefault(name, {})
                sums[line] = sums.get(line, 0) + hits
    return total


def _aggregate(path: Path, build_id: int) -> Hits:
    """Return the hits of all files of a build as the sandbox has merged them."""
    store = Store(path)
    with store.transaction() as db:
        files = list(merged_files(db, build_id))
    store.close()
    return {
        file.path: {line: hits for line, hits in enumerate(file.lines, start=1) if hits is not None}
        for file in files
    }
