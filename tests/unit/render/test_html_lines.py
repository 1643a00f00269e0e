import pytest

from coverup.model import FileCoverage
from coverup.render.html.lines import MeasuredLines, row, rows
from tests.html_samples import engine, measured


def states(file: FileCoverage) -> str:
    lines = MeasuredLines(file)
    return "".join(lines.state(line) or "." for line in range(1, len(file.lines) + 1))


def test_a_line_is_missed_partial_covered_or_does_not_count() -> None:
    assert states(engine()) == "cpmc...cmmm"


def test_a_line_that_was_run_with_a_branch_that_was_not_is_partial() -> None:
    file = measured("a", 5, 5, 0, None)
    file.count_branches(1, 2, 1)
    file.count_branches(2, 2, 2)
    file.count_branches(3, 2, 0)
    file.count_branches(4, 2, 1)
    assert states(file) == "pcmp"


@pytest.mark.parametrize(
    ("hits", "stops"),
    [
        ([], {}),
        ([1, None, 1], {}),
        ([0], {1: 1}),
        ([0, None, 0, 1, 0], {1: 3, 5: 5}),
        ([1, 0, 0, None], {2: 3}),
    ],
)
def test_uncovered_lines_are_jumped_to_as_one_place(
    hits: list[int | None], stops: dict[int, int]
) -> None:
    assert MeasuredLines(measured("a", *hits)).stops == stops


def test_a_partial_line_and_the_missed_lines_below_it_are_one_place() -> None:
    assert MeasuredLines(engine()).stops == {2: 3, 9: 11}


def test_a_row_has_the_line_its_hits_its_branches_and_its_source() -> None:
    lines = MeasuredLines(engine())
    assert row(lines, 4, "x") == '<tr id="L4" class="c"><th>4<td>4<td><td>x\n'
    assert row(lines, 5, "") == '<tr id="L5"><th>5<td><td><td>\n'
    assert row(lines, 2, "x") == (
        '<tr id="L2" class="p s" data-to="3"><th>2<td>4<td><details><summary>1/2</summary>'
        '<ol><li>4<li class="m">missed</ol></details><td>x\n'
    )


def test_branches_that_were_only_counted_are_not_listed_one_by_one() -> None:
    file = measured("a", 3)
    file.count_branches(1, 4, 3)
    assert "<td>3/4<td>" in row(MeasuredLines(file), 1, "")


@pytest.mark.parametrize(
    ("hits", "shown"),
    [
        (99_999, "99999"),
        (100_000, '<abbr title="100000">100k</abbr>'),
        (2**53 - 1, '<abbr title="9007199254740991">9P</abbr>'),
    ],
)
def test_hits_beyond_the_column_are_rounded_and_still_told(hits: int, shown: str) -> None:
    assert f"<td>{shown}<td>" in row(MeasuredLines(measured("a", hits)), 1, "")


def test_a_format_that_knows_no_counts_gets_none() -> None:
    lines = MeasuredLines(measured("a", 1, 0, counted=False))
    assert "<td>✓<td>" in row(lines, 1, "")
    assert "<td>0<td>" in row(lines, 2, "")


def test_without_a_source_the_measured_lines_are_listed() -> None:
    assert [each.split("<th>")[1][0] for each in rows(MeasuredLines(engine()), [])] == [
        *("1", "2", "3", "4", "8", "9", "1", "1"),
    ]
