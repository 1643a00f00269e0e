"""Bad inputs, from the command's side: a clear message with its place, and nothing half-written."""

import gzip
import json
import os
import sqlite3
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from coverup.cli import run
from coverup.formats import cobertura, lcov
from coverup.formats.source import Source
from tests.contract.bad_inputs import GOOD, ROWS, SECTION


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with src/a.c (5 lines) and src/b.py (4 lines), which is the current folder."""
    folder = tmp_path / "checkout"
    (folder / "src").mkdir(parents=True)
    (folder / "src/a.c").write_text("int a;\nint b;\nint c;\nint d;\nint e;\n")
    (folder / "src/b.py").write_text("a = 1\nb = 2\nc = 3\nd = 4\n")
    monkeypatch.chdir(folder)
    return folder


def _reported(*words: str) -> tuple[int, dict[str, Any] | None]:
    code = run(["report", "--dry-run", "-o", "job.json", *words])
    job = Path("job.json")
    if not job.exists():
        return code, None
    return code, {each["name"]: each for each in json.loads(job.read_bytes())["source_files"]}


@pytest.mark.parametrize("case", ROWS)
@pytest.mark.parametrize("named", [True, False], ids=["named", "discovered"])
def test_a_bad_report_is_read_as_far_as_it_goes_or_refused(
    case: str, named: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ROWS[case]
    Path(row.name).write_bytes(row.content)
    code, job = _reported(*([row.name] if named else []))
    told = capsys.readouterr().err
    assert Path(row.name).read_bytes() == row.content
    assert "Traceback" not in told
    assert "bug in coverup" not in told
    if row.lines is None:
        assert (code, job) == (4, None)
        assert row.said in told or not named
        return
    assert (code, row.said in told) == (0, True)
    assert job is not None
    hits = {n: each for n, each in enumerate(job["src/a.c"]["coverage"], 1) if each is not None}
    assert hits == row.lines


def test_branches_of_every_spelling_are_counted() -> None:
    Path("lcov.info").write_bytes(
        b"SF:src/a.c\nDA:2,1\nBRDA:2,0,jump to line 3,1\nBRDA:2,0,f(a, b) == 1,-\n"
        b"BRDA:3,e0,0,1\nBRDA:3,f0,1,0\nBRDA:3,eU1,2,0\nBRDA:3,U1,3,0\nBRDA:4,0\nBRDA:,,,\n"
        b"BRDA:0,0,0,1\nBRDA:4,99999999999999999999,0,1\nend_of_record\n"
    )
    _, job = _reported()
    assert job is not None
    flat = job["src/a.c"]["branches"]
    by_line = [(line, hits) for line, _, _, hits in zip(*[iter(flat)] * 4, strict=True)]
    assert sorted(by_line) == [(2, 0), (2, 1), (3, 0), (3, 1), (4, 1)]


def test_a_million_branches_on_a_line_are_capped(capsys: pytest.CaptureFixture[str]) -> None:
    branches = b"".join(b"BRDA:2,0,%d,1\n" % number for number in range(1_000_000))
    Path("lcov.info").write_bytes(b"SF:src/a.c\nDA:2,1\n" + branches + b"end_of_record\n")
    code, job = _reported()
    assert code == 0
    assert job is not None
    assert len(job["src/a.c"]["branches"]) == 4 * 4096
    assert "more than 4096 branches" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("make", ["fifo", "device", "loop", "dangling", "folder"])
def test_what_is_no_regular_file_is_refused_at_once(
    make: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("lcov.info")
    targets = {"device": "/dev/zero", "loop": "lcov.info", "dangling": "nowhere.info"}
    if make == "fifo":
        os.mkfifo(path)
    elif make == "folder":
        path.mkdir()
    else:
        path.symlink_to(targets[make])
    assert _reported("lcov.info") == (4, None)
    assert "error: lcov.info: " in capsys.readouterr().err
    assert _reported() == (4, None)


def test_a_folder_that_links_to_itself_is_walked_once() -> None:
    Path("loop").symlink_to(".", target_is_directory=True)
    Path("lcov.info").write_bytes(SECTION)
    _, job = _reported()
    assert job is not None
    assert job["src/a.c"]["coverage"] == [3, 3, 1, 2, None]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", [b"co\nv.lcov", b"caf\xe9.lcov"])
def test_an_odd_name_of_a_report_is_shown_escaped(
    name: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(os.fsdecode(name)).write_bytes(SECTION)
    code, job = _reported()
    assert code == 0
    assert job is not None
    told = capsys.readouterr().err
    assert "\nv.lcov" not in told
    told.encode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights on Windows")
def test_a_source_that_links_out_of_the_repository_is_not_opened(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("src/link.c").symlink_to("/etc/passwd")
    Path("lcov.info").write_bytes(b"SF:src/link.c\n" + GOOD)
    assert _reported("lcov.info") == (4, None)
    assert "outside the repository" in capsys.readouterr().err


def test_a_gzip_bomb_is_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    with gzip.open("a.lcov", "wb", compresslevel=1) as file:
        file.write(SECTION)
        for _ in range(600):
            file.write(bytes(1 << 20))
    assert _reported("a.lcov") == (4, None)
    assert "unpacks to more than 512 MiB" in capsys.readouterr().err


def test_another_database_is_not_taken_for_coverage(capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(".coverage") as database:
        database.execute("CREATE TABLE people (name TEXT)")
    database.close()
    assert _reported(".coverage") == (4, None)
    assert "not " in capsys.readouterr().err


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
