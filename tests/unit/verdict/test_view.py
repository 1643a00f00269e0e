"""Which rows a table has, and in which order."""

from fractions import Fraction

import pytest

from coverup.model import FileCoverage
from coverup.verdict.totals import file_verdicts, folder_verdicts
from coverup.verdict.view import View

MEASURED = {
    "a/full.c": FileCoverage("", [1, 1], {(1, 0, 0): 1, (1, 0, 1): 0}),
    "a/half.c": FileCoverage("", [1, 0], {(1, 0, 0): 1}),
    "a/large.c": FileCoverage("", [*[1] * 90, *[0] * 10]),
    "b/empty.c": FileCoverage("", [None]),
    "b/none.c": FileCoverage("", [0], {(1, 0, 0): 0}),
}
FILES = file_verdicts(MEASURED)


def names(view: View) -> list[str]:
    return [row.name for row in view.rows(FILES, folder_verdicts(FILES))]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["a/full.c", "a/half.c", "a/large.c", "b/empty.c", "b/none.c"]),
        ("percent", ["b/none.c", "a/half.c", "a/large.c", "a/full.c", "b/empty.c"]),
        ("branches", ["b/none.c", "a/full.c", "a/half.c", "a/large.c", "b/empty.c"]),
        ("missed", ["a/large.c", "a/half.c", "b/none.c", "a/full.c", "b/empty.c"]),
    ],
)
def test_ties_are_in_the_order_of_names_and_what_has_no_share_comes_last(
    sort: str, order: list[str]
) -> None:
    assert names(View(sort=sort)) == order


def test_below_is_exact_and_leaves_out_what_has_no_share() -> None:
    assert names(View(below=Fraction(50))) == ["b/none.c"]
    assert names(View(below=Fraction("50.001"))) == ["a/half.c", "b/none.c"]
    assert names(View(below=Fraction(0))) == []


def test_only_named_files_are_shown() -> None:
    assert names(View(only=frozenset({"a/half.c", "gone.c"}))) == ["a/half.c"]


def test_folders_take_the_place_of_files() -> None:
    assert names(View(folders=True)) == ["", "a", "b"]
    assert names(View(folders=True, below=Fraction(50))) == ["b"]
