"""Every format reads or refuses damaged reports; `python -m tests.fuzz` reads many more."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from coverup import formats
from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import FileCoverage
from tests.fuzz.__main__ import damaged, run
from tests.fuzz.reading import TooSlowError, UnsendableError, check, limits
from tests.fuzz.reports import Report, copied

MUTATIONS = 100
"""Of each format."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Report]]:
    return copied(tmp_path_factory.mktemp("reports"))


@pytest.mark.parametrize("name", [form.NAME for form in formats.FORMATS])
def test_a_damaged_report_is_read_or_refused(
    reports: dict[str, list[Report]], name: str, tmp_path: Path
) -> None:
    tally = run(reports[name], 2, MUTATIONS, tmp_path)
    assert not tally.failed
    assert tally.read + tally.refused == MUTATIONS
    assert tally.read >= MUTATIONS / 10


class Broken:
    """A format whose reader fails in some way at every report with a certain letter."""

    NAME = "broken"

    def read(self, source: Source) -> Iterator[FileCoverage]:
        yield FileCoverage("a.c", [1])
        if b"7" in source.read():
            raise KeyError("7")


def test_an_input_that_fails_is_kept_and_counted_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    form = cast(Format, Broken())
    report = Report(form, path, tmp_path, b"some text with 7 in it\n")
    keep = tmp_path / "keep"
    keep.mkdir()
    tally = run([report], 5, 20, keep)
    [(place, count)] = tally.failed.items()
    assert place.startswith("KeyError at test_mutations.py:")
    assert count + tally.read == 20
    [kept] = keep.iterdir()
    assert kept.name.startswith("broken-seed5-")
    assert kept.name.endswith("-report.txt")
    assert b"7" in kept.read_bytes()


def test_the_same_seed_gives_the_same_damage(reports: dict[str, list[Report]]) -> None:
    for some in reports.values():
        once, again, other = (
            [content for _, content in damaged(some, seed, 20)] for seed in (3, 3, 4)
        )
        assert once == again != other


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(TooSlowError), limits(100, seconds=0.01):
        _never_end()


def _never_end() -> None:
    while True:
        pass


def test_what_takes_too_much_memory_is_told() -> None:
    code = "from tests.fuzz.reading import limits\nwith limits(10): b'x' * (100 << 20)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert "TooLargeError" in done.stderr


@pytest.mark.parametrize(
    "file",
    [
        {"coverage": [True]},
        {"coverage": [-1]},
        {"coverage": [2**53]},
        {"coverage": [1], "branches": [2, 0, 0, 1]},
        {"coverage": [1], "branches": [1, 0, 0]},
        {"coverage": [1], "branches": [1, None, 0, 1]},
    ],
)
def test_a_job_that_cannot_be_sent_is_noticed(file: dict[str, Any]) -> None:
    with pytest.raises(UnsendableError):
        check(json.dumps({"source_files": [file]}).encode())
