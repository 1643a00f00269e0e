"""Rows 1 to 27: files that are no reports, or that cannot be opened as usual files."""

import gzip
import os
from pathlib import Path
from typing import Final

from tests.contract.bad_inputs.row import READ, SECTION, Make, Row

UNKNOWN: Final = "not a known coverage format"
FORCE: Final = "--format NAME"
PACKED_JSON: Final = gzip.compress(b'{"format_version": "1", "files": []}', mtime=0)


def _link(name: str, target: str) -> Make:
    return lambda checkout: (checkout / name).symlink_to(target)


def _unreadable(checkout: Path) -> None:
    (checkout / "lcov.info").write_bytes(SECTION)
    (checkout / "lcov.info").chmod(0)


def _loop(checkout: Path) -> None:
    (checkout / "lcov.info").write_bytes(SECTION)
    (checkout / "loop").symlink_to(".", target_is_directory=True)


def _twice(checkout: Path) -> None:
    (checkout / "lcov.info").write_bytes(SECTION)
    os.link(checkout / "lcov.info", checkout / "hard.lcov")
    (checkout / "soft.lcov").symlink_to("lcov.info")


def _bomb(checkout: Path) -> None:
    zeros = gzip.compress(bytes(1 << 20), compresslevel=9, mtime=0)
    head = gzip.compress(b'{"format_version": "1", "files": [', mtime=0)
    (checkout / "x.gcov.json.gz").write_bytes(head + 1024 * zeros)


def _huge_line(checkout: Path) -> None:
    with (checkout / "lcov.info").open("wb") as file:
        file.write(b"SF:src/a.c\nDA:1,1\nDA:2,")
        file.truncate(200 * 1024 * 1024)


EMPTY: Final = (
    Row(number=1, title="empty-file", name="lcov.info", content=b"", said="info: the report is"),
    Row(
        number=2,
        title="only-newlines",
        name="lcov.info",
        content=b"\n\n\r\n",
        said="lcov.info: the report is empty",
    ),
    Row(
        number=3,
        title="only-bom",
        name="coverage.xml",
        content=b"\xef\xbb\xbf",
        said="coverage.xml: the report is empty",
    ),
)

SPECIAL: Final = (
    Row(
        number=7,
        title="dir-named-lcov-info",
        name="lcov.info",
        content=lambda checkout: (checkout / "lcov.info").mkdir(),
        said="lcov.info: is a directory",
        is_found=False,
        is_posix=True,
    ),
    Row(
        number=8,
        title="unreadable",
        name="lcov.info",
        content=_unreadable,
        said="lcov.info: cannot be opened: Permission denied",
        is_posix=True,
        is_for_users=True,
    ),
    Row(
        number=9,
        title="missing-file",
        name="missing.info",
        content=lambda _checkout: None,
        said="missing.info: cannot be opened: No such file or directory",
        hint="coverup doctor",
        is_found=False,
    ),
    Row(
        number=10,
        title="fifo",
        name="lcov.info",
        content=lambda checkout: os.mkfifo(checkout / "lcov.info"),
        said="lcov.info: is not a regular file",
        is_found=False,
        is_posix=True,
    ),
    Row(
        number=11,
        title="dev-zero-symlink",
        name="lcov.info",
        content=_link("lcov.info", "/dev/zero"),
        said="lcov.info: is not a regular file",
        is_found=False,
        is_posix=True,
    ),
    Row(
        number=12,
        title="symlink-loop-file",
        name="lcov.info",
        content=_link("lcov.info", "lcov.info"),
        said="lcov.info: cannot be opened: Too many levels of symbolic links",
        is_found=False,
        is_posix=True,
    ),
    Row(
        number=13,
        title="symlink-loop-dir",
        name="loop/lcov.info",
        content=_loop,
        hits=READ,
        is_posix=True,
    ),
    Row(
        number=14,
        title="dangling-symlink",
        name="coverage.xml",
        content=_link("coverage.xml", "nowhere.xml"),
        said="coverage.xml: cannot be opened: No such file or directory",
        is_found=False,
        is_posix=True,
    ),
    Row(
        number=15,
        title="same-file-twice",
        name="lcov.info",
        content=_twice,
        words=("lcov.info", "hard.lcov", "soft.lcov", "lcov.info", "./src/../lcov.info"),
        hits=READ,
        is_posix=True,
    ),
    Row(
        number=16,
        title="name-with-newline",
        name="co\nv.lcov",
        content=SECTION,
        said=r"co\nv.lcov",
        hits=READ,
        is_hostile=True,
        is_posix=True,
    ),
    Row(
        number=17,
        title="name-invalid-utf8",
        name="caf\udce9.lcov",
        content=lambda checkout: (checkout / os.fsdecode(b"caf\xe9.lcov")).write_bytes(SECTION),
        said=r"caf\udce9.lcov",
        hits=READ,
        is_hostile=True,
        is_posix=True,
    ),
)

PACKED: Final = (
    Row(
        number=18,
        title="gzip-bomb",
        name="x.gcov.json.gz",
        content=_bomb,
        said="x.gcov.json.gz: unpacks to more than 512 MiB",
        is_bomb=True,
    ),
    Row(
        number=19,
        title="gzip-truncated",
        name="x.gcov.json.gz",
        content=PACKED_JSON[:30],
        said="x.gcov.json.gz: truncated gzip",
    ),
    Row(
        number=20,
        title="gzip-not-json",
        name="x.gcov.json.gz",
        content=gzip.compress(b"hello", mtime=0),
        said=f"x.gcov.json.gz: {UNKNOWN}",
    ),
    Row(
        number=20,
        title="gzip-not-json (forced)",
        name="x.gcov.json.gz",
        content=gzip.compress(b"hello", mtime=0),
        words=("x.gcov.json.gz", "--format=gcov-json"),
        said="x.gcov.json.gz: not a JSON report of gcov",
        hint="gcov --json-format",
        is_found=False,
    ),
)

FOREIGN: Final = (
    Row(
        number=4,
        title="binary-named-lcov",
        name="lcov.info",
        content=bytes(range(256)) * 64,
        said=f"lcov.info: {UNKNOWN}",
        hint=FORCE,
    ),
    Row(
        number=5,
        title="png-named-coverage-xml",
        name="coverage.xml",
        content=b"\x89PNG\r\n\x1a\n" + bytes(200),
        said=f"coverage.xml: {UNKNOWN}",
        hint=FORCE,
    ),
    Row(
        number=6,
        title="elf-named-gcov",
        name="a.gcov",
        content=b"\x7fELF" + bytes(300),
        said=f"a.gcov: {UNKNOWN}",
        hint=FORCE,
    ),
    Row(
        number=21,
        title="html-named-xml",
        name="coverage.xml",
        content=b"<!DOCTYPE html><html><body>404</body></html>",
        said="coverage.xml: a web page: an HTML report, or the answer to a failed download",
    ),
    Row(
        number=22,
        title="git-lfs-pointer",
        name="lcov.info",
        content=b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        said="lcov.info: a pointer to a file in Git LFS",
        hint="git lfs pull",
    ),
    Row(
        number=23,
        title="junit-xml-coverage-name",
        name="test-coverage.xml",
        content=b'<testsuites><testsuite name="s" tests="1"/></testsuites>',
        said="test-coverage.xml: test results, not coverage",
    ),
    Row(
        number=24,
        title="jacoco-exec",
        name="jacoco.exec",
        content=b"\x01\xc0\xc0\x10\x07\x10",
        said="jacoco.exec: JaCoCo execution data",
        hint="jacoco:report",
        is_found=False,
    ),
    Row(
        number=25,
        title="profraw",
        name="default.profraw",
        content=b"\x81rforpl\xff" + bytes(64),
        said="default.profraw: a raw LLVM profile",
        hint="llvm-cov export",
        is_found=False,
    ),
    Row(
        number=26,
        title="gcda",
        name="a.gcda",
        content=b"adcg*22B" + bytes(32),
        said="a.gcda: raw gcov counts",
        hint="gcovr",
        is_found=False,
    ),
    Row(
        number=27,
        title="huge-line",
        name="lcov.info",
        content=_huge_line,
        said="line too long",
        hits={"src/a.c": {1: 1}},
        is_bomb=True,
    ),
)

ROWS: Final = (*EMPTY, *SPECIAL, *PACKED, *FOREIGN)
