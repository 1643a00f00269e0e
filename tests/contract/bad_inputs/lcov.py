"""Rows 28 to 45: LCOV's records."""

from pathlib import Path
from typing import Final

from tests.contract.bad_inputs.row import GOOD, READ, SECTION, Row

SF: Final = b"TN:\nSF:src/a.c\n"
END: Final = b"end_of_record\n"


def _million_branches(checkout: Path) -> None:
    branches = b"".join(b"BRDA:2,0,%d,1\n" % number for number in range(1_000_000))
    (checkout / "lcov.info").write_bytes(SF + b"DA:2,1\n" + branches + END)


def _row(
    number: int,
    title: str,
    content: bytes,
    said: str = "",
    *,
    hits: dict[int, int] | None = None,
    branches: list[tuple[int, int]] | None = None,
) -> Row:
    """Return a row whose report is read as far as it goes, all of SECTION unless told otherwise."""
    return Row(
        number=number,
        title=title,
        name="lcov.info",
        content=content,
        said=said,
        hits=READ if hits is None else {"src/a.c": hits},
        branches={"src/a.c": branches or []},
    )


ROWS: Final = (
    _row(
        28,
        "garbage-lines",
        b"TN:\nSF:src/a.c\nhello\nDA\nDA:\nDA:x,y\nXYZ:1\n" + GOOD,
        "5 records skipped or corrected: 3x line number is not a number (first at line 4)",
    ),
    _row(
        29,
        "no-end-of-record",
        SECTION.removesuffix(END),
        "lcov.info: truncated: the last section has no end_of_record",
    ),
    _row(30, "da-before-sf", b"DA:1,1\n" + SECTION, "DA before SF (first at line 1)"),
    Row(
        number=31,
        title="empty-sf",
        name="lcov.info",
        content=b"TN:\nSF:\n" + GOOD,
        said="lcov.info: 1 record skipped or corrected: 1x section without a file name",
    ),
    _row(32, "line-zero", SF + b"DA:0,5\n" + GOOD, "line number out of range (first at line 3)"),
    _row(33, "line-negative", SF + b"DA:-1,5\n" + GOOD, "line number out of range"),
    _row(34, "line-1e12", SF + b"DA:1000000000000,1\n" + GOOD, "line number out of range"),
    Row(
        number=35,
        title="line-past-eof-no-source",
        name="lcov.info",
        content=b"TN:\nSF:src/gone.c\nDA:9999999,1\nend_of_record\n",
        said="src/gone.c",
        why="not in the repository",
        is_bomb=True,
    ),
    _row(
        35,
        "line-past-eof",
        SF + b"DA:9999999,1\n" + GOOD,
        "lcov.info: 1 record skipped or corrected: 1x lines beyond the end of src/a.c",
    ),
    _row(
        36,
        "hits-2e63",
        SF + b"DA:1,9223372036854775808\nDA:2,18446744073709551616\nDA:3,0\n" + END,
        "2 records skipped or corrected: 2x hit count too large (first at line 3)",
        hits={1: 2**53 - 1, 2: 2**53 - 1, 3: 0},
    ),
    _row(
        37,
        "hits-negative",
        SF + b"DA:1,-11\nDA:2,3\n" + END,
        "negative hit count taken as 0",
        hits={1: 0, 2: 3},
    ),
    _row(
        38,
        "hits-float",
        SF + b"DA:1,1e+06\nDA:2,2.0\nDA:3,nan\nDA:4,inf\n" + END,
        "2x hit count is not a number",
        hits={1: 1_000_000, 2: 2},
    ),
    _row(
        39,
        "da-undefined",
        SF + b"DA:NaN,undefined\nDA:undefined,1\nBRDA:undefined,0,0,1\n" + GOOD,
        "3x line number is not a number",
    ),
    _row(40, "da-duplicate", SF + b"DA:1,0\nDA:1,2\nDA:1,3\n" + END, hits={1: 5}),
    _row(
        41,
        "sf-duplicate",
        SF + b"DA:1,0\nDA:2,1\n" + END + SF + b"DA:1,2\nDA:3,0\n" + END,
        hits={1: 2, 2: 1, 3: 0},
    ),
    _row(
        42,
        "brda-string-branch",
        SECTION.removesuffix(END)
        + b"BRDA:2,0,jump to line 3,1\nBRDA:2,0,f(a, b) == 1,-\nend_of_record\n",
        branches=[(2, 0), (2, 1)],
    ),
    _row(
        43,
        "brda-flags",
        SECTION.removesuffix(END)
        + b"BRDA:2,e0,0,1\nBRDA:2,f0,1,0\nBRDA:2,eU1,2,0\nBRDA:2,U1,3,0\nend_of_record\n",
        branches=[(2, 0), (2, 1)],
    ),
    _row(
        44,
        "brda-bad",
        SECTION.removesuffix(END)
        + b"BRDA:2,0\nBRDA:,,,\nBRDA:0,0,0,1\nBRDA:2,99999999999999999999,0,1\nBRDA:2,0,0,x\n"
        + END,
        "4 records skipped or corrected",
        branches=[(2, 1)],
    ),
    Row(
        number=45,
        title="brda-1e6",
        name="lcov.info",
        content=_million_branches,
        said="995904x more than 4096 branches on a line",
        hits={"src/a.c": {2: 1}},
        branches={"src/a.c": [(2, 1)] * 4096},
        is_bomb=True,
    ),
)
