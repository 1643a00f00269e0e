"""`python -m tests.bench compare`: coverup and its peers in turn, small to large, with ratios.

Prints the table of the documentation, a row as soon as it is measured, and then all goals. What is
not told by the tables goes to stderr.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tests.bench.cases import FILES, FORMATS, Case, Project, projects
from tests.bench.goals import CPU, GOALS, MEMORY, WALL, Row, judged, of_row, told
from tests.bench.measure import Figures, in_turn, measure
from tests.bench.programs import installed_codecov, left_out, towards
from tests.bench.records import Record, write
from tests.bench.sink import sink

RUNS: Final = {"small": 5}
"""Counted runs of each command, of a size; others have SOME."""
SOME: Final = 3
_HEAD: Final = (
    "| project | work | coverup | other | its figures | wall | CPU | memory | goals |\n"
    "|---|---|---|---|---|---:|---:|---:|---|"
)


def main(arguments: Sequence[str]) -> None:
    """Make the projects, run every case, print the tables, and write what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench compare", description=__doc__)
    sizes = [*FILES, FORMATS]
    parser.add_argument("--sizes", default=",".join(sizes), help="(default: %(default)s)")
    parser.add_argument("--runs", type=int, help="counted runs (default: 5 if small, else 3)")
    parser.add_argument("--only", default="", help="work whose name contains this")
    parser.add_argument("--codecov", default=installed_codecov(), help="codecov-cli's command")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures, for against")
    options = parser.parse_args(arguments)
    for peer in left_out(options.codecov):
        print(f"left out, as it is not installed: {peer}", file=sys.stderr)
    rows: list[Row] = []
    print(_HEAD)
    for row in _measured(options):
        rows.append(row)
        print(shown(row), flush=True)
    print("", *judged(rows), sep="\n")
    if options.json:
        write(options.json, list(map(_record, rows)))


def _measured(options: argparse.Namespace) -> Iterator[Row]:
    with sink() as server:
        for size in options.sizes.split(","):
            runs = options.runs or RUNS.get(size, SOME)
            for project in projects(size, server.url, options.codecov):
                chosen = [case for case in project.cases if options.only in case.name]
                if chosen:
                    yield from in_project(project, chosen, towards(server.url), runs)


def in_project(
    project: Project, cases: Sequence[Case], env: Mapping[str, str], runs: int
) -> Iterator[Row]:
    """Yield what the cases cost in a project that is made for them; those that fail are told."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project.make(folder)
        for case in cases:
            try:
                yield from _rows(project.name, case, folder, env, runs)
            except RuntimeError as error:
                # What others cost is worth knowing all the same.
                print(f"{project.name}, {case.name}: failed\n{error}", file=sys.stderr)


def _rows(
    project: str, case: Case, folder: Path, env: Mapping[str, str], runs: int
) -> Iterator[Row]:
    if case.before:
        measure(case.before, folder, env)
    report = (folder / case.report).stat().st_size / (1 << 20) if case.report else None
    ours, *theirs = in_turn([case.ours, *case.theirs.values()], folder, env, runs)
    if not theirs:
        yield Row(project, case.name, "", ours, None, report)
    for peer, figures in zip(case.theirs, theirs, strict=True):
        yield Row(project, case.name, peer, ours, figures, report)


def shown(row: Row) -> str:
    """Return a row of the table."""
    seen = {each.measure: (each, value) for each, value in of_row(row)}
    ratios = [f"{seen[each][1]:.2f}" if each in seen else "" for each in (WALL, CPU, MEMORY)]
    goals = [told(*each) for each in seen.values() if each[0] in GOALS]
    theirs = _figures(row.theirs) if row.theirs else ""
    cells = (row.project, row.case, _figures(row.ours), row.peer, theirs, *ratios, "; ".join(goals))
    return f"| {' | '.join(cells)} |"


def _figures(figures: Figures) -> str:
    return f"{figures.wall:.2f} s, CPU {figures.cpu:.2f} s, {figures.peak:.0f} MiB"


def _record(row: Row) -> Record:
    name = ", ".join(filter(None, (row.project, row.case, row.peer and f"against {row.peer}")))
    return Record(name, asdict(row.ours), asdict(row.theirs) if row.theirs else None)
