"""Rows 111 to 119: Go, gcov and LuaCov."""

from typing import Final

from tests.contract.bad_inputs.row import Row

GO: Final = {"a.go": b"package m\n\nfunc A() {\n}\n", "go.mod": b"module m\n"}
BAR: Final = "=" * 78
LUA: Final = {"src/b.lua": b"local a = 1\n-- 12\nreturn a\n"}


def _luacov(body: str, *, has_summary: bool) -> bytes:
    summary = f"\n{BAR}\nSummary\n{BAR}\n\nFile Hits Missed Coverage\n" if has_summary else ""
    return f"{BAR}\nsrc/b.lua\n{BAR}\n{body}{summary}".encode()


def _gcov(name: str, lines: bytes) -> bytes:
    return f"        -:    0:Source:{name}\n".encode() + lines


GO_ROWS: Final = (
    Row(
        number=111,
        title="bad-lines",
        name="coverage.out",
        content=b"mode: set\nx\nexample.com/m/a.go:1.1,2.2 1\nexample.com/m/a.go:a.b,c.d 1 1\n"
        b"example.com/m/a.go:5.1,2.2 1 1\nexample.com/m/a.go:1.1,99999999999.2 1 1\n",
        sources=GO,
        said="coverage.out: 5 records skipped or corrected",
        why="1x block ends before it starts (first at line 5)",
        is_bomb=True,
    ),
    Row(
        number=112,
        title="only-mode",
        name="coverage.out",
        content=b"mode: atomic\n",
        said="coverage.out: the report has no files",
    ),
    Row(
        number=113,
        title="two-modes",
        name="coverage.out",
        content=b"mode: set\nm/a.go:1.1,2.2 1 1\nmode: count\nm/a.go:1.1,2.2 1 7\n",
        sources=GO,
        hits={"a.go": {1: 7, 2: 7}},
    ),
    Row(
        number=114,
        title="func-output",
        name="coverage.txt",
        content=b"m/a.go:6:\tA\t71.4%\ntotal:\t(statements)\t63.9%\n",
        said="coverage.txt: the output of go tool cover -func",
        hint="go test -coverprofile",
    ),
)

GCOV_ROWS: Final = (
    Row(
        number=115,
        title="no-source-line",
        name="a.gcov",
        content=b"        1:    1:int x;\n",
        said="a.gcov: not a known coverage format",
    ),
    Row(
        number=115,
        title="no-source-line (forced)",
        name="a.gcov",
        content=b"        1:    1:int x;\n",
        words=("a.gcov", "--format=gcov"),
        said="a.gcov: no line 0:Source: names the source file",
        is_found=False,
    ),
    Row(
        number=116,
        title="stars",
        name="a.c.gcov",
        content=_gcov(
            "src/a.c",
            b"       4*:    1:int a(int x) {\n    =====:    2:  if (x)\n"
            b"    #####:    3:    return 1;\n    1.7k*:    4:  return 2;\n        -:    5:}\n",
        ),
        hits={"src/a.c": {1: 4, 2: 0, 3: 0, 4: 1700}},
    ),
    Row(
        number=117,
        title="latin1-source",
        name="a.c.gcov",
        content=_gcov("src/a.c", b"        1:    1:// caf\xe9\n"),
        hits={"src/a.c": {1: 1}},
    ),
)

LUA_ROWS: Final = (
    Row(
        number=118,
        title="missing-summary",
        name="luacov.report.out",
        content=_luacov(" 1 local a = 1\n", has_summary=False),
        sources=LUA,
        said="luacov.report.out: truncated: the report has no summary",
        hits={"src/b.lua": {1: 1}},
    ),
    Row(
        number=119,
        title="numbers-in-source",
        name="luacov.report.out",
        content=_luacov(" 1 local a = 1\n   12 -- 12\n*0 return a\n", has_summary=True),
        sources=LUA,
        hits={"src/b.lua": {1: 1, 3: 0}},
    ),
)

ROWS: Final = (*GO_ROWS, *GCOV_ROWS, *LUA_ROWS)
