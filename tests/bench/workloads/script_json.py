"""Workloads of the JSON formats of scripting languages and of upload services."""

from json import dumps

from tests.bench.workloads._writing import FOLDER, NUMBER, Text
from tests.bench.workloads.run import MeasuredFile

RUBY = f"lib/pkg{FOLDER}/module_{NUMBER}.rb"


def _istanbul(file: MeasuredFile) -> str:
    statements = {
        str(i): {"start": {"line": line, "column": 2}, "end": {"line": line, "column": 40}}
        for i, (line, _) in enumerate(file.lines)
    }
    branches = {str(i): _branch(each.decision) for i, each in enumerate(file.functions)}
    entry = {
        "path": file.path,
        "statementMap": statements,
        "fnMap": {},
        "branchMap": branches,
        "s": {str(i): hits for i, (_, hits) in enumerate(file.lines)},
        "f": {},
        "b": {str(i): [each.taken, each.untaken] for i, each in enumerate(file.functions)},
    }
    return f"{dumps(file.path)}: {dumps(entry, separators=(',', ':'))}"


def _branch(line: int) -> dict[str, object]:
    place = {"start": {"line": line, "column": 4}, "end": {"line": line + 1, "column": 30}}
    return {"loc": place, "type": "if", "locations": [place, place], "line": line}


def _simplecov(file: MeasuredFile) -> str:
    branches = {
        f"[:if, {2 * i}, {each.decision}, 4, {each.decision + 1}, 30]": {
            f"[:then, {2 * i}, {each.decision}, 8, {each.decision}, 30]": each.taken,
            f"[:else, {2 * i + 1}, {each.decision + 1}, 8, {each.decision + 1}, 30]": each.untaken,
        }
        for i, each in enumerate(file.functions)
    }
    return f"{dumps(file.path)}: {dumps({'lines': file.hits, 'branches': branches})}"


def _simplecov_json(file: MeasuredFile) -> str:
    branches = [
        {
            "type": kind,
            "start_line": each.decision,
            "end_line": each.decision,
            "coverage": hits,
            "inline": False,
            "report_line": each.decision,
        }
        for each in file.functions
        for kind, hits in (("then", each.taken), ("else", each.untaken))
    ]
    return f"{dumps(file.path)}: {dumps({'lines': file.hits, 'branches': branches})}"


def _coveragepy_json(file: MeasuredFile) -> str:
    ways = {
        (each.decision, each.decision + 1 + side): hits
        for each in file.functions
        for side, hits in enumerate((each.taken, each.untaken))
    }
    executed = [line for line, hits in file.lines if hits]
    entry = {
        "executed_lines": executed,
        "summary": {"covered_lines": len(executed), "num_statements": len(file.lines)},
        "missing_lines": [line for line, hits in file.lines if not hits],
        "excluded_lines": [],
        "executed_branches": [way for way, hits in ways.items() if hits],
        "missing_branches": [way for way, hits in ways.items() if not hits],
    }
    return f"{dumps(file.path)}: {dumps(entry)}"


def _coveralls(file: MeasuredFile) -> str:
    branches = [
        number
        for each in file.functions
        for side, hits in enumerate((each.taken, each.untaken))
        for number in (each.decision, 0, side, hits)
    ]
    return dumps({"name": file.path, "coverage": file.hits, "branches": branches})


def _codecov(file: MeasuredFile) -> str:
    cells: dict[str, object] = {str(line): hits for line, hits in file.lines}
    for each in file.functions:
        cells[str(each.decision)] = f"{(each.taken > 0) + (each.untaken > 0)}/2"
    return f"{dumps(file.path)}: {dumps(cells)}"


ISTANBUL = Text(
    file_name="coverage-final.json",
    entry=_istanbul,
    pattern=f"src/pkg{FOLDER}/module_{NUMBER}.js",
    head="{",
    between=", ",
    tail="}\n",
)
SIMPLECOV = Text(
    file_name=".resultset.json",
    entry=_simplecov,
    pattern=RUBY,
    head='{"RSpec": {"coverage": {',
    between=", ",
    tail='}, "timestamp": 1700000000}}\n',
)
SIMPLECOV_JSON = Text(
    file_name="coverage.json",
    entry=_simplecov_json,
    pattern=RUBY,
    head='{"meta": {"simplecov_version": "0.22.0"}, "coverage": {',
    between=", ",
    tail='}, "groups": {}}\n',
)
COVERAGEPY_JSON = Text(
    file_name="coverage.json",
    entry=_coveragepy_json,
    head='{"meta": {"format": 3, "version": "7.10.0", "branch_coverage": true, '
    '"show_contexts": false}, "files": {',
    between=", ",
    tail='}, "totals": {}}\n',
)
COVERALLS = Text(
    file_name="coveralls.json",
    entry=_coveralls,
    head='{"service_name": "bench", "source_files": [',
    between=", ",
    tail="]}\n",
)
CODECOV = Text(
    file_name="codecov.json",
    entry=_codecov,
    head='{"coverage": {',
    between=", ",
    tail="}}\n",
)
