"""Workloads of the formats that list the source, each line with its count in front."""

from tests.bench.workloads._writing import FOLDER, NUMBER, Text
from tests.bench.workloads.run import MeasuredFile, source_text

SOURCE = source_text().splitlines()
BAR = "=" * 78


def _gcov(file: MeasuredFile) -> str:
    decisions = file.by_decision
    listed = [f"        -:    0:Source:{file.path}\n        -:    0:Runs:1\n"]
    for line, (hits, text) in enumerate(zip(file.hits, SOURCE, strict=True), start=1):
        count = "-" if hits is None else str(hits or "#####")
        listed.append(f"{count:>9}:{line:>5}:{text}\n")
        if line in decisions:
            function = decisions[line]
            ways = (("taken", function.taken), ("taken", function.untaken))
            listed += [
                f"branch {i:>2} {word} {hits}\n"
                if function.calls
                else f"branch {i:>2} never executed\n"
                for i, (word, hits) in enumerate(ways)
            ]
    return "".join(listed)


def _llvm_text(file: MeasuredFile) -> str:
    decisions = file.by_decision
    listed = [f"{file.path}:\n"]
    for line, (hits, text) in enumerate(zip(file.hits, SOURCE, strict=True), start=1):
        listed.append(f"{line:>5}|{_shown(hits):>7}|{text}\n")
        if line in decisions:
            function = decisions[line]
            sides = f"[True: {_shown(function.taken)}, False: {_shown(function.untaken)}]"
            listed.append(f"  ------------------\n  |  Branch ({line}:8): {sides}\n")
            listed.append("  ------------------\n")
    return "".join([*listed, "\n"])


def _luacov(file: MeasuredFile) -> str:
    listed = [f"{BAR}\n{file.path}\n{BAR}\n"]
    for hits, text in zip(file.hits, SOURCE, strict=True):
        count = "" if hits is None else str(hits or "***0")
        listed.append(f"{count:>4} {text}\n")
    return "".join([*listed, "\n"])


def _dlang(file: MeasuredFile) -> str:
    listed = [
        f"{'' if hits is None else hits or '0000000':>7}|{text}\n"
        for hits, text in zip(file.hits, SOURCE, strict=True)
    ]
    return "".join([*listed, f"{file.path} is 62% covered\n"])


def _shown(count: int | None) -> str:
    """Return a count as LLVM rounds it."""
    if count is None:
        return ""
    return str(count) if count < 1000 else f"{count / 1000:.2f}k"


GCOV = Text(file_name="bench.c.gcov", entry=_gcov, pattern=f"src/pkg{FOLDER}/file_{NUMBER}.c")
LLVM_TEXT = Text(
    file_name="show.coverage.txt", entry=_llvm_text, pattern=f"src/pkg{FOLDER}/file_{NUMBER}.cpp"
)
LUACOV = Text(
    file_name="luacov.report.out",
    entry=_luacov,
    pattern=f"src/pkg{FOLDER}/module_{NUMBER}.lua",
    tail=f"{BAR}\nSummary\n{BAR}\n\nFile Hits Missed Coverage\n",
)
DLANG = Text(file_name="bench.lst", entry=_dlang, pattern=f"source/pkg{FOLDER}/module_{NUMBER}.d")
