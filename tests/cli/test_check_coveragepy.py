"""The verdict on a Python program is what coverage.py itself says of it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command

PROGRAM = '''\
"""A program with every kind of jump that coverage.py tells."""
import sys


def first(items):
    for item in items:
        if item > 1:
            return item


@staticmethod
def decorated(value):
    if value:
        print(value)


def loops(number):
    while True:
        number -= 1
        if number > 3:
            continue
        if number < 0:
            break
    for each in range(number):
        if each:
            print(each)
    while number < 2:
        number += 1
        if number == 7:
            print(number)


class Thing:
    if len(sys.argv) > 5:
        name = "many"

    def never(self):
        if self:
            return 1

        return 2


def chosen(value):
    match value:
        case 1:
            return "one"
        case 2:
            return "two"


def caught(value):
    try:
        if value:
            raise ValueError
    except ValueError:
        return None
    finally:
        if value:
            print("done")


first([2])
loops(3)
chosen(1)
caught(1)
choose = lambda flag: (
    1 if flag
    else 2
)
choose(True)
if len(sys.argv) > 9:
    print("more")
'''


def run(folder: Path, *words: str) -> str:
    """Run coverage.py in a folder and return what it prints."""
    command = [sys.executable, "-m", "coverage", *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/program.py").write_text(PROGRAM)
    (tmp_path / "src/loop.py").write_text("for n in range(3):\n    if n > 5:\n        print(n)\n")
    (tmp_path / "main.py").write_text("import src.program\nimport src.loop\nassert src\n")
    (tmp_path / ".coveragerc").write_text("[run]\nbranch = true\nrelative_files = true\n")
    run(tmp_path, "run", "--rcfile=.coveragerc", "--data-file=.coverage", "main.py")
    return tmp_path


def told_by_coverage(folder: Path) -> dict[str, tuple[int, int, int, int, str]]:
    """Return statements, missing, branches, partly taken ones and `Missing` of each file."""
    rows = run(folder, "report", "-m", "--data-file=.coverage").splitlines()
    found = {}
    for row in rows:
        words = row.split(maxsplit=6)
        if words and words[0].endswith(".py"):
            numbers = (int(words[1]), int(words[2]), int(words[3]), int(words[4]))
            found[words[0]] = (*numbers, words[6] if words[6:] else "")
    return found


def source_files(text: str) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in json.loads(text)["source_files"]}


@pytest.mark.parametrize("report", [".coverage", "coverage.json"])
def test_what_is_missing_is_told_in_the_words_of_coverage_py(
    coverup: Command, measured: Path, report: str
) -> None:
    run(measured, "json", "--data-file=.coverage", "-o", "coverage.json")
    files = source_files(coverup("check", report, "--json").out)
    theirs = {name: row[4] for name, row in told_by_coverage(measured).items()}
    assert {name: file["uncovered"] for name, file in files.items()} == theirs
    assert "->exit" in theirs["src/program.py"], "the program has what is compared"


@pytest.mark.parametrize("report", [".coverage", "coverage.json", "coverage.xml", "lcov.info"])
def test_totals_are_those_of_coverage_py(coverup: Command, measured: Path, report: str) -> None:
    for form, name in (("json", "coverage.json"), ("xml", "coverage.xml"), ("lcov", "lcov.info")):
        run(measured, form, "--data-file=.coverage", "-o", name)
    totals = json.loads((measured / "coverage.json").read_text())["totals"]
    found = json.loads(coverup("check", report, "--json").out)["totals"]
    assert (found["lines"]["relevant"], found["lines"]["covered"]) == (
        totals["num_statements"],
        totals["covered_lines"],
    )
    assert (found["branches"]["relevant"], found["branches"]["covered"]) == (
        totals["num_branches"],
        totals["covered_branches"],
    )
    for name, file in source_files(coverup("check", report, "--json").out).items():
        statements, missing, branches, _, _ = told_by_coverage(measured)[name]
        lines = file["totals"]["lines"]
        assert (lines["relevant"], lines["relevant"] - lines["covered"]) == (statements, missing)
        assert file["totals"]["branches"]["relevant"] == branches
