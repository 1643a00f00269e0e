"""Workloads of the XML formats, but those of .NET."""

from tests.bench.workloads._writing import FOLDER, NUMBER, Text
from tests.bench.workloads.run import Function, MeasuredFile

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _cobertura(file: MeasuredFile) -> str:
    decisions = file.by_decision
    lines = "".join(
        f'<line number="{line}" hits="{hits}"{_conditions(decisions.get(line))}/>\n'
        for line, hits in file.lines
    )
    name = f'name="module_{NUMBER}" filename="{file.path}"'
    return (
        f'<class {name} line-rate="0.62" branch-rate="0.5">\n<methods/>\n'
        f"<lines>\n{lines}</lines>\n</class>\n"
    )


def _conditions(function: Function | None) -> str:
    if function is None:
        return ' branch="false"'
    taken = _ways_taken(function)
    return f' branch="true" condition-coverage="{50 * taken}% ({taken}/2)"'


def _ways_taken(function: Function) -> int:
    return (function.taken > 0) + (function.untaken > 0)


def _jacoco(file: MeasuredFile) -> str:
    decisions = file.by_decision
    lines = []
    for line, hits in file.lines:
        taken = _ways_taken(decisions[line]) if line in decisions else 0
        missed = 2 - taken if line in decisions else 0
        ci, mi = (3, 0) if hits else (0, 3)
        lines.append(f'<line nr="{line}" mi="{mi}" ci="{ci}" mb="{missed}" cb="{taken}"/>')
    methods = "".join(
        f'<method name="step{i}" desc="(I)I" line="{each.first}">{_counter("INSTRUCTION")}'
        f"{_counter('BRANCH')}{_counter('LINE')}{_counter('COMPLEXITY')}</method>"
        for i, each in enumerate(file.functions)
    )
    name = f"Module{NUMBER}"
    package = f"org/example/pkg{FOLDER}"
    return (
        f'<class name="{package}/{name}" sourcefilename="{name}.java">{methods}</class>'
        f'<sourcefile name="{name}.java">{"".join(lines)}{_counter("LINE")}</sourcefile>'
    )


def _counter(kind: str) -> str:
    return f'<counter type="{kind}" missed="2" covered="3"/>'


def _clover(file: MeasuredFile) -> str:
    decisions = file.by_decision
    lines = []
    for line, hits in file.lines:
        function = decisions.get(line)
        kind = "stmt"
        if function is not None:
            taken = _ways_taken(function)
            kind = f'cond" truecount="{taken}" falsecount="{2 - taken}'
        lines.append(f'<line num="{line}" count="{hits}" type="{kind}"/>\n')
    name = f"module_{NUMBER}.js"
    return f'<file name="{name}" path="{file.path}">\n{"".join(lines)}</file>\n'


def _sonarqube(file: MeasuredFile) -> str:
    decisions = file.by_decision
    lines = []
    for line, hits in file.lines:
        branches = ""
        if line in decisions:
            taken = _ways_taken(decisions[line])
            branches = f' branchesToCover="2" coveredBranches="{taken}"'
        covered = "true" if hits else "false"
        lines.append(f'<lineToCover lineNumber="{line}" covered="{covered}"{branches}/>\n')
    return f'<file path="{file.path}">\n{"".join(lines)}</file>\n'


def _scoverage(file: MeasuredFile) -> str:
    statements = []
    for line, hits in file.lines:
        place = f'source="{file.path}" method="step" start="{line * 40}" end="{line * 40 + 30}"'
        counts = f'line="{line}" branch="false" invocation-count="{hits}" ignored="false"'
        statements.append(f'<statement package="org.example" {place} {counts}>\n</statement>\n')
    for each in file.functions:
        for side, taken in enumerate((each.taken, each.untaken)):
            place = f'source="{file.path}" method="step" start="{each.first * 40 + side}" end="1"'
            counts = f'line="{each.decision}" branch="true" invocation-count="{taken}"'
            statements.append(f'<statement package="org.example" {place} {counts}>\n</statement>\n')
    name = f'name="org.example.Module{NUMBER}" filename="{file.path}"'
    return (
        f'<class {name}><methods><method name="step"><statements>\n{"".join(statements)}'
        "</statements></method></methods></class>\n"
    )


COBERTURA = Text(
    file_name="cobertura.xml",
    entry=_cobertura,
    head=f'{DECLARATION}<coverage line-rate="0.62" branch-rate="0.5" version="1.9">\n'
    "<sources>\n<source>.</source>\n</sources>\n<packages>\n",
    group=(f'<package name="pkg{FOLDER}" line-rate="0.62">\n<classes>\n', "</classes></package>\n"),
    tail="</packages>\n</coverage>\n",
)
JACOCO = Text(
    file_name="jacoco.xml",
    entry=_jacoco,
    pattern=f"src/main/java/org/example/pkg{FOLDER}/Module{NUMBER}.java",
    head=f'{DECLARATION}<report name="bench"><sessioninfo id="a" start="1" dump="2"/>',
    group=(f'<package name="org/example/pkg{FOLDER}">', "</package>"),
    tail="</report>\n",
)
CLOVER = Text(
    file_name="clover.xml",
    entry=_clover,
    pattern=f"src/pkg{FOLDER}/module_{NUMBER}.js",
    head=f'{DECLARATION}<coverage generated="1" clover="3.2.0">\n<project name="All files">\n',
    group=(f'<package name="pkg{FOLDER}">\n', "</package>\n"),
    tail="</project>\n</coverage>\n",
)
SONARQUBE = Text(
    file_name="sonarqube.xml",
    entry=_sonarqube,
    head=f'{DECLARATION}<coverage version="1">\n',
    tail="</coverage>\n",
)
SCOVERAGE = Text(
    file_name="scoverage.xml",
    entry=_scoverage,
    pattern=f"src/main/scala/pkg{FOLDER}/Module{NUMBER}.scala",
    head=f'{DECLARATION}<scoverage statement-rate="62" version="1.0">\n<packages>\n',
    group=(f'<package name="pkg{FOLDER}"><classes>\n', "</classes></package>\n"),
    tail="</packages>\n</scoverage>\n",
)
