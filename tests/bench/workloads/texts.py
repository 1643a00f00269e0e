"""Workloads of the formats of text records."""

from tests.bench.workloads._writing import FOLDER, NUMBER, Text
from tests.bench.workloads.run import LENGTH, MeasuredFile

GO_MODULE = "example.com/bench"


def _lcov(file: MeasuredFile) -> str:
    functions = "".join(
        f"FN:{each.first},step_{i}\nFNDA:{each.calls},step_{i}\n"
        for i, each in enumerate(file.functions)
    )
    branches = "".join(
        f"BRDA:{each.decision},0,0,{each.taken if each.calls else '-'}\n"
        f"BRDA:{each.decision},0,1,{each.untaken if each.calls else '-'}\n"
        for each in file.functions
    )
    lines = "".join(f"DA:{line},{hits}\n" for line, hits in file.lines)
    covered = sum(1 for _, hits in file.lines if hits)
    sums = f"LF:{len(file.lines)}\nLH:{covered}\n"
    return f"TN:\nSF:{file.path}\n{functions}{branches}{lines}{sums}end_of_record\n"


def _golang(file: MeasuredFile) -> str:
    place = f"{GO_MODULE}/{file.path}"
    return "".join(f"{place}:{line}.2,{line}.24 1 {hits}\n" for line, hits in file.lines)


def _gcov_intermediate(file: MeasuredFile) -> str:
    decisions = file.by_decision
    records = [f"file:{file.path}\n"]
    records += [f"function:{each.first},{LENGTH},{each.calls},step\n" for each in file.functions]
    for line, hits in file.lines:
        records.append(f"lcount:{line},{hits},0\n")
        if line in decisions:
            function = decisions[line]
            for taken in (function.taken, function.untaken):
                kind = "notexec" if not function.calls else "taken" if taken else "nottaken"
                records.append(f"branch:{line},{kind}\n")
    return "".join(records)


LCOV = Text(file_name="lcov.info", entry=_lcov)
GOLANG = Text(
    file_name="coverage.out",
    entry=_golang,
    pattern=f"pkg{FOLDER}/file_{NUMBER}.go",
    head="mode: count\n",
    beside={"go.mod": f"module {GO_MODULE}\n\ngo 1.22\n"},
)
GCOV_INTERMEDIATE = Text(
    file_name="bench.gcov",
    entry=_gcov_intermediate,
    pattern=f"src/pkg{FOLDER}/file_{NUMBER}.c",
    head="version:8.3.0\n",
)
