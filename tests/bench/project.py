"""Synthetic projects: N Python files with LCOV, Cobertura and `.coverage` of one and the same run.

One module is really run under coverage.py; what it measured there is written for every file, so a
large project takes seconds to make and is still what the tools would have written.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import coverage

MODULE = '''"""Module of a synthetic project."""


class Ledger:
    """Keeps amounts."""

    def __init__(self, limit):
        self.limit = limit
        self.amounts = []

    def add(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        if len(self.amounts) >= self.limit:
            self.amounts.pop(0)
        self.amounts.append(amount)
        return sum(self.amounts)

    def classify(self, total):
        if total > 1000:
            return "large"
        elif total > 100:
            return "medium"
        return "small"
'''
FUNCTION = """

def step_{i}(ledger, values):
    total = 0
    for value in values:
        if value % {m} == 0:
            total += ledger.add(value + 1)
        elif value % 3:
            total -= 1
        else:
            total += 2
    while total > 5000:
        total //= 2
    return ledger.classify(total) if total else None
"""
DRIVER = """
import sys
sys.path.insert(0, "src")
from pkg import module
ledger = module.Ledger(5)
for i in range(0, {functions}, 2):
    getattr(module, f"step_{{i}}")(ledger, range(i + 4))
"""


@dataclass(frozen=True)
class Analysis:
    """What coverage.py says of one module."""

    executed: list[int]
    missing: list[int]
    executed_branches: list[tuple[int, int]]
    missing_branches: list[tuple[int, int]]
    arcs: list[tuple[int, int]]


def generate(folder: Path, files: int, *, functions: int = 8, statements: int = 0) -> None:
    """Make a project below an empty folder, in a git repository of its own.

    Args:
        folder: Where; empty.
        files: How many modules.
        functions: Functions of each, with branches.
        statements: Lines of each without branches.
    """
    text = MODULE + "".join(FUNCTION.format(i=i, m=i % 5 + 2) for i in range(functions))
    text += "\n\n" + "".join(f"VALUE_{i} = {i}\n" for i in range(statements))
    names = [f"src/pkg{n // 100:03}/module_{n:05}.py" for n in range(files)]
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + f"\n\nNUMBER = {name!r}\n")
    analysis = _analyse(folder / ".sample", text + "\n\nNUMBER = 0\n", functions)
    shutil.rmtree(folder / ".sample")
    (folder / ".coveragerc").write_text("[run]\nbranch = true\nrelative_files = true\n")
    _write_lcov(folder / "lcov.info", names, analysis)
    _write_cobertura(folder / "cobertura.xml", names, analysis)
    data = coverage.CoverageData(str(folder / ".coverage"))
    data.add_arcs(dict.fromkeys(names, analysis.arcs))
    data.close()
    _commit(folder)


def _analyse(folder: Path, text: str, functions: int) -> Analysis:
    module = folder / "src/pkg/module.py"
    module.parent.mkdir(parents=True)
    module.write_text(text)
    (module.parent / "__init__.py").touch()
    (folder / "driver.py").write_text(DRIVER.format(functions=functions))
    command = [sys.executable, "-m", "coverage", "run", "--branch", "--source=src", "driver.py"]
    subprocess.run(command, cwd=folder, check=True)
    measured = coverage.Coverage(data_file=str(folder / ".coverage"), branch=True)
    measured.load()
    _, statements, _, missing, _ = measured.analysis2(str(module))
    arcs = measured.get_data().arcs(str(module.resolve())) or []
    report = folder / "report.json"
    measured.json_report(outfile=str(report))
    measured.get_data().close()
    (entry,) = [e for n, e in json.loads(report.read_text())["files"].items() if "module" in n]
    return Analysis(
        executed=sorted(set(statements) - set(missing)),
        missing=missing,
        executed_branches=[(a, b) for a, b in entry["executed_branches"]],
        missing_branches=[(a, b) for a, b in entry["missing_branches"]],
        arcs=list(arcs),
    )


def _write_lcov(path: Path, names: list[str], analysis: Analysis) -> None:
    hits = [(line, 1) for line in analysis.executed] + [(line, 0) for line in analysis.missing]
    body = "".join(f"DA:{line},{count}\n" for line, count in sorted(hits))
    taken = [(*arc, 1) for arc in analysis.executed_branches]
    missed = [(*arc, 0) for arc in analysis.missing_branches]
    for index, (line, _, count) in enumerate(sorted([*taken, *missed])):
        body += f"BRDA:{line},0,{index},{count}\n"
    path.write_text("".join(f"TN:\nSF:{name}\n{body}end_of_record\n" for name in names))


def _write_cobertura(path: Path, names: list[str], analysis: Analysis) -> None:
    total: dict[int, int] = {}
    taken: dict[int, int] = {}
    for line, _ in [*analysis.executed_branches, *analysis.missing_branches]:
        total[line] = total.get(line, 0) + 1
    for line, _ in analysis.executed_branches:
        taken[line] = taken.get(line, 0) + 1
    lines = ""
    for line in sorted([*analysis.executed, *analysis.missing]):
        branch = ""
        if line in total:
            share = f"{100 * taken.get(line, 0) // total[line]}%"
            branch = (
                f' branch="true" condition-coverage="{share} ({taken.get(line, 0)}/{total[line]})"'
            )
        lines += f'<line number="{line}" hits="{int(line in analysis.executed)}"{branch}/>\n'
    with path.open("w") as file:
        file.write(
            '<?xml version="1.0" ?>\n<coverage line-rate="0.7">\n<sources><source>.</source>'
        )
        file.write('</sources>\n<packages><package name="p"><classes>\n')
        for name in names:
            file.write(f'<class name="m" filename="{name}"><methods/><lines>\n{lines}')
            file.write("</lines></class>\n")
        file.write("</classes></package></packages></coverage>\n")


def _commit(folder: Path) -> None:
    identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "Synthetic"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def main() -> None:
    """Make a project: `python -m tests.bench.project FOLDER FILES FUNCTIONS STATEMENTS`."""
    folder, files, functions, statements = sys.argv[1:]
    generate(Path(folder), int(files), functions=int(functions), statements=int(statements))


if __name__ == "__main__":
    main()
