"""Modules of Python's own library: changed, run and measured by coverage.py in the test."""

import colorsys
import fnmatch
import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, Final

import pytest

from coverup.model import Totals
from tests.contract.conftest import git
from tests.contract.histories import History, lines_of

REPORTS: Final = (".coverage", "coverage.json", "coverage.xml", "coverage.lcov")
SETTINGS: Final = b"[run]\nbranch = true\nsource = lib\nrelative_files = true\n"
DRIVE: Final = b"""\
import sys
names = ("shlex", "wrapping", "colorsys", "fnmatch")
for name in names:
    sys.modules.pop(name, None)
sys.path.insert(0, "lib")
shlex, wrapping, colorsys, fnmatch = map(__import__, names)
shlex.split("a 'b c' # d", comments=True)
shlex.quote("x y")
wrapping.fill("some words " * 20, width=30)
colorsys.rgb_to_hls(0.1, 0.5, 0.2)
fnmatch.filter(["a.py", "b.c"], "*.py")
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> History:
    history = History(tmp_path_factory.mktemp("measured") / "work")
    for module in (shlex, textwrap, colorsys, fnmatch):
        history.write(f"lib/{module.__name__}.py", Path(module.__file__ or "").read_bytes())
    history.write("drive.py", DRIVE)
    history.write(".coveragerc", SETTINGS)
    history.commit("as they came")
    git(history.root, "tag", "base")
    git(history.root, "mv", "lib/textwrap.py", "lib/wrapping.py")
    for name in ("shlex", "wrapping", "fnmatch"):
        place = history.root / "lib" / f"{name}.py"
        place.write_bytes(rewritten(place.read_bytes()))
    history.commit("the change")
    for words in ("run drive.py", "json -q", "xml -q", "lcov -q"):
        command = [sys.executable, "-m", "coverage", *words.split()]
        subprocess.run(command, cwd=history.root, env={"PATH": os.defpath}, check=True)
    return history


def rewritten(source: bytes) -> bytes:
    """Return a Python module that does the same in other lines."""
    text = re.sub(rb"(?m)^( +)return (.+[^,(\[{\\])$", rb"\1answer = \2\n\1return answer", source)
    return re.sub(rb"(?m)^( +)(if .+:)$", rb"\1# Why it is asked.\n\1\2  # asked", text)


def told_by_coverage_py(history: History) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((history.root / "coverage.json").read_text("utf-8"))
    return told


@pytest.mark.parametrize("report", REPORTS)
def test_the_totals_are_those_of_coverage_py(measured: History, report: str) -> None:
    told = told_by_coverage_py(measured)["totals"]
    expected = Totals(
        lines=told["num_statements"],
        covered_lines=told["covered_lines"],
        branches=told["num_branches"],
        covered_branches=told["covered_branches"],
    )
    assert measured.gathered(report).totals() == expected
    assert 100 < expected.covered_lines < expected.lines
    assert 50 < expected.covered_branches < expected.branches


@pytest.mark.parametrize("report", REPORTS)
def test_the_changed_lines_are_those_of_diff_cover(
    measured: History, report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(measured.root)
    ours = lines_of(measured.judged(report))
    assert ours == measured.by_diff_cover("coverage.xml") == measured.by_diff_cover("coverage.lcov")
    assert [len(lines) for lines in ours["lib/shlex.py"]] > [10, 10]


@pytest.mark.parametrize("report", REPORTS)
def test_each_changed_line_is_what_coverage_py_says(measured: History, report: str) -> None:
    told = told_by_coverage_py(measured)["files"]
    files = measured.judged(report).files
    assert {file.name for file in files} == told.keys() - {"lib/colorsys.py"}
    for file in files:
        lines = {*file.covered, *file.partial, *file.missed, *file.not_relevant}
        executed = lines.intersection(told[file.name]["executed_lines"])
        missed_from = [line for line, _ in told[file.name]["missing_branches"] if line in lines]
        assert {*file.missed} == lines.intersection(told[file.name]["missing_lines"])
        assert {*file.partial} == executed.intersection(missed_from)
        assert {*file.covered} == executed.difference(missed_from)
        assert file.branches - file.covered_branches == len(missed_from)
