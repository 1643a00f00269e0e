"""Damaged reports are read as the command reads them, within limits, and the result is checked."""

import json
import re
import signal
import traceback
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

from coverup import formats
from coverup.coveralls import job
from coverup.errors import InvalidReportError
from coverup.formats import EmptyReportError, ForeignFileError
from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, MAX_HITS, FileCoverage, merge
from tests.fuzz.reports import Report

SECONDS: Final = 10
"""For one report of at most some hundred kilobytes: hundreds of times what a sound one takes."""
STATUS: Final = Path("/proc/self/status")
PEAK: Final = Path("/proc/self/clear_refs")
MEMORY: Final = 64 << 20
MEMORY_PER_BYTE: Final = 200
UNKNOWN_LENGTH: Final = 1000
"""Lines of the sources that are not in the project."""


class TooSlowError(BaseException):
    """The alarm went off; no Exception, so that no reader can catch it."""


class TooLargeError(Exception):
    """More memory was in use than a report of this size may cost."""


class UnsendableError(Exception):
    """What was read must not be sent."""


@dataclass(frozen=True)
class Finding:
    """What must not happen.

    Attributes:
        place: The innermost line of code with the kind of error; one fault has one place.
        trace: The whole traceback.
    """

    place: str
    trace: str


def attempt(report: Report, content: bytes) -> bool | Finding:
    """Read a damaged report that lies where the sound one was.

    Returns:
        Whether it was read and not refused, or what went wrong.
    """
    damaged = report.path.with_name(f"damaged-{report.path.name}")
    damaged.write_bytes(content)
    try:
        with limits(len(content)):
            check(document(report, damaged))
    except InvalidReportError as error:
        return False if str(error).strip() else Finding("an empty message", "")
    except (Exception, TooSlowError) as error:  # noqa: BLE001 - whatever it is, it is a finding
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
        return Finding(place, traceback.format_exc())
    finally:
        damaged.unlink()
    return True


@contextmanager
def limits(size: int, seconds: float = SECONDS) -> Iterator[None]:
    """Stop what takes too long, and refuse what takes too much memory for `size` bytes.

    Raises:
        TooSlowError: The time is over.
        TooLargeError: The process grew by more than is allowed, if only for a moment.
    """
    before = _peak_from_now()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    handler = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
    used = _peak() - before
    if used > MEMORY + MEMORY_PER_BYTE * size:
        raise TooLargeError(f"{used} bytes for {size}")


def document(report: Report, path: Path) -> bytes:
    """Sniff and read a report, fit its files to their sources, merge them, and return the job.

    Paths are not looked up as the command does: a file that is not here counts as much.
    """
    source = report.source(path)
    by_path: defaultdict[str, list[FileCoverage]] = defaultdict(list)
    for file in formats.read(_form(report, source), source):
        here = report.locate(file.path)
        file.fit(here.read_bytes().count(b"\n") if here else UNKNOWN_LENGTH)
        by_path[file.path].append(file)
    source.notes.summary()
    entries = [job.source_file(name, "0" * 32, merge(parts)) for name, parts in by_path.items()]
    return job.encode(job.build({}, {}, entries)).plain()


def _form(report: Report, source: Source) -> Format:
    """Return the format by content; one that is not told any more is forced, as with --format."""
    try:
        return formats.identify(source)
    except (EmptyReportError, ForeignFileError):
        return report.form


def check(encoded: bytes) -> None:
    """Look whether a job document can be sent.

    Raises:
        UnsendableError: It cannot.
    """
    for file in json.loads(encoded.decode("utf-8"), parse_constant=_refuse)["source_files"]:
        hits = [each for each in file["coverage"] if each is not None]
        _check_all((_is_count(each) for each in hits), "hits", hits)
        branches = file.get("branches", [])
        _check_all((_is_count(each) for each in branches), "branches", branches)
        lines = branches[::4]
        _check_all((0 < line <= len(file["coverage"]) for line in lines), "lines", lines)
        most = max((lines.count(line) for line in set(lines)), default=0)
        # Of several reports or parts of one, each may have that many.
        _check_all([most <= 100 * MAX_BRANCHES, len(branches) % 4 == 0], "number of branches", most)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= MAX_HITS


def _check_all(facts: Any, what: str, values: object) -> None:
    if not all(facts):
        raise UnsendableError(f"{what}: {str(values)[:500]}")


def _refuse(constant: str) -> None:
    raise UnsendableError(constant)


def _peak_from_now() -> int:
    """Forget the peak so far, and return the memory that is in use."""
    if PEAK.exists():
        PEAK.write_text("5")
    return _peak()


def _peak() -> int:
    """Return the most memory that was resident, in bytes; 0 where the system does not tell.

    Source: https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
    """
    found = re.search(r"VmHWM:\s*(\d+) kB", STATUS.read_text()) if STATUS.exists() else None
    return int(found[1]) << 10 if found else 0
