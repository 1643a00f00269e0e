"""Figures of two commits are compared, and what got worse is flagged."""

from pathlib import Path

import pytest

from tests.bench import against
from tests.bench.records import Record, read, write

OLD = [
    Record("alone", {"wall": 1.0, "cpu": 1.0, "peak": 100.0}),
    Record("with a peer", {"wall": 1.0, "cpu": 1.0}, {"wall": 2.0, "cpu": 2.0}),
    Record("gone", {"wall": 1.0}),
]


def flags(new: list[Record], capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str]:
    """Return the exit code and what was printed."""
    write(Path("old.json"), OLD)
    write(Path("new.json"), new)
    with pytest.raises(SystemExit) as ended:
        against.main(["old.json", "new.json", *words])
    return ended.value.code, capsys.readouterr().out


def test_what_got_worse_by_more_than_a_tenth_is_flagged(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = flags([Record("alone", {"wall": 1.09, "cpu": 0.5, "peak": 111.0})], capsys)
    assert "| alone | 1.09 | 0.50 | 1.11 | worse: peak |" in out
    assert code == 1


def test_what_got_no_worse_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = flags([Record("alone", {"wall": 1.1, "cpu": 1.0, "peak": 90.0})], capsys)
    assert "| alone | 1.10 | 1.00 | 0.90 |  |" in out
    assert code == 0


def test_the_tolerance_may_be_wider(capsys: pytest.CaptureFixture[str]) -> None:
    new = [Record("alone", {"wall": 1.4})]
    assert flags(new, capsys, "--tolerance", "0.5")[0] == 0
    assert flags(new, capsys)[0] == 1


def test_times_are_compared_as_multiples_of_the_peers(capsys: pytest.CaptureFixture[str]) -> None:
    """The machine was half as fast: so was the peer."""
    new = [Record("with a peer", {"wall": 2.0, "cpu": 3.0}, {"wall": 4.0, "cpu": 4.0})]
    assert "| with a peer | 1.00 | 1.50 |  | worse: cpu |" in flags(new, capsys)[1]


def test_work_that_only_one_of_them_has_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = flags([Record("come", {"wall": 1.0})], capsys)
    assert "only in the old file: gone\nonly in the new file: come\n" in out
    assert code == 0


def test_records_are_read_as_they_were_written() -> None:
    write(Path("old.json"), OLD)
    assert list(read(Path("old.json")).values()) == OLD
