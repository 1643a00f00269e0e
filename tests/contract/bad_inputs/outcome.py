"""Runs a row of the table through the command, and looks at what came of it."""

import contextlib
import io
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coverup.cli import run
from tests.contract.bad_inputs.row import Row

JOB = "job.json"


@dataclass(frozen=True)
class Outcome:
    """What the command left behind.

    Attributes:
        code: The exit code.
        told: What it wrote, to a terminal that knows no more than ASCII.
        job: The job it wrote, if any.
        changed: Names in the checkout that appeared, disappeared or changed, but for the job.
    """

    code: int
    told: str
    job: Mapping[str, Any] | None
    changed: list[str]

    def to_json(self) -> str:
        """Return it as text, for another process."""
        return json.dumps(asdict(self))


def outcome(words: Iterable[str]) -> Outcome:
    """Run `coverup report` in the current folder."""
    before = _snapshot(Path())
    told = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(told):
        code = run(["report", "--dry-run", "-o", JOB, *words])
    after = _snapshot(Path())
    job = json.loads(Path(JOB).read_bytes(), parse_constant=_refuse) if JOB in after else None
    after.pop(JOB, None)
    buffer = told.buffer
    assert isinstance(buffer, io.BytesIO)
    changed = sorted(name for name, _ in before.items() ^ after.items())
    return Outcome(code, buffer.getvalue().decode("ascii"), job, changed)


def named(row: Row) -> Outcome:
    """Run the command on the row's report in the current folder."""
    return outcome(row.words or (row.name,))


def check(row: Row, seen: Outcome) -> None:
    """Assert that what came of a named report is what the row says."""
    assert_clean(seen)
    assert seen.code == row.code, seen.told
    for text in (row.said, row.why):
        assert ascii_of(text) in seen.told, seen.told
    if row.hint:
        hint = seen.told.partition("\nhint: ")[2].partition("\n")[0]
        assert row.hint in hint
    assert_job(row, seen, row.hits or {})


def assert_clean(seen: Outcome) -> None:
    """Assert that nothing broke, nothing half-written remains, and nothing was given away."""
    assert "Traceback" not in seen.told
    assert "bug in coverup" not in seen.told
    assert seen.changed == []
    assert (seen.code == 0) is (seen.job is not None)
    assert "SECRET" not in f"{seen.told}{seen.job}"
    assert all(character.isprintable() or character == "\n" for character in seen.told)


def assert_job(row: Row, seen: Outcome, hits: Mapping[str, Mapping[int, int]]) -> None:
    """Assert that exactly these files have hits in the job, and what branches they have."""
    files = {each["name"]: each for each in (seen.job or {"source_files": []})["source_files"]}
    found = {name: _hits(file["coverage"]) for name, file in files.items()}
    assert {name: lines for name, lines in found.items() if lines} == hits
    for name, file in files.items():
        assert _branches(file.get("branches", [])) == row.branches.get(name, [])


def ascii_of(text: str) -> str:
    """Return a text as a terminal shows it that knows no more than ASCII."""
    return text.encode("ascii", "backslashreplace").decode()


def _hits(coverage: list[int | None]) -> dict[int, int]:
    return {line: hits for line, hits in enumerate(coverage, start=1) if hits is not None}


def _branches(flat: list[int]) -> list[tuple[int, int]]:
    return sorted((line, hits) for line, _, _, hits in zip(*[iter(flat)] * 4, strict=True))


def _snapshot(top: Path) -> dict[str, tuple[int, int, int]]:
    """Return inode, size and time of change of all there is; reading a file changes none."""
    found = {}
    for folder, folders, files in os.walk(top):
        for name in (*folders, *files):
            path = Path(folder, name)
            status = path.lstat()
            found[str(path)] = (status.st_ino, status.st_size, status.st_mtime_ns)
    return found


def _refuse(constant: str) -> None:
    raise AssertionError(constant)
