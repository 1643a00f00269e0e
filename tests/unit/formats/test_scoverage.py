from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import scoverage
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES
from tests.unit.formats.xml_reports import Measured, measured, measurements, merged, report, sample


def of_statements(statements: str) -> Source:
    return report(
        '<scoverage><packages><package><classes><class filename="p/A.scala"><methods><method>'
        f"<statements>{statements}</statements></method></methods></class></classes></package>"
        "</packages></scoverage>"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "report.xml",
            {
                "/builds/shop/src/main/scala/com/acme/Cart.scala": ({4: 1, 5: 1}, {5: [2, 1]}),
                "com/acme/Item.scala": ({2: 1, 3: 0}, {}),
            },
        ),
        (
            "old.xml",
            {
                "src/main/scala/Cart.scala": ({3: 1, 4: 1}, {4: [2, 1]}),
                "src/main/scala/Item.scala": ({2: 0}, {}),
            },
        ),
    ],
)
def test_both_forms_are_read(name: str, expected: Measured) -> None:
    source = sample("scoverage", name)
    assert scoverage.sniff(source)
    assert measured(scoverage, source) == expected
    assert not source.notes.skipped


def test_the_statement_executed_most_decides_about_its_line() -> None:
    statement = '<statement line="3" branch="false" invocation-count="{}"/>'
    source = of_statements("".join(statement.format(count) for count in (0, 2, 1)))
    assert measured(scoverage, source) == {"p/A.scala": ({3: 2}, {})}


def test_branches_are_told_apart_by_their_place_in_the_source() -> None:
    branch = '<statement line="3" branch="true" invocation-count="1" start="{}" end="{}"/>'
    other = '<statement source="B" line="1" invocation-count="1"/>'
    source = of_statements(branch.format(7, 9) + other + branch.format(7, 9) + branch.format(9, 12))
    files = merged(scoverage.read(source))
    assert files["p/A.scala"].branches == {(3, 7, 9): 1, (3, 9, 12): 1}


def test_branches_of_a_line_are_capped() -> None:
    source = of_statements('<statement line="3" branch="true" invocation-count="1"/>' * 4100)
    assert measured(scoverage, source) == {"p/A.scala": ({3: 1}, {3: [MAX_BRANCHES, MAX_BRANCHES]})}
    assert source.notes.skipped == {f"more than {MAX_BRANCHES} branches on a line": 4}


@pytest.mark.parametrize(
    ("statement", "skipped"),
    [
        ('line="0" invocation-count="1"', "line number out of range"),
        ('invocation-count="1"', "line number is not a number"),
        ('line="1"', "hit count is not a number"),
        ('line="1" invocation-count="many"', "hit count is not a number"),
    ],
)
def test_a_statement_that_cannot_be_right_is_noted(statement: str, skipped: str) -> None:
    source = of_statements(f"<statement {statement}/>")
    assert list(scoverage.read(source)) == []
    assert source.notes.skipped == {skipped: 1}


def test_a_statement_without_a_source_is_noted() -> None:
    source = report('<scoverage><statement line="1" invocation-count="1"/></scoverage>')
    assert list(scoverage.read(source)) == []
    assert source.notes.skipped == {"statement without a source": 1}


@pytest.mark.parametrize(
    ("content", "is_ours"),
    [
        ("<scoverage/>", True),
        ("<statements><statement><source>a</source><line>1</line></statement></statements>", True),
        ("<statements><statement/></statements>", False),
        ("<coverage><packages/></coverage>", False),
        ("", False),
    ],
)
def test_the_format_is_told_by_its_root(content: str, *, is_ours: bool) -> None:
    assert scoverage.sniff(report(content)) is is_ours


def written(files: Measured) -> str:
    parts = []
    for name, (lines, branches) in files.items():
        source = f"<statement source={quoteattr(name)} "
        for line, hits in lines.items():
            parts.append(f'{source} line="{line}" branch="false" invocation-count="{hits}"/>')
            total, taken = branches.get(line, [0, 0])
            parts += (
                f'{source} line="{line}" branch="true" invocation-count="{int(n < taken)}" '
                f'start="{n}" end="{n + 1}"/>'
                for n in range(total)
            )
    return f"<scoverage><packages>{''.join(parts)}</packages></scoverage>"


@given(measurements(hits=st.integers(1, 9)))
def test_what_is_written_is_read(files: Measured) -> None:
    expected = {name: told for name, told in files.items() if told[0]}
    assert measured(scoverage, report(written(files))) == expected
