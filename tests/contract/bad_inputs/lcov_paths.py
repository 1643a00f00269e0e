"""Rows 46 to 61: the paths in LCOV, and the bytes that it is written in."""

from pathlib import Path
from typing import Final

from tests.contract.bad_inputs.row import GOOD, READ, SECTION, Row


def _link_outside(checkout: Path) -> None:
    (checkout / "src/link.c").symlink_to("/etc/passwd")
    (checkout / "lcov.info").write_bytes(b"TN:\nSF:src/link.c\n" + GOOD)


def _row(number: int, title: str, path: bytes, said: str, why: str = "") -> Row:
    """Return a row whose one path is left out."""
    return Row(
        number=number,
        title=title,
        name="lcov.info",
        content=b"TN:\nSF:" + path + b"\n" + GOOD,
        said=said,
        why=why,
        is_hostile=True,
    )


def _read(
    number: int,
    title: str,
    content: bytes,
    *,
    said: str = "",
    hits: dict[str, dict[int, int]] | None = None,
) -> Row:
    """Return a row that is read, like SECTION unless told otherwise."""
    return Row(
        number=number,
        title=title,
        name="lcov.info",
        content=content,
        said=said,
        hits=READ if hits is None else hits,
    )


PATHS: Final = (
    _row(46, "path-traversal", b"../../etc/passwd", "../../etc/passwd", "outside the repo"),
    _row(46, "path-traversal (far)", b"../" * 30 + b"etc/passwd", "etc/passwd", "outside the repo"),
    _row(47, "abs-outside", b"/etc/passwd", "/etc/passwd", "outside the repository"),
    _row(48, "sf-is-dir", b"src", "src", "not in the repository"),
    Row(
        number=49,
        title="sf-symlink-outside",
        name="lcov.info",
        content=_link_outside,
        said="src/link.c",
        why="outside the repository",
        is_hostile=True,
        is_posix=True,
    ),
    Row(
        number=50,
        title="sf-dot-git",
        name="lcov.info",
        content=b"TN:\nSF:.git/config\n" + GOOD,
        said=".git/config",
        why="inside .git",
        sources={".git/config": b"[core]\n"},
        is_hostile=True,
    ),
    _row(51, "sf-nul", b"src/a\0.c", r"src/a\x00.c", "not in the repository"),
    _row(52, "sf-invalid-utf8", b"src/caf\xe9.c", r"src/caf\udce9.c", "not in the repository"),
    _row(53, "sf-control-chars", b"src/\x1b[31ma.c", r"src/\x1b[31ma.c", "not in the repository"),
    _read(54, "sf-windows", b"TN:\nSF:C:\\proj\\src\\a.c\n" + GOOD),
    _row(55, "sf-very-long", b"a/" * 40_000 + b"a.c", "a/a/a/a/a/"),
)

BYTES: Final = (
    _read(56, "crlf", SECTION.replace(b"\n", b"\r\n")),
    _read(57, "cr-only", SECTION.replace(b"\n", b"\r")),
    _read(58, "bom", b"\xef\xbb\xbf" + SECTION),
    _read(59, "utf16", SECTION.decode().encode("utf-16")),
    _read(
        60,
        "nul-bytes",
        SECTION.replace(b"DA:2", b"\0\0DA:2"),
        said="1x unknown record (first at line 4)",
        hits={"src/a.c": {1: 3, 3: 1, 4: 2}},
    ),
    Row(
        number=61,
        title="conflict-markers",
        name="lcov.info",
        content=b"<<<<<<< HEAD\n" + SECTION + b"=======\n" + SECTION + b">>>>>>> topic\n",
        said="lcov.info:1: git conflict markers",
        hint="keep it out of git",
    ),
)

ROWS: Final = (*PATHS, *BYTES)
