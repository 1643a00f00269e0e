"""Workloads of the JSON formats of compiled languages."""

from json import dumps

from tests.bench.workloads._writing import FOLDER, NUMBER, Text
from tests.bench.workloads.run import MeasuredFile, source_text

C_FILES = f"src/pkg{FOLDER}/file_{NUMBER}.c"


def _gcov_json(file: MeasuredFile) -> str:
    decisions = file.by_decision
    lines = []
    for line, hits in file.lines:
        ways = (decisions[line].taken, decisions[line].untaken) if line in decisions else ()
        lines.append(
            {
                "branches": [
                    {"count": count, "throw": False, "fallthrough": i == 0}
                    for i, count in enumerate(ways)
                ],
                "count": hits,
                "line_number": line,
                "unexecuted_block": not hits,
                "function_name": "step",
            }
        )
    return dumps({"file": file.path, "functions": [], "lines": lines})


def _gcovr(file: MeasuredFile) -> str:
    decisions = file.by_decision
    lines = []
    for line, hits in file.lines:
        ways = (decisions[line].taken, decisions[line].untaken) if line in decisions else ()
        branches = [
            {"branchno": i, "count": count, "fallthrough": i == 0, "throw": False}
            for i, count in enumerate(ways)
        ]
        lines.append(
            {
                "line_number": line,
                "function_name": "step",
                "count": hits,
                "branches": branches,
                "gcovr/md5": "abc507ddbeb75126c25813ed24a75834",
            }
        )
    return dumps({"file": file.path, "lines": lines, "functions": []})


def _fastcov(file: MeasuredFile) -> str:
    test = {
        "functions": {
            f"step_{i}": {"start_line": each.first, "execution_count": each.calls}
            for i, each in enumerate(file.functions)
        },
        "branches": {str(each.decision): [each.taken, each.untaken] for each in file.functions},
        "lines": {str(line): hits for line, hits in file.lines},
    }
    return f"{dumps(file.path)}: {dumps({'': test})}"


def _llvm(file: MeasuredFile) -> str:
    segments = []
    for line, hits in file.lines:
        segments += [[line, 1, hits, True, True, False], [line, 40, 0, False, False, False]]
    branches = [
        [each.decision, 8, each.decision, 22, each.taken, each.untaken, 0, 0, 4]
        for each in file.functions
    ]
    entry = {"branches": branches, "expansions": [], "filename": file.path, "segments": segments}
    return dumps(entry, separators=(",", ":"))


def _tarpaulin(file: MeasuredFile) -> str:
    traces = [
        {"line": line, "address": [], "length": 0, "stats": {"Line": hits}}
        for line, hits in file.lines
    ]
    parts = file.path.split("/")
    return dumps({"path": parts, "content": source_text(), "traces": traces, "coverable": 135})


def _xccov(file: MeasuredFile) -> str:
    lines = [
        {"isExecutable": False, "line": line}
        if hits is None
        else {"executionCount": hits, "isExecutable": True, "line": line}
        for line, hits in enumerate(file.hits, start=1)
    ]
    return f"{dumps(file.path)}: {dumps(lines)}"


def _covdir(file: MeasuredFile) -> str:
    name = file.path.rpartition("/")[2]
    cells = [-1 if hits is None else hits for hits in file.hits]
    return f"{dumps(name)}: " + dumps(
        {"coverage": cells, "coveragePercent": 62.0, "linesTotal": len(file.lines), "name": name}
    )


def _dart(file: MeasuredFile) -> str:
    uri = file.path.replace("lib/", "package:bench/", 1)
    flat = [number for pair in file.lines for number in pair]
    branches = [n for each in file.functions for n in (each.decision, each.taken)]
    script = {"type": "@Script", "fixedId": True, "id": f"libraries/{uri}", "uri": uri}
    return dumps({"source": uri, "script": script, "hits": flat, "branchHits": branches})


GCOV_JSON = Text(
    file_name="bench.gcov.json",
    entry=_gcov_json,
    pattern=C_FILES,
    head='{"format_version": "1", "gcc_version": "12.2.0", "current_working_directory": ".", '
    '"data_file": "a.gcda", "files": [',
    between=", ",
    tail="]}\n",
)
GCOVR = Text(
    file_name="gcovr.json",
    entry=_gcovr,
    pattern=C_FILES,
    head='{"gcovr/format_version": "0.15", "files": [',
    between=", ",
    tail="]}\n",
)
FASTCOV = Text(
    file_name="fastcov.json",
    entry=_fastcov,
    pattern=C_FILES,
    head='{"sources": {',
    between=", ",
    tail="}}\n",
)
LLVM = Text(
    file_name="llvm-cov.json",
    entry=_llvm,
    pattern=f"src/pkg{FOLDER}/file_{NUMBER}.cpp",
    head='{"data":[{"files":[',
    between=",",
    tail='],"functions":[]}],"type":"llvm.coverage.json.export","version":"2.0.1"}\n',
)
TARPAULIN = Text(
    file_name="tarpaulin-report.json",
    entry=_tarpaulin,
    pattern=f"src/pkg{FOLDER}/module_{NUMBER}.rs",
    head='{"files": [',
    between=", ",
    tail='], "coverage": 62.0}\n',
)
XCCOV = Text(
    file_name="xccov.json",
    entry=_xccov,
    pattern=f"Sources/pkg{FOLDER}/Module{NUMBER}.swift",
    head="{",
    between=", ",
    tail="}\n",
)
COVDIR = Text(
    file_name="covdir.json",
    entry=_covdir,
    pattern=f"src/pkg{FOLDER}/module_{NUMBER}.rs",
    head='{"name": "", "coveragePercent": 62.0, "children": {"src": {"children": {',
    group=(f'"pkg{FOLDER}": {{"coveragePercent": 62.0, "children": {{', "}}"),
    between=", ",
    tail="}}}}\n",
)
DART = Text(
    file_name="suite.vm.json",
    entry=_dart,
    pattern=f"lib/pkg{FOLDER}/module_{NUMBER}.dart",
    head='{"type": "CodeCoverage", "coverage": [',
    between=", ",
    tail="]}\n",
    beside={"pubspec.yaml": "name: bench\n"},
)
