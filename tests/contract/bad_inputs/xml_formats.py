"""Rows 80 to 89: Cobertura, JaCoCo and Clover."""

from typing import Final

from tests.contract.bad_inputs.row import Row
from tests.contract.bad_inputs.xml_documents import cobertura

GCOVRS: Final = "this JaCoCo report does not say which lines are covered"


def _jacoco(lines: str, *, package: str = "src", name: str = "a.c") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report '
        f'1.1//EN" "report.dtd"><report name="r"><package name="{package}">'
        f'<sourcefile name="{name}">{lines}</sourcefile></package></report>'
    ).encode()


def _clover(files: str) -> bytes:
    head = '<?xml version="1.0"?><coverage generated="1"><project timestamp="1">'
    return f"{head}{files}</project></coverage>".encode()


COBERTURA: Final = (
    Row(
        number=80,
        title="cob-line-bad",
        name="coverage.xml",
        content=cobertura(
            '<line number="undefined" hits="1"/><line number="-1" hits="1"/>'
            '<line number="0" hits="1"/><line hits="1"/><line number="2" hits="x"/>'
            '<line number="3" hits="1.0"/><line number="4" hits="99999999999999999999"/>'
        ).encode(),
        said="coverage.xml: 6 records skipped or corrected",
        hits={"src/a.c": {3: 1, 4: 2**53 - 1}},
    ),
    Row(
        number=81,
        title="cob-dup-lines",
        name="coverage.xml",
        content=cobertura('<line number="2" hits="1"/><line number="2" hits="0"/>').encode(),
        hits={"src/a.c": {2: 1}},
    ),
    Row(
        number=82,
        title="cob-branch-bad",
        name="coverage.xml",
        content=cobertura(
            '<line number="1" hits="1" branch="true" condition-coverage="50% (1/2)"/>'
            '<line number="2" hits="1" branch="true" condition-coverage="300% (6/2)"/>'
            '<line number="3" hits="1" branch="true" condition-coverage="some"/>'
            '<line number="4" hits="1" branch="true" condition-coverage="0% (1/99999999999)"/>'
        ).encode(),
        said="1x more branches taken than there are (first at line 2)",
        why="1x more than 4096 branches on a line",
        hits={"src/a.c": {1: 1, 2: 1, 3: 1, 4: 1}},
        branches={"src/a.c": [(1, 0), (1, 1), (2, 1), (2, 1)]},
    ),
    Row(
        number=83,
        title="cob-traversal",
        name="coverage.xml",
        content=cobertura(source="/", filename="../../../etc/passwd").encode(),
        said="../../../etc/passwd",
        why="outside the repository",
        is_hostile=True,
    ),
    Row(
        number=84,
        title="cob-source-root",
        name="coverage.xml",
        content=cobertura(source="/", filename="etc/passwd").encode(),
        said="etc/passwd",
        why="outside the repository",
        is_hostile=True,
    ),
)

JACOCO: Final = (
    Row(
        number=85,
        title="jacoco-missing-ci",
        name="jacoco.xml",
        content=_jacoco('<line nr="1" mb="0" cb="0"/>'),
        said=f"jacoco.xml:1: {GCOVRS}",
        hint="gcovr --cobertura",
    ),
    Row(
        number=86,
        title="jacoco-nr-bad",
        name="jacoco.xml",
        content=_jacoco(
            '<line nr="x" mi="0" ci="1"/><line nr="0" mi="0" ci="1"/><line mi="0" ci="1"/>'
            '<line nr="1" mi="2" ci="-3" mb="-1" cb="1"/><line nr="2" mi="0" ci="4"/>'
        ),
        said="jacoco.xml: 5 records skipped or corrected",
        hits={"src/a.c": {1: 0, 2: 1}},
        branches={"src/a.c": [(1, 1)]},
    ),
    Row(
        number=87,
        title="jacoco-traversal",
        name="jacoco.xml",
        content=_jacoco('<line nr="1" mi="0" ci="1"/>', package="../../../etc", name="passwd"),
        said="../../../etc/passwd",
        why="outside the repository",
        is_hostile=True,
    ),
)

CLOVER: Final = (
    Row(
        number=88,
        title="clover-no-num",
        name="clover.xml",
        content=_clover(
            '<file name="src/a.c"><line type="stmt" count="1"/>'
            '<line num="2" type="stmt" count="1"/></file>'
        ),
        said="clover.xml: 1 record skipped or corrected: 1x line number is not a number",
        hits={"src/a.c": {2: 1}},
    ),
    Row(
        number=89,
        title="clover-eval",
        name="clover.xml",
        content=_clover(
            '<file name="/x/y.php(12) : eval()\'d code">'
            '<line num="1" type="stmt" count="1"/></file>'
        ),
        said="clover.xml: 1 record skipped or corrected: 1x code made by eval",
    ),
)

ROWS: Final = (*COBERTURA, *JACOCO, *CLOVER)
