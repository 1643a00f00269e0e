"""What `check` prints in terminals of several widths, held by snapshots.

A snapshot is what a real terminal of that width showed, and was looked at there.
"""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from coverup.render.columns import width_of
from tests.cli.conftest import Command
from tests.cli.verdicts import make_project

SNAPSHOTS = Path(__file__).parents[1] / "data/check"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path) -> None:
    make_project(tmp_path)


def shown(coverup: Command, monkeypatch: pytest.MonkeyPatch, width: int, *words: str) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    return coverup("check", *words).out


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_table_is_as_it_was_looked_at(
    coverup: Command, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    assert shown(coverup, monkeypatch, width) == (SNAPSHOTS / f"{width}.txt").read_text("utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 132, 200, 500])
def test_no_line_is_wider_than_the_terminal(
    coverup: Command, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    text = shown(coverup, monkeypatch, width, "-v")
    assert max(map(width_of, text.splitlines())) <= width


@pytest.mark.parametrize("width", [1, 5, 20])
def test_in_a_terminal_too_narrow_for_a_table_all_numbers_are_still_there(
    coverup: Command, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    assert "115/420" in shown(coverup, monkeypatch, width)


def test_more_than_three_lines_of_ranges_are_counted_unless_all_are_wanted(
    coverup: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "397-399" not in shown(coverup, monkeypatch, 80)
    assert "more\n" in shown(coverup, monkeypatch, 80)
    assert "397-399" in shown(coverup, monkeypatch, 80, "-v")


def test_there_is_neither_colour_nor_a_control_character(
    coverup: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = shown(coverup, monkeypatch, 80, "--color", "always")
    assert all(character.isprintable() or character == "\n" for character in text)


def test_a_log_without_a_terminal_has_100_columns(
    coverup: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert coverup("check").out == shown(coverup, monkeypatch, 100)


def test_the_terminal_tells_its_width(
    tmp_path: Path, coverup: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    pty, fcntl = pytest.importorskip("pty"), pytest.importorskip("fcntl")
    termios = pytest.importorskip("termios")
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 60, 0, 0))
    words = [sys.executable, "-m", "coverup", "check"]
    with subprocess.Popen(words, stdout=slave, stderr=subprocess.DEVNULL, cwd=tmp_path):
        os.close(slave)
        text = b"".join(iter(lambda: _read(master), b""))
    os.close(master)
    assert text.decode().replace("\r\n", "\n") == shown(coverup, monkeypatch, 60)


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:
        return b""
