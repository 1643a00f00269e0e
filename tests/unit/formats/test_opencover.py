from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import opencover
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, MAX_HITS, FileCoverage
from tests.unit.formats.xml_reports import (
    Measured,
    by_line,
    measured,
    measurements,
    merged,
    relevant,
    report,
    sample,
)


def of_points(points: str, *, ref: str = '<FileRef uid="1"/>') -> Source:
    return report(
        '<CoverageSession><Modules><Module><Files><File uid="1" fullPath="/shop/A.cs"/></Files>'
        f"<Classes><Class><Methods><Method>{ref}{points}</Method></Methods></Class></Classes>"
        "</Module></Modules></CoverageSession>"
    )


def only(source: Source) -> FileCoverage:
    (file,) = opencover.read(source)
    return file


def test_modules_are_read_and_files_merge_by_their_full_path() -> None:
    source = sample("opencover", "opencover.xml")
    assert opencover.sniff(source)
    files = merged(opencover.read(source))
    assert {path: relevant(file) for path, file in files.items()} == {
        r"C:\shop\Cart.cs": {5: 5, 6: 3, 7: 3, 8: 3, 10: 0},
        r"C:\shop\Stock.cs": {2: 1},
    }
    assert files[r"C:\shop\Cart.cs"].branches == {
        (6, 7, 0): 3,
        (6, 7, 1): 0,
        (10, 22, 0): 0,
        (10, 22, 1): 0,
    }
    assert not source.notes.skipped


def test_points_of_skipped_modules_are_left_out() -> None:
    source = report(
        '<CoverageSession><Modules><Module skippedDueTo="Filter"><File uid="1" fullPath="A"/>'
        '<SequencePoint vc="1" sl="1" fileid="1"/></Module></Modules></CoverageSession>'
    )
    assert list(opencover.read(source)) == []


@pytest.mark.parametrize(
    ("point", "expected", "skipped"),
    [
        ('vc="2" sl="3" el="5"', {3: 2, 4: 2, 5: 2}, ""),
        ('vc="2" sl="3"', {3: 2}, ""),
        ('vc="2" sl="3" el="1"', {3: 2}, ""),
        ('vc="2" sl="3" el="16707566"', {3: 2}, ""),
        ('vc="2" sl="16707566" el="16707566"', {}, ""),
        ('vc="2" sl="15732480"', {}, ""),
        ('vc="99999999999999999999" sl="1"', {1: MAX_HITS}, "hit count too large"),
        ('vc="-1" sl="1"', {1: 0}, "negative hit count taken as 0"),
        ('sl="1"', {}, "hit count is not a number"),
        ('vc="1"', {}, "line number is not a number"),
        ('vc="1" sl="0"', {}, "line number out of range"),
        ('vc="1" sl="1" el="x"', {}, "line number is not a number"),
        ('vc="1" sl="1" el="9999999"', {}, "statement of more than 10000 lines"),
    ],
)
def test_a_point_has_lines_and_a_visit_count(
    point: str, expected: dict[int, int], skipped: str
) -> None:
    source = of_points(f'<SequencePoint vc="1" sl="70"/><SequencePoint {point}/>')
    assert relevant(only(source)) == {70: 1} | expected
    assert list(source.notes.skipped) == ([skipped] if skipped else [])


@pytest.mark.parametrize(
    ("point", "expected", "skipped"),
    [
        ('vc="4" sl="1" offset="3" path="1" fileid="1"', {(1, 3, 1): 4}, ""),
        ('vc="4" sl="1" path="1"', {(1, 0, 1): 4}, ""),
        ('vc="4" sl="1" offset="3" ordinal="2"', {(1, 3, 2): 4}, ""),
        ('vc="4" offset="30" path="0"', {(8, 30, 0): 4}, ""),
        ('vc="4" offset="19" path="0"', {(7, 19, 0): 4}, ""),
        ('vc="4" offset="9" path="0"', {}, "line number is not a number"),
        ('vc="4" path="0"', {}, "line number is not a number"),
        ('vc="4" sl="16707566" path="0"', {}, ""),
        ('vc="4" sl="1" offset="3" path="x"', {}, "branch without a path"),
        ('sl="1" path="0"', {}, "hit count is not a number"),
    ],
)
def test_a_branch_is_known_by_line_offset_and_path(
    point: str, expected: dict[tuple[int, int, int], int], skipped: str
) -> None:
    source = of_points(
        '<SequencePoint vc="1" offset="10" sl="7"/><SequencePoint vc="1" offset="20" sl="8"/>'
        f"<BranchPoint {point}/>"
    )
    assert only(source).branches == expected
    assert list(source.notes.skipped) == ([skipped] if skipped else [])


def test_a_branch_that_is_listed_twice_adds_up() -> None:
    source = of_points('<BranchPoint vc="2" sl="1" offset="4" path="1"/>' * 2)
    assert only(source).branches == {(1, 4, 1): 4}


def test_branches_of_a_line_are_capped() -> None:
    points = (f'<BranchPoint vc="1" sl="1" path="{n}"/>' for n in range(MAX_BRANCHES + 4))
    source = of_points("".join(points))
    assert by_line(only(source)) == {1: [MAX_BRANCHES, MAX_BRANCHES]}
    assert source.notes.skipped == {f"more than {MAX_BRANCHES} branches on a line": 4}


@pytest.mark.parametrize(
    ("points", "skipped"),
    [
        ('<SequencePoint vc="1" sl="1"/>', "point without a file"),
        ('<SequencePoint vc="1" sl="1" fileid="0"/>', "point without a file"),
        ('<SequencePoint vc="1" sl="1" fileid="9"/>', "file without a name"),
    ],
)
def test_a_point_that_is_in_no_file_is_noted(points: str, skipped: str) -> None:
    source = of_points(points, ref="")
    assert list(opencover.read(source)) == []
    assert source.notes.skipped == {skipped: 1}


@pytest.mark.parametrize(
    ("content", "is_ours"), [("<CoverageSession/>", True), ("<coverage/>", False), ("", False)]
)
def test_the_format_is_told_by_its_root(content: str, *, is_ours: bool) -> None:
    assert opencover.sniff(report(content)) is is_ours


def written(files: Measured) -> str:
    names = "".join(
        f'<File uid="{number}" fullPath={quoteattr(name)}/>' for number, name in enumerate(files, 1)
    )
    points = []
    for number, (lines, branches) in enumerate(files.values(), 1):
        for line, hits in lines.items():
            points.append(f'<SequencePoint vc="{hits}" sl="{line}" el="{line}" fileid="{number}"/>')
            total, taken = branches.get(line, [0, 0])
            points += (
                f'<BranchPoint vc="{int(n < taken)}" sl="{line}" path="{n}" fileid="{number}"/>'
                for n in range(total)
            )
    return (
        f"<CoverageSession><Module><Files>{names}</Files>{''.join(points)}</Module>"
        "</CoverageSession>"
    )


@given(measurements(hits=st.integers(0, MAX_HITS)))
def test_what_is_written_is_read(files: Measured) -> None:
    expected = {name: told for name, told in files.items() if told[0]}
    assert measured(opencover, report(written(files))) == expected
