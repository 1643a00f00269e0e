from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import sonarqube
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES
from tests.unit.formats.xml_reports import Measured, measured, measurements, report, sample


def of_lines(lines: str) -> Source:
    return report(f'<coverage version="1"><file path="a.c">{lines}</file></coverage>')


def test_repeated_lines_are_covered_if_one_is() -> None:
    source = sample("sonarqube", "covr.xml")
    assert sonarqube.sniff(source)
    assert measured(sonarqube, source) == {
        "shop/R/cart.R": ({2: 1, 3: 0, 4: 1}, {4: [4, 3]}),
        "shop/R/item.R": ({}, {}),
    }
    assert {file.counted for file in sonarqube.read(source)} == {False}


@pytest.mark.parametrize(
    ("line", "expected", "skipped"),
    [
        ('lineNumber="2" covered="TRUE"', ({2: 1}, {}), ""),
        ('lineNumber="2" covered="yes"', ({}, {}), "line that is neither covered nor not"),
        ('lineNumber="2"', ({}, {}), "line that is neither covered nor not"),
        ('covered="true"', ({}, {}), "line number is not a number"),
        ('lineNumber="0" covered="true"', ({}, {}), "line number out of range"),
        ('lineNumber="2" covered="1" branchesToCover="2"', ({2: 1}, {2: [2, 0]}), ""),
        (
            'lineNumber="2" covered="1" branchesToCover="x"',
            ({2: 1}, {}),
            "hit count is not a number",
        ),
        (
            'lineNumber="2" covered="1" branchesToCover="2" coveredBranches="3"',
            ({2: 1}, {2: [2, 2]}),
            "more branches taken than there are",
        ),
        (
            'lineNumber="2" covered="1" branchesToCover="999999999" coveredBranches="1"',
            ({2: 1}, {}),
            f"more than {MAX_BRANCHES} branches on a line",
        ),
    ],
)
def test_what_cannot_be_right_is_noted(
    line: str, expected: tuple[dict[int, int], dict[int, list[int]]], skipped: str
) -> None:
    source = of_lines(f"<lineToCover {line}/>")
    assert measured(sonarqube, source) == {"a.c": expected}
    assert list(source.notes.skipped) == ([skipped] if skipped else [])


@pytest.mark.parametrize(
    ("inside", "skipped"),
    [
        ('<file><lineToCover lineNumber="1" covered="true"/></file>', "file without a path"),
        ('<lineToCover lineNumber="1" covered="true"/>', "line outside a file"),
    ],
)
def test_what_has_no_file_is_noted(inside: str, skipped: str) -> None:
    source = report(f'<coverage version="1">{inside}</coverage>')
    assert list(sonarqube.read(source)) == []
    assert source.notes.skipped == {skipped: 1}


@pytest.mark.parametrize(
    ("content", "is_ours"),
    [
        ('<coverage version="1"/>', True),
        ('<coverage version="1"><file path="a"/></coverage>', True),
        ('<coverage><file path="a"><lineToCover/></file></coverage>', True),
        ('<coverage version="1" line-rate="1"/>', False),
        ('<coverage version="1"><packages/></coverage>', False),
        ('<coverage version="0.3"><assembly/></coverage>', False),
        ('<coverage generated="1"><project/></coverage>', False),
        ("<coverage/>", False),
        ("", False),
    ],
)
def test_the_format_is_told_by_its_elements(content: str, *, is_ours: bool) -> None:
    assert sonarqube.sniff(report(content)) is is_ours


def written(files: Measured) -> str:
    parts = []
    for name, (lines, branches) in files.items():
        parts.append(f"<file path={quoteattr(name)}>")
        for line, hits in lines.items():
            told = f'lineNumber="{line}" covered="{str(bool(hits)).lower()}"'
            if line in branches:
                total, taken = branches[line]
                told += f' branchesToCover="{total}" coveredBranches="{taken}"'
            parts.append(f"<lineToCover {told}/>")
        parts.append("</file>")
    return f'<coverage version="1">{"".join(parts)}</coverage>'


@given(measurements(hits=st.integers(0, 1)))
def test_what_is_written_is_read(files: Measured) -> None:
    assert measured(sonarqube, report(written(files))) == files
