"""The reports of a synthetic project, each as its tool writes it."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

import coverage

from tests.bench.project.files import PER_FOLDER, File
from tests.bench.project.runs import Counted, Measured

_DEFINITION: Final = re.compile(r" *def (?P<name>\w+)")


def _lcov(path: Path, files: Iterable[File]) -> None:
    bodies: dict[int, tuple[str, list[int]]] = {}
    with path.open("w", encoding="utf-8") as report:
        for file in files:
            if file.variant not in bodies:
                bodies[file.variant] = _lcov_body(file.module)
            body, called = bodies[file.variant]
            lines, branches = file.counts()
            records = body % (*(lines[place] for place in called), *branches, *lines)
            report.write(f"TN:\nSF:{file.name}\n{records}end_of_record\n")


def _lcov_body(module: Measured) -> tuple[str, list[int]]:
    """Return the records of a module, with a place for each count: functions, branches, lines.

    A function was called as often as its first line was run, so those lines' places come along.
    """
    functions = _functions(module)
    first = [place + 1 for place, _ in functions]
    body = "".join(f"FN:{_line(module.lines[place])},{name}\n" for place, name in functions)
    body += "".join(f"FNDA:%d,{name}\n" for _, name in functions)
    called = sum(1 for place in first if module.lines[place].count)
    body += f"FNF:{len(functions)}\nFNH:{called}\n"
    executed = {_line(each) for each in module.lines if each.count}
    for line, group in groupby(module.branches, key=_line):
        for index, _ in enumerate(group):
            # Where the line was not run, there is a dash; the count, which is 0, goes nowhere.
            body += f"BRDA:{line},0,{index},{'%d' if line in executed else '-%.0s'}\n"
    taken = sum(1 for each in module.branches if each.count)
    body += f"BRF:{len(module.branches)}\nBRH:{taken}\n"
    body += "".join(f"DA:{_line(each)},%d\n" for each in module.lines)
    return f"{body}LF:{len(module.lines)}\nLH:{len(executed)}\n", first


def _functions(module: Measured) -> list[tuple[int, str]]:
    """Return which of the relevant lines define functions, and their names."""
    texts = module.text.splitlines()
    defined = [_DEFINITION.match(texts[_line(each) - 1]) for each in module.lines[:-1]]
    return [(place, found["name"]) for place, found in enumerate(defined) if found]


def _line(counted: Counted) -> int:
    return counted.place[0]


def _parts(folder: Path, files: Iterable[File]) -> None:
    """Write a report for each file."""
    folder.mkdir()
    for file in files:
        _lcov(folder / f"{file.number}.lcov", [file])


_PACKAGE: Final = '<package name="src.pkg{}" line-rate="0.7" branch-rate="0.5" complexity="0">'
_CLASS: Final = '<class name="{}" filename="{}" complexity="0" line-rate="0.7" branch-rate="0.5">'


def _cobertura(path: Path, files: Iterable[File]) -> None:
    """Write what coverage.py's own report looks like, with counts."""
    bodies: dict[int, str] = {}
    with path.open("w", encoding="utf-8") as report:
        report.write('<?xml version="1.0" ?>\n<coverage version="7.10" line-rate="0.7">\n')
        report.write("\t<sources>\n\t\t<source>.</source>\n\t</sources>\n\t<packages>\n")
        for package, group in groupby(files, key=lambda each: each.number // PER_FOLDER):
            report.write(f"\t\t{_PACKAGE.format(f'{package:03}')}\n\t\t\t<classes>\n")
            for file in group:
                if file.variant not in bodies:
                    bodies[file.variant] = _cobertura_body(file.module)
                tag = _CLASS.format(Path(file.name).name, file.name)
                lines, _ = file.counts()
                report.write(
                    f"\t\t\t\t{tag}\n{bodies[file.variant] % tuple(lines)}\t\t\t\t</class>\n"
                )
            report.write("\t\t\t</classes>\n\t\t</package>\n")
        report.write("\t</packages>\n</coverage>\n")


def _cobertura_body(module: Measured) -> str:
    """Return the lines of a module, with a place for the count of each."""
    conditions = {}
    for line, group in groupby(module.branches, key=_line):
        counts = [each.count > 0 for each in group]
        share = f"{100 * sum(counts) // len(counts)}%% ({sum(counts)}/{len(counts)})"
        conditions[line] = f' branch="true" condition-coverage="{share}"'
    lines = (
        f'\t\t\t\t\t\t<line number="{_line(each)}" hits="%d"{conditions.get(_line(each), "")}/>\n'
        for each in module.lines
    )
    return f"\t\t\t\t\t<methods/>\n\t\t\t\t\t<lines>\n{''.join(lines)}\t\t\t\t\t</lines>\n"


def _data(path: Path, files: Iterable[File]) -> None:
    data = coverage.CoverageData(str(path))
    data.add_arcs({file.name: file.module.arcs for file in files})
    data.close(force=True)


def _listings(folder: Path, files: Iterable[File]) -> None:
    """Write what gcov would write of each source."""
    folder.mkdir()
    for file in files:
        places = map(_line, file.module.lines)
        hits = dict(zip(places, file.counts()[0], strict=True))
        listing = [f"        -:    0:Source:{file.name}\n"]
        for line, text in enumerate(file.text.splitlines(), 1):
            count = hits[line] or "#####" if line in hits else "-"
            listing.append(f"{count:>9}:{line:>5}:{text}\n")
        (folder / f"{file.number}.gcov").write_text("".join(listing))


REPORTS: Final[Mapping[str, Callable[[Path, Iterable[File]], None]]] = {
    "lcov.info": _lcov,
    "cobertura.xml": _cobertura,
    ".coverage": _data,
    "parts": _parts,
    "gcov": _listings,
}
"""By the name of the report, or of the folder of reports, in the project."""
