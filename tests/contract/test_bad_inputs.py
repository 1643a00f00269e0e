"""Bad inputs, from the command's side: a clear message with its place, and nothing half-written."""

import gzip
import json
import os
import sqlite3
import sys
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coverup.cli import run
from coverup.formats import cobertura, lcov
from coverup.formats.source import Source

GOOD = b"DA:1,3\nDA:2,3\nDA:3,1\nDA:4,2\nend_of_record\n"
SECTION = b"TN:\nSF:src/a.c\n" + GOOD
TAKEN = {1: 3, 2: 3, 3: 1, 4: 2}


def _xml(lines: str, *, filename: str = "src/a.c", source: str = ".", head: str = "") -> bytes:
    return (
        f'{head or "<?xml version=" + chr(34) + "1.0" + chr(34) + "?>"}<coverage line-rate="1">'
        f"<sources><source>{source}</source></sources><packages><package name='p'><classes>"
        f'<class filename="{filename}"><lines>{lines}</lines></class>'
        "</classes></package></packages></coverage>"
    ).encode()


LINE = '<line number="1" hits="1"/>'


@dataclass(frozen=True)
class Row:
    """A bad report and what is to become of it.

    Attributes:
        name: The report's file name.
        content: Its bytes.
        lines: The hits of src/a.c when the report is usable; None when it is refused.
        said: What the messages say.
    """

    name: str
    content: bytes
    lines: dict[int, int] | None
    said: str = ""


ROWS = {
    "only newlines": Row("lcov.info", b"\n\n\r\n", None, "the report is empty"),
    "only a mark": Row("coverage.xml", b"\xef\xbb\xbf", None, "the report is empty"),
    "binary": Row("lcov.info", bytes(range(256)) * 64, None, "not a known coverage format"),
    "picture": Row("coverage.xml", b"\x89PNG\r\n\x1a\n" + bytes(200), None, "not a known"),
    "web page": Row("coverage.xml", b"<!DOCTYPE html><html><body>404</body></html>", None, "HTML"),
    "LFS pointer": Row(
        "lcov.info",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        None,
        "git lfs pull",
    ),
    "test results": Row(
        "test-coverage.xml",
        b'<testsuites><testsuite name="s" tests="1"/></testsuites>',
        None,
        "test results",
    ),
    "execution data": Row("jacoco.lcov", b"\x01\xc0\xc0\x10\x07\x10", None, "JaCoCo"),
    "raw profile": Row("default.lcov", b"\x81rforpl\xff" + bytes(64), None, "llvm-cov export"),
    "raw gcov": Row("a.lcov", b"adcg*22B" + bytes(64), None, "gcov"),
    "truncated gzip": Row("a.lcov", gzip.compress(SECTION)[:30], None, "truncated gzip"),
    "gzip": Row("a.lcov", gzip.compress(SECTION), TAKEN),
    "scalar": Row("coverage.json", b"42", None, "not a known coverage format"),
    "NaN": Row("coverage.json", b'{"meta": {"format": NaN}, "files": {}}', None, "not valid JSON"),
    "truncated JSON": Row("coverage.json", b'{"meta": {"format": 3,', None, "coverage.json:1: "),
    "deep JSON": Row("coverage.json", b"[" * 200_000, None, "not valid JSON"),
    "garbage": Row(
        "lcov.info",
        b"TN:\nSF:src/a.c\nhello\nDA\nDA:\nDA:x,y\nXYZ:1\n" + GOOD,
        TAKEN,
        "5 records skipped or corrected",
    ),
    "no end": Row("lcov.info", SECTION.removesuffix(b"end_of_record\n"), TAKEN, "truncated"),
    "DA before SF": Row("lcov.info", b"DA:1,1\n" + SECTION, TAKEN, "DA before SF"),
    "line 0": Row("lcov.info", b"SF:src/a.c\nDA:0,5\n" + GOOD, TAKEN, "out of range"),
    "negative line": Row("lcov.info", b"SF:src/a.c\nDA:-1,5\n" + GOOD, TAKEN, "out of range"),
    "line 1e12": Row("lcov.info", b"SF:src/a.c\nDA:1000000000000,1\n" + GOOD, TAKEN, "range"),
    "beyond the end": Row(
        "lcov.info", b"SF:src/a.c\nDA:9999999,1\n" + GOOD, TAKEN, "beyond the end"
    ),
    "huge hits": Row(
        "lcov.info",
        b"SF:src/a.c\nDA:1,9223372036854775808\nDA:3,0\nend_of_record\n",
        {1: 2**53 - 1, 3: 0},
        "too large",
    ),
    "negative hits": Row("lcov.info", b"SF:src/a.c\nDA:1,-11\nend_of_record\n", {1: 0}, "negative"),
    "float hits": Row(
        "lcov.info",
        b"SF:src/a.c\nDA:1,1e+06\nDA:2,2.0\nDA:3,nan\nDA:4,inf\nend_of_record\n",
        {1: 1_000_000, 2: 2},
        "not a number",
    ),
    "repeated lines": Row(
        "lcov.info", b"SF:src/a.c\nDA:1,0\nDA:1,2\nDA:1,3\nend_of_record\n", {1: 5}
    ),
    "repeated file": Row(
        "lcov.info",
        b"SF:src/a.c\nDA:1,0\nDA:2,1\nend_of_record\nSF:src/a.c\nDA:1,2\nDA:3,0\nend_of_record\n",
        {1: 2, 2: 1, 3: 0},
    ),
    "Windows path": Row("lcov.info", b"SF:C:\\proj\\src\\a.c\n" + GOOD, TAKEN),
    "CRLF": Row("lcov.info", SECTION.replace(b"\n", b"\r\n"), TAKEN),
    "CR": Row("lcov.info", SECTION.replace(b"\n", b"\r"), TAKEN),
    "mark": Row("lcov.info", b"\xef\xbb\xbf" + SECTION, TAKEN),
    "UTF-16": Row("lcov.info", SECTION.decode().encode("utf-16"), TAKEN),
    "NUL": Row("lcov.info", b"SF:src/a.c\nDA:1,3\n\0\0DA:2,3\nend_of_record\n", {1: 3}, "unknown"),
    "traversal": Row("lcov.info", b"SF:../../etc/passwd\n" + GOOD, None, "../../etc/passwd"),
    "outside": Row("lcov.info", b"SF:/etc/passwd\n" + GOOD, None, "outside the repository"),
    "folder": Row("lcov.info", b"SF:src\n" + GOOD, None, "not in the repository"),
    "NUL in a path": Row("lcov.info", b"SF:src/a\0.c\n" + GOOD, None, r"a\x00.c"),
    "no UTF-8 in a path": Row("lcov.info", b"SF:src/caf\xe9.c\n" + GOOD, None, r"caf\udce9.c"),
    "control characters": Row("lcov.info", b"SF:src/\x1b[31ma.c\n" + GOOD, None, r"\x1b[31ma.c"),
    "very long path": Row("lcov.info", b"SF:" + b"a/" * 20_000 + b"a.c\n" + GOOD, None, "a/a/a/a/"),
    "truncated XML": Row("coverage.xml", _xml(LINE)[:-40], None, "coverage.xml:1: not well-formed"),
    "entities": Row(
        "coverage.xml",
        b'<!DOCTYPE coverage [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + _xml(LINE)[21:],
        None,
        "entity declarations are refused",
    ),
    "external entity": Row(
        "coverage.xml",
        b'<!DOCTYPE coverage [<!ENTITY x SYSTEM "file:///etc/passwd">]><coverage line-rate="1"/>',
        None,
        "entity declarations are refused",
    ),
    "external DTD": Row(
        "coverage.xml",
        b'<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">'
        + _xml(LINE)[21:],
        {1: 1},
    ),
    "XML in UTF-16": Row(
        "coverage.xml",
        _xml(LINE, head='<?xml version="1.0" encoding="utf-16"?>').decode().encode("utf-16"),
        {1: 1},
    ),
    "XML with mark and CRLF": Row("coverage.xml", b"\xef\xbb\xbf" + _xml(LINE), {1: 1}),
    "invalid UTF-8": Row(
        "coverage.xml",
        _xml(LINE, source="caf\udce9"[:3]).replace(b"caf", b"caf\xe9"),
        None,
        "not well-formed",
    ),
    "comment first": Row("coverage.xml", b"\n<!-- made\nby x -->\n" + _xml(LINE)[21:], {1: 1}),
    "declaration after space": Row("coverage.xml", b"  " + _xml(LINE), {1: 1}),
    "two documents": Row("coverage.xml", _xml(LINE) + _xml(LINE), None, "not well-formed"),
    "deep XML": Row(
        "coverage.xml", b"<coverage><packages>" + b"<package>" * 100_000, None, "not well-formed"
    ),
    "unknown root": Row("coverage.xml", b"<foo><bar/></foo>", None, "not a known coverage format"),
    "no packages": Row("coverage.xml", b'<coverage line-rate="0"/>', None, "no files"),
    "odd lines": Row(
        "coverage.xml",
        _xml(
            '<line number="undefined" hits="1"/><line number="-1" hits="1"/><line hits="1"/>'
            '<line number="3" hits="1.0"/><line number="4" hits="99999999999999999999"/>'
        ),
        {3: 1, 4: 2**53 - 1},
        "records skipped",
    ),
    "lines listed twice": Row(
        "coverage.xml",
        _xml('<line number="2" hits="1"/><line number="2" hits="0"/>'),
        {2: 1},
    ),
    "XML traversal": Row(
        "coverage.xml", _xml(LINE, filename="../../../etc/passwd"), None, "passwd"
    ),
    "source is the root": Row(
        "coverage.xml",
        _xml(LINE, filename="etc/passwd", source="/"),
        None,
        "outside the repository",
    ),
    "damaged data": Row(".coverage", b"SQLite format 3\0" + bytes(500), None, "damaged"),
    "old data": Row(
        ".coverage",
        b'!coverage.py: This is a private format, don\'t read it directly!{"lines":{}}',
        None,
        "coverage xml",
    ),
}


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
