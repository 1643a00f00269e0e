"""Rows 91 to 110: the formats in JSON."""

import json
from typing import Final

from tests.contract.bad_inputs.row import Row

NOT_JSON: Final = "not valid JSON: "
JS: Final = {"src/b.js": b"let a\nlet b\nlet c\n"}
PLACE: Final = {"start": {"line": 1, "column": 0}, "end": {"line": 1, "column": 5}}
NO_COVERAGE: Final = "the reports have no coverage in them"


def _istanbul(statements: object, counts: object) -> bytes:
    record = {"path": "src/b.js", "statementMap": statements, "s": counts}
    rest: dict[str, object] = {"fnMap": {}, "f": {}, "branchMap": {}, "b": {}}
    return json.dumps({"src/b.js": {**record, **rest}}).encode()


def _job(coverage: str) -> bytes:
    return f'{{"source_files":[{{"name":"src/a.c","coverage":{coverage}}}]}}'.encode()


def _llvm(data: object, version: str = "2.0.1") -> bytes:
    document = {"type": "llvm.coverage.json.export", "version": version, "data": [data]}
    return json.dumps(document).encode()


JSON: Final = (
    Row(
        number=91,
        title="truncated",
        name="coverage-final.json",
        content=_istanbul({"0": PLACE}, {"0": 1})[:-20],
        said=f"coverage-final.json:1: {NOT_JSON}",
        why="(column ",
        hint="cut short",
    ),
    Row(
        number=92,
        title="nan",
        name="coverage.json",
        content=_job("[NaN,Infinity,1]"),
        said=f"coverage.json:1: {NOT_JSON}",
        hint="make the report again",
    ),
    Row(
        number=93,
        title="deep",
        name="coverage.json",
        content=b"[" * 200_000 + b"]" * 200_000,
        said=f"coverage.json:1: {NOT_JSON}depth limit exceeded",
        is_bomb=True,
    ),
    Row(
        number=94,
        title="dup-keys",
        name="codecov.json",
        content=b'{"coverage":{"src/a.c":{"1":1},"src/a.c":{"2":0}}}',
        hits={"src/a.c": {1: 1, 2: 0}},
    ),
    Row(
        number=95,
        title="bom",
        name="coverage-final.json",
        content=b"\xef\xbb\xbf" + _istanbul({"0": PLACE}, {"0": 1}),
        sources=JS,
        hits={"src/b.js": {1: 1}},
    ),
    Row(
        number=96,
        title="lone-surrogate",
        name="coverage.json",
        content=rb'{"source_files":[{"name":"src/\ud800.c","coverage":[1]}]}',
        said="src/\ufffd.c",
        why="not in the repository",
        is_hostile=True,
    ),
    Row(
        number=96,
        title="lone-surrogate (beside a good name)",
        name="codecov.json",
        content=rb'{"coverage":{"src/\ud800.c":{"1":1},"src/a.c":{"1":1}}}',
        said=r"src/\ud800.c: not in the repository",
        hits={"src/a.c": {1: 1}},
        is_hostile=True,
    ),
    Row(
        number=97,
        title="huge-int",
        name="coverage.json",
        content=_job(f"[{'9' * 5000}]"),
        said=f"coverage.json:1: {NOT_JSON}",
    ),
    Row(
        number=97,
        title="huge-int (as a float)",
        name="coverage.json",
        content=_job(f"[{'9' * 300}]"),
        said="1x hit count too large",
        hits={"src/a.c": {1: 2**53 - 1}},
    ),
    Row(
        number=98,
        title="empty-object",
        name="coverage-final.json",
        content=b"{}",
        said="coverage-final.json: the report is empty",
    ),
    Row(
        number=99,
        title="empty-list",
        name="coverage.json",
        content=b"[]",
        said="coverage.json: the report is empty",
    ),
    Row(
        number=100,
        title="scalar",
        name="coverage.json",
        content=b"42",
        said="coverage.json: not a known coverage format",
    ),
)

FORMATS: Final = (
    Row(
        number=101,
        title="summary-not-coverage",
        name="coverage-summary.json",
        content=b'{"total": {"lines": {"total": 1, "covered": 1}},'
        b' "/x/a.js": {"lines": {"total": 1}}}',
        said="coverage-summary.json: Istanbul's summary, which has no lines",
        hint="lcov",
    ),
    Row(
        number=102,
        title="ist-missing-maps",
        name="coverage-final.json",
        content=_istanbul(None, {"0": 1}),
        said="coverage-final.json: 1 record skipped or corrected: 1x file without a name",
    ),
    Row(
        number=103,
        title="ist-null-line",
        name="coverage-final.json",
        content=_istanbul({"0": {"start": {"line": None}, "end": {}}}, {"0": 1}),
        sources=JS,
        said="coverage-final.json: 1 record skipped or corrected: 1x place without a line",
    ),
    Row(
        number=104,
        title="ist-s-mismatch",
        name="coverage-final.json",
        content=_istanbul({"0": PLACE, "1": {**PLACE, "start": {"line": 2}}}, {"1": 2, "9": 1}),
        sources=JS,
        said="1x statementMap has an item without a place or a count",
        hits={"src/b.js": {2: 2}},
    ),
    Row(
        number=105,
        title="coveralls-bad",
        name="coveralls.json",
        content=b'{"source_files": [{"name": "src/a.c", "coverage": "[1,null,0]"}, '
        b'{"name": "src/b.py", "coverage": [1, "2", -1, 1.5, true], "branches": [1, 0, 0]}, '
        b'{"coverage": [1]}]}',
        said="coveralls.json: 4 records skipped or corrected",
        why="1x branches are not groups of four numbers",
        hits={"src/a.c": {1: 1, 3: 0}, "src/b.py": {1: 1, 2: 2, 3: 0, 4: 1}},
    ),
    Row(
        number=106,
        title="coveralls-token",
        name="coveralls.json",
        content=b'{"repo_token": "SECRET", "source_files": []}',
        said="coveralls.json: the report has no files",
    ),
    Row(
        number=106,
        title="coveralls-token (of a job)",
        name="coveralls.json",
        content=b'{"repo_token": "SECRET", "source_files": '
        b'[{"name": "src/a.c", "coverage": [1], "repo_token": "SECRET"}]}',
        hits={"src/a.c": {1: 1}},
    ),
    Row(
        number=107,
        title="resultset-bad",
        name=".resultset.json",
        content=b'{"RSpec": {"coverage": {"/x/src/b.py": {"lines": null, "branches": '
        b'{"[:if, 0": {"x": 1}}}}, "timestamp": "y"}, "Cucumber": 1}',
        said=".resultset.json: 2 records skipped or corrected",
    ),
    Row(
        number=108,
        title="simplecov-string-lines",
        name=".resultset.json",
        content=b'{"RSpec": {"coverage": {"src/b.py": {"lines": ["1", null, "ignored", 0]}},'
        b' "timestamp": 1.5}}',
        hits={"src/b.py": {1: 1, 4: 0}},
    ),
    Row(
        number=109,
        title="llvm-no-files",
        name="cov.json",
        content=_llvm({"totals": {}}),
        said="cov.json: only a summary, which has no lines",
        hint="-summary-only",
    ),
    Row(
        number=110,
        title="llvm-bad-segments",
        name="cov.json",
        content=_llvm(
            {
                "files": [
                    {
                        "filename": "src/a.c",
                        "segments": [
                            [1, 1, 5, True, True],
                            ["x"],
                            None,
                            [3, 2, 0, False, False],
                            [10**12, 1, 1, True, True],
                        ],
                    }
                ]
            },
            version="9",
        ),
        said="cov.json: 3 records skipped or corrected",
        hits={"src/a.c": {1: 5, 2: 5, 3: 5}},
        is_bomb=True,
    ),
)

ROWS: Final = (*JSON, *FORMATS)
