"""Two runs of one C++ program by clang 14, as every kind of report that llvm-cov writes.

The expected values are worked out by hand from the program in tests/data/llvm-text/cpp.
"""

import pytest

from coverup.formats import identify, read
from coverup.model import FileCoverage
from tests.unit.formats.xml_reports import relevant, sample

LINES = {
    "main.cpp": dict.fromkeys([6, 7, 8, *range(26, 31)], 0)
    | dict.fromkeys([10, 11, 12, 17, *range(22, 26), 31, *range(35, 42), *range(43, 47)], 2)
    | {13: 8, 14: 8, 15: 6, 16: 8, 18: 8, 19: 14, 20: 12, 21: 12},
    "other.cpp": dict.fromkeys([3, 4, 5, 6], 2),
    "shapes.h": dict.fromkeys([6, 7, 13, 14, 16, 17, 18], 4)
    | {3: 12, 8: 14, 9: 10, 10: 2, 11: 2, 12: 10},
}
CONDITIONS: dict[str, dict[int, list[int]]] = {
    "main.cpp": {7: [0, 0], 14: [2, 6, 4, 2], 17: [8, 2], 19: [12, 2]}
    | {23: [2, 0], 26: [0, 2], 29: [0, 2], 35: [0, 2], 37: [2, 0]},
    "other.cpp": {},
    "shapes.h": {8: [10, 4], 9: [6, 4, 2, 4], 17: [2, 2]},
}
MACRO = {20: [0, 12, 10, 2]}
"""The conditions of CLAMP where main.cpp uses it; a listing shows them only inside a view."""
INSTANCES = {8: [6, 2, 4, 2], 9: [4, 2, 2, 2, 2, 2, 0, 2]}
"""LCOV keeps the instances of a template apart."""


def measured(report: str) -> dict[str, FileCoverage]:
    source = sample("llvm-text/cpp", report)
    files = {file.path: file for file in read(identify(source), source)}
    assert not source.notes.skipped
    return files


def by_line(file: FileCoverage) -> dict[int, list[int]]:
    lines: dict[int, list[int]] = {}
    for (line, _, _), hits in sorted(file.branches.items()):
        lines.setdefault(line, []).append(hits)
    return lines


@pytest.mark.parametrize(
    "report", ["show.txt", "show-branches.txt", "show-expansions.txt", "lcov.info", "cov.json"]
)
def test_every_report_of_a_run_has_the_same_lines(report: str) -> None:
    assert {path: relevant(file) for path, file in measured(report).items()} == LINES


@pytest.mark.parametrize(
    ("report", "main", "shapes"),
    [
        ("show-branches.txt", {}, {}),
        ("show-expansions.txt", {}, {}),
        ("cov.json", MACRO, {}),
        ("lcov.info", MACRO, INSTANCES),
    ],
)
def test_branches_are_the_same_but_for_macros_and_templates(
    report: str, main: dict[int, list[int]], shapes: dict[int, list[int]]
) -> None:
    more = {"main.cpp": main, "other.cpp": {}, "shapes.h": shapes}
    expected = {path: lines | more[path] for path, lines in CONDITIONS.items()}
    assert {path: by_line(file) for path, file in measured(report).items()} == expected
