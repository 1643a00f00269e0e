import pytest

from coverup.model import MAX_HITS, MAX_LINE, BranchKey, FileCoverage, Totals, merge, percent


def measured(
    hits: dict[int, int],
    *,
    counted: bool = True,
    branches: dict[BranchKey, int] | None = None,
    branch_counts: dict[int, tuple[int, int]] | None = None,
) -> FileCoverage:
    file = FileCoverage("a.py", counted=counted)
    for line, count in hits.items():
        file.hit(line, count)
    for key, count in (branches or {}).items():
        file.take(key, count)
    for line, (total, taken) in (branch_counts or {}).items():
        file.count_branches(line, total, taken)
    return file


class TestLines:
    def test_index_0_is_line_1_and_lines_between_are_not_relevant(self) -> None:
        assert measured({1: 3, 4: 0}).lines == [3, None, None, 0]

    def test_hits_of_a_line_that_is_recorded_twice_add_up(self) -> None:
        file = measured({2: 1})
        file.hit(2, 4)
        assert file.lines == [None, 5]

    def test_of_a_line_recorded_twice_without_counts_the_covered_one_stays(self) -> None:
        file = measured({2: 1}, counted=False)
        file.hit(2, 1)
        file.hit(2, 0)
        assert file.lines == [None, 1]

    def test_hits_stop_where_readers_of_json_lose_digits(self) -> None:
        file = measured({1: MAX_HITS})
        file.hit(1, MAX_HITS)
        file.take((1, 0, 0), MAX_HITS)
        file.take((1, 0, 0), 1)
        assert file.lines == [MAX_HITS]
        assert file.branches == {(1, 0, 0): MAX_HITS}

    def test_a_broken_record_at_the_last_possible_line_costs_no_array(self) -> None:
        file = measured({1: 1, MAX_LINE: 5})
        assert len(file.lines) < 1000
        assert file.fit(3) == 1
        assert file.lines == [1, None, None]

    def test_many_far_records_cost_no_array_either(self) -> None:
        file = measured(dict.fromkeys(range(90000, MAX_LINE, 90000), 1))
        assert len(file.lines) <= 100_000

    def test_a_line_that_is_far_behind_is_there_once_the_source_is_that_long(self) -> None:
        file = measured({250_000: 2})
        file.hit(250_000, 3)
        assert file.fit(300_000) == 0
        assert file.hits_of(250_000) == 5
        assert len(file.lines) == 300_000

    @pytest.mark.parametrize(("line", "hits"), [(1, 7), (2, None), (3, 0), (4, None), (0, None)])
    def test_the_hits_of_one_line(self, line: int, hits: int | None) -> None:
        assert measured({1: 7, 3: 0}).hits_of(line) == hits


class TestFit:
    def test_lines_are_filled_up_to_the_sources_length(self) -> None:
        file = measured({1: 1})
        assert file.fit(4) == 0
        assert file.lines == [1, None, None, None]

    def test_relevant_lines_beyond_the_end_are_taken_away_and_counted(self) -> None:
        file = measured({1: 1, 3: 1, 4: 0, 9: 2})
        assert file.fit(3) == 2
        assert file.lines == [1, None, 1]

    def test_branches_beyond_the_end_go_too(self) -> None:
        file = measured(
            {1: 1}, branches={(1, 0, 0): 1, (9, 0, 0): 1}, branch_counts={1: (2, 1), 9: (2, 1)}
        )
        file.fit(1)
        assert file.branches == {(1, 0, 0): 1}
        assert file.branch_counts == {1: (2, 1)}

    def test_a_file_without_lines_becomes_as_long_as_its_source(self) -> None:
        file = FileCoverage("empty.py")
        assert file.fit(2) == 0
        assert file.lines == [None, None]


class TestBranches:
    def test_counted_branches_spread_out_and_the_first_get_the_lines_hits(self) -> None:
        file = measured({5: 7}, branch_counts={5: (3, 2)})
        assert file.all_branches() == {(5, 0, 0): 7, (5, 0, 1): 7, (5, 0, 2): 0}

    @pytest.mark.parametrize("hits", [{}, {5: 0}])
    def test_a_taken_branch_of_a_line_without_hits_counts_as_taken_once(
        self, hits: dict[int, int]
    ) -> None:
        file = measured(hits, branch_counts={5: (2, 1)})
        assert file.all_branches() == {(5, 0, 0): 1, (5, 0, 1): 0}
        assert file.hits_of(5) == hits.get(5)

    def test_a_line_with_told_apart_branches_keeps_those(self) -> None:
        file = measured({1: 1, 2: 1}, branches={(1, 4, 2): 9}, branch_counts={1: (2, 2), 2: (1, 0)})
        assert file.all_branches() == {(1, 4, 2): 9, (2, 0, 0): 0}

    def test_of_two_counts_of_one_line_the_one_with_more_branches_stays(self) -> None:
        file = FileCoverage("a.py")
        for total, taken in [(2, 1), (4, 1), (2, 2), (4, 3)]:
            file.count_branches(1, total, taken)
        assert file.branch_counts == {1: (4, 3)}

    def test_they_come_in_the_order_of_lines_whatever_order_the_report_had(self) -> None:
        told_apart = measured({}, branches={(9, 0, 0): 1, (2, 0, 1): 1, (2, 0, 0): 0})
        counted = measured({}, branches={(9, 0, 0): 1}, branch_counts={2: (1, 1)})
        assert [line for line, _, _ in told_apart.all_branches()] == [2, 2, 9]
        assert [line for line, _, _ in counted.all_branches()] == [2, 9]


class TestMerge:
    def test_true_counts_add_up_and_a_line_is_relevant_if_any_report_says_so(self) -> None:
        joined = merge([measured({1: 1, 2: 0}), measured({2: 3, 5: 1})])
        assert joined.lines == [1, 3, None, None, 1]

    def test_two_runs_of_coverage_py_do_not_make_a_line_hit_twice(self) -> None:
        one, other = measured({1: 1, 2: 0}, counted=False), measured({1: 1, 2: 1}, counted=False)
        joined = merge([one, other])
        assert joined.lines == [1, 1]
        assert not joined.counted

    def test_to_true_counts_the_others_are_joined_by_the_maximum(self) -> None:
        counts, flags = measured({1: 5, 2: 0}), measured({1: 1, 2: 1, 3: 0}, counted=False)
        for parts in ([counts, flags], [flags, counts], [flags, counts, flags]):
            assert merge(parts).lines == [5, 1, 0]
            assert merge(parts).counted

    def test_branches_merge_by_identity(self) -> None:
        one = measured({}, branches={(1, 0, 0): 2, (1, 0, 1): 0})
        other = measured({}, branches={(1, 0, 0): 3, (1, 1, 0): 1})
        assert merge([one, other]).branches == {(1, 0, 0): 5, (1, 0, 1): 0, (1, 1, 0): 1}

    def test_the_parts_stay_as_they_are(self) -> None:
        one, other = measured({1: 1, 200_000: 1}), measured({1: 1, 2: 1}, counted=False)
        merge([one, other])
        assert one == measured({1: 1, 200_000: 1})
        assert other == measured({1: 1, 2: 1}, counted=False)

    def test_the_result_has_the_first_parts_path(self) -> None:
        assert merge([FileCoverage("a.py"), FileCoverage("A.py")]).path == "a.py"

    def test_a_single_part_is_itself(self) -> None:
        part = measured({1: 1})
        assert merge([part]) == part

    def test_nothing_cannot_be_merged(self) -> None:
        with pytest.raises(ValueError, match="nothing to merge"):
            merge([])


class TestTotals:
    def test_lines_and_branches_are_counted(self) -> None:
        file = measured({1: 1, 2: 0, 4: 9}, branches={(1, 0, 0): 0}, branch_counts={4: (2, 1)})
        assert file.totals() == Totals(lines=3, covered_lines=2, branches=3, covered_branches=1)

    def test_totals_of_files_add_up(self) -> None:
        one = Totals(lines=1, covered_lines=1, branches=2, covered_branches=1)
        other = Totals(lines=3, covered_lines=0, branches=4, covered_branches=4)
        both = Totals(lines=4, covered_lines=1, branches=6, covered_branches=5)
        assert one + other == both
        assert sum([one, other], start=Totals()) == both


@pytest.mark.parametrize(
    ("covered", "relevant", "expected"),
    [
        (0, 0, None),
        (0, 3, 0.0),
        (1, 3, 33.33),
        (2, 3, 66.67),
        (3, 3, 100.0),
        (99_999, 100_000, 99.99),
        (1, 100_000, 0.01),
        (10**15 - 1, 10**15, 99.99),
    ],
)
def test_a_percentage_is_100_only_for_all_and_0_only_for_none(
    covered: int, relevant: int, expected: float | None
) -> None:
    assert percent(covered, relevant) == expected
