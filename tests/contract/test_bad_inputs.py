"""Bad inputs, from the command's side: a clear message with its place, and nothing half-written.

The rows are in `bad_inputs/`, one for each kind of bad input that is known, or several.
"""

import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from coverup.formats import cobertura, lcov
from coverup.formats.source import Source
from tests.contract.bad_inputs.limited import WATCHED
from tests.contract.bad_inputs.outcome import (
    Outcome,
    ascii_of,
    assert_clean,
    assert_job,
    check,
    named,
    outcome,
)
from tests.contract.bad_inputs.row import Row
from tests.contract.bad_inputs.table import HOW_MANY, ROWS

LIGHT = [row for row in ROWS if not row.is_bomb]
REST = {"src/good.c": {1: 1, 2: 0}}
"""What the good report says that bad ones are found beside."""
IS_WINDOWS = sys.platform == "win32"


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current folder."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def _made(row: Row, checkout: Path) -> None:
    if row.is_posix and IS_WINDOWS:
        pytest.skip("Windows has no such files")
    row.make(checkout)
    if row.is_for_users and os.access(row.name, os.R_OK):
        pytest.skip("root may read everything")


def _id(row: Row) -> str:
    return f"{row.number}-{row.title}"


def test_every_known_kind_is_in_the_table() -> None:
    assert {row.number for row in ROWS} == set(range(1, HOW_MANY + 1))


@pytest.mark.parametrize("row", LIGHT, ids=_id)
def test_a_bad_report_is_read_as_far_as_it_goes_or_refused(row: Row, checkout: Path) -> None:
    _made(row, checkout)
    check(row, named(row))


@pytest.mark.parametrize("row", LIGHT, ids=_id)
def test_a_bad_report_that_is_found_is_told_and_the_others_go_on(row: Row, checkout: Path) -> None:
    _made(row, checkout)
    (checkout / "src/good.c").write_bytes(b"int x;\nint y;\n")
    (checkout / "good").mkdir()
    good = b"SF:src/good.c\nDA:1,1\nDA:2,0\nend_of_record\n"
    (checkout / "good/lcov.info").write_bytes(good)
    seen = outcome([])
    assert_clean(seen)
    assert seen.code == 0
    assert_job(row, seen, REST | dict(row.hits or {} if row.is_found else {}))
    for text in (row.said, row.why) if row.is_found else ():
        assert ascii_of(text) in seen.told, seen.told


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_bombs_stay_within_limits_and_hostile_reports_open_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.contract.bad_inputs.limited", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("{")] == []
    for row, line in zip(WATCHED, lines, strict=True):
        check(row, Outcome(**json.loads(line)))


def test_an_empty_report_is_fine_where_that_is_allowed() -> None:
    Path("lcov.info").write_bytes(b"")
    seen = outcome(["lcov.info", "--allow-empty"])
    assert seen.code == 0
    assert "lcov.info: the report is empty" in seen.told


def test_many_files_that_are_only_named_like_reports_are_told_in_one_warning() -> None:
    Path("lcov.info").write_bytes(b"SF:a.c\nDA:1,1\nend_of_record\n")
    Path("a.c").write_bytes(b"int a;\n")
    for name in "abcde":
        Path(f"{name}.lst").write_bytes(b"an assembler's listing\n")
    seen = outcome([])
    assert seen.code == 0
    assert seen.told.count("not a known coverage format") == 1
    assert "a.lst, b.lst, c.lst and 2 more: not a known coverage format; left out" in seen.told


def test_what_is_known_to_be_something_else_is_told_but_no_warning() -> None:
    Path("lcov.info").write_bytes(b"SF:a.c\nDA:1,1\nend_of_record\n")
    Path("a.c").write_bytes(b"int a;\n")
    Path("test-coverage.xml").write_bytes(b"<testsuites/>")
    seen = outcome(["--strict"])
    assert seen.code == 0
    assert "\ntest-coverage.xml: test results, not coverage; left out" in seen.told


def test_a_line_without_end_is_read_in_bounded_memory() -> None:
    with Path("lcov.info").open("wb") as file:
        file.write(b"SF:src/a.c\nDA:1,1\nDA:2,")
        file.truncate(200 * 1024 * 1024)
    source = Source(Path("lcov.info"), "lcov.info", Path.cwd())
    tracemalloc.start()
    try:
        (file_read,) = lcov.read(source)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert file_read.lines == [1]
    assert peak < 16 * 1024 * 1024


def test_cobertura_is_read_in_the_memory_of_one_class() -> None:
    lines = "".join(f'<line number="{n}" hits="1"/>' for n in range(1, 300))
    with Path("coverage.xml").open("w") as file:
        file.write("<coverage line-rate='1'><packages><package><classes>")
        file.writelines(
            f"<class filename='{number}.py'><lines>{lines}</lines></class>" for number in range(400)
        )
        file.write("</classes></package></packages></coverage>")
    assert Path("coverage.xml").stat().st_size > 3_000_000
    source = Source(Path("coverage.xml"), "coverage.xml", Path.cwd())
    tracemalloc.start()
    try:
        count = sum(1 for _ in cobertura.read(source))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 400
    assert peak < 2 * 1024 * 1024
