"""Uncovered lines and branches as short text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.model import FileCoverage
from coverup.verdict.ranges import shown_lines
from coverup.verdict.totals import FileVerdict, Jumps


def measured(lines: list[int | None], *branches: tuple[int, int, int, int]) -> FileCoverage:
    file = FileCoverage("a", lines)
    file.branches = {(line, block, branch): hits for line, block, branch, hits in branches}
    return file


def uncovered(file: FileCoverage, jumps: Jumps | None = None) -> str:
    return FileVerdict.of("a", file, jumps).uncovered


def partial_lines(file: FileCoverage) -> object:
    return FileVerdict.of("a", file).partial


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], ""),
        ([1, None, 2], ""),
        ([0], "1"),
        ([1, 0, 0, 0, 1], "2-4"),
        ([0, 1, 0], "1, 3"),
        ([1, 0, None, None, 0, 1], "2-5"),
        ([None, 0, None], "2"),
        ([0, None, 1, 0, 0], "1, 4-5"),
    ],
)
def test_a_range_goes_over_lines_that_are_not_relevant(lines: list[int | None], text: str) -> None:
    assert uncovered(measured(lines)) == text


def test_missed_branches_of_a_covered_line_are_told_in_the_order_of_lines() -> None:
    file = measured([1, 0, 1, 0], (1, 0, 0, 1), (1, 0, 1, 0), (3, 0, 0, 0), (3, 0, 1, 0))
    assert uncovered(file) == "1 (1/2), 2, 3 (0/2), 4"
    assert partial_lines(file) == {1: 1, 3: 2}


def test_branches_of_an_uncovered_line_add_nothing_to_it() -> None:
    file = measured([0], (1, 0, 0, 0), (1, 0, 1, 0))
    assert uncovered(file) == "1"
    assert partial_lines(file) == {}


def test_counted_branches_are_told_as_those_with_an_identity_are() -> None:
    file = measured([4, 1])
    file.count_branches(1, 4, 3)
    assert uncovered(file) == "1 (3/4)"


def test_a_jump_that_is_known_is_told_by_where_it_leads() -> None:
    file = measured([1, 1], (1, 0, 2, 1), (1, 0, 9, 0), (2, 0, 1, 0), (2, 0, 7, 0))
    jumps = {(1, 0, 9): "9", (2, 0, 1): "exit", (2, 0, 7): "7"}
    assert uncovered(file, jumps) == "1->9, 2->exit, 2->7"


def test_a_jump_to_an_uncovered_line_is_told_by_that_line() -> None:
    file = measured([1, 0, 1], (1, 0, 2, 0), (1, 0, 3, 1))
    assert uncovered(file, {(1, 0, 2): "2"}) == "2"
    assert partial_lines(file) == {1: 1}


def test_a_line_with_an_unknown_jump_has_its_number_of_branches() -> None:
    file = measured([1], (1, 0, 2, 0), (1, 0, 9, 0))
    assert uncovered(file, {(1, 0, 9): "9"}) == "1 (0/2)"


@pytest.mark.parametrize(
    ("lines", "text"),
    [((), ""), ((3,), "3"), ((5, 3, 4, 9), "3-5, 9"), ((1, 3), "1, 3")],
)
def test_given_lines_are_joined_only_where_they_follow_one_another(
    lines: tuple[int, ...], text: str
) -> None:
    assert shown_lines(lines) == text


@given(st.lists(st.none() | st.integers(0, 1)))
def test_the_ranges_hold_exactly_the_uncovered_lines_among_the_relevant_ones(
    lines: list[int | None],
) -> None:
    told: set[int] = set()
    for part in filter(None, uncovered(measured(lines)).split(", ")):
        first, _, last = part.partition("-")
        told.update(range(int(first), int(last or first) + 1))
    relevant = {line for line, hits in enumerate(lines, start=1) if hits is not None}
    missed = {line for line, hits in enumerate(lines, start=1) if hits == 0}
    assert told & relevant == missed
