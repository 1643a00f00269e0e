"""Workloads of the XML formats of .NET, each folder of the run in a module of its own."""

from tests.bench.workloads._writing import FOLDER, NUMBER, Text
from tests.bench.workloads.run import MeasuredFile

PATTERN = f"src/pkg{FOLDER}/Module{NUMBER}.cs"
MARK = "\ufeff"


def _opencover(file: MeasuredFile) -> str:
    statements = "".join(
        f'<SequencePoint vc="{hits}" uspid="{line}" ordinal="{i}" sl="{line}" sc="9" el="{line}" '
        f'ec="40" bec="0" bev="0" fileid="{NUMBER}"/>\n'
        for i, (line, hits) in enumerate(file.lines)
    )
    branches = "".join(
        f'<BranchPoint vc="{hits}" uspid="{each.decision}" ordinal="{side}" path="{side}" '
        f'offset="{each.decision}" sl="{each.decision}" fileid="{NUMBER}"/>\n'
        for each in file.functions
        for side, hits in enumerate((each.taken, each.untaken))
    )
    return (
        f'<Files><File uid="{NUMBER}" fullPath="{file.path}"/></Files>\n'
        f"<Classes><Class><FullName>Bench.Module{NUMBER}</FullName><Methods><Method>\n"
        f'<FileRef uid="{NUMBER}"/>\n<SequencePoints>\n{statements}</SequencePoints>\n'
        f"<BranchPoints>\n{branches}</BranchPoints>\n</Method></Methods></Class></Classes>\n"
    )


def _visual_studio(file: MeasuredFile) -> str:
    ranges = "".join(
        f'<range source_id="{NUMBER}" covered="{"yes" if hits else "no"}" start_line="{line}" '
        f'start_column="9" end_line="{line}" end_column="40"/>\n'
        for line, hits in file.lines
    )
    return (
        f'<functions><function id="{NUMBER}" token="0x6000001" name="Step(int)">\n<ranges>\n'
        f"{ranges}</ranges>\n</function></functions>\n"
        f'<source_files><source_file id="{NUMBER}" path="{file.path}"/></source_files>\n'
    )


def _dotcover(file: MeasuredFile) -> str:
    statements = "".join(
        f'<Statement FileIndex="{NUMBER}" Line="{line}" Column="9" EndLine="{line}" '
        f'EndColumn="40" Covered="{bool(hits)}"/>\n'
        for line, hits in file.lines
    )
    return (
        f'<FileIndices><File Index="{NUMBER}" Name="{file.path}"/></FileIndices>\n'
        f'<Type Name="Module{NUMBER}"><Method Name="Step()">\n{statements}</Method></Type>\n'
    )


OPENCOVER = Text(
    file_name="opencover.xml",
    entry=_opencover,
    pattern=PATTERN,
    head=f'{MARK}<?xml version="1.0" encoding="utf-8"?>\n<CoverageSession>\n<Modules>\n',
    group=(f"<Module><ModuleName>pkg{FOLDER}</ModuleName>\n", "</Module>\n"),
    tail="</Modules>\n</CoverageSession>\n",
)
VISUAL_STUDIO = Text(
    file_name="bench.coveragexml",
    entry=_visual_studio,
    pattern=PATTERN,
    head='<?xml version="1.0" encoding="UTF-8" ?>\n<results>\n<modules>\n',
    group=(f'<module id="{FOLDER}" name="pkg{FOLDER}.dll">\n', "</module>\n"),
    tail="</modules>\n</results>\n",
)
DOTCOVER = Text(
    file_name="dotcover.xml",
    entry=_dotcover,
    pattern=PATTERN,
    head=f'{MARK}<?xml version="1.0" encoding="utf-8"?>\n<Root ReportType="DetailedXml">\n',
    group=(f'<Assembly Name="pkg{FOLDER}">\n', "</Assembly>\n"),
    tail="</Root>\n",
)
