import pytest

from coverup.model import FileCoverage, Totals, merge
from coverup.packed import PackedBranches

ARRAY = b"[3,0,0,2,3,0,1,0,9,1,0,5]"
DICT = {(3, 0, 0): 2, (3, 0, 1): 0, (9, 1, 0): 5}


def packed() -> PackedBranches:
    return PackedBranches(ARRAY, total=3, taken=2, last_line=9)


def measured() -> FileCoverage:
    return FileCoverage("a.c", [None, None, 1], packed())


def test_packed_branches_are_as_good_as_a_dict() -> None:
    branches = packed()
    assert branches == DICT
    assert list(branches) == list(DICT)
    assert branches[9, 1, 0] == 5
    assert (4, 0, 0) not in branches
    assert repr(branches) == repr(DICT)


def test_counting_them_unpacks_nothing() -> None:
    branches = packed()
    assert len(branches) == 3
    assert branches
    assert branches.array == ARRAY


def test_a_change_is_kept_and_ends_the_packing() -> None:
    branches = packed()
    branches[4, 0, 0] = 1
    del branches[3, 0, 1]
    assert branches == {(3, 0, 0): 2, (9, 1, 0): 5, (4, 0, 0): 1}
    assert len(branches) == 3
    assert branches.array is None


def test_a_file_counts_packed_branches_without_unpacking_them() -> None:
    file = measured()
    expected = Totals(lines=1, covered_lines=1, branches=3, covered_branches=2)
    assert file.totals() == expected
    assert isinstance(file.branches, PackedBranches)
    assert file.branches.array == ARRAY
    file.take((4, 0, 0), 1)
    assert file.totals().branches == 4
    assert file.totals().covered_branches == 3


@pytest.mark.parametrize(
    ("line_count", "kept"), [(20, DICT), (9, DICT), (8, {(3, 0, 0): 2, (3, 0, 1): 0}), (2, {})]
)
def test_branches_beyond_the_end_of_the_source_go(
    line_count: int, kept: dict[tuple[int, int, int], int]
) -> None:
    file = measured()
    file.fit(line_count)
    assert file.all_branches() == kept


def test_counted_branches_of_other_lines_come_between_packed_ones() -> None:
    file = measured()
    file.count_branches(5, 2, 1)
    assert file.packed_branches is None
    assert list(file.all_branches()) == [(3, 0, 0), (3, 0, 1), (5, 0, 0), (5, 0, 1), (9, 1, 0)]


def test_packed_branches_merge_and_stay_as_they_are() -> None:
    one, other = measured(), measured()
    assert merge([one, other]).branches == {(3, 0, 0): 4, (3, 0, 1): 0, (9, 1, 0): 10}
    assert one.branches == other.branches == DICT
