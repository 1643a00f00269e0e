from typing import Any

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import llvm_json
from coverup.formats._llvm_lines import MAX_WRAPPED
from coverup.model import MAX_BRANCHES, MAX_HITS, MAX_LINE
from tests.unit.formats.documents import read, relevant, source_of

ENTRY, GAP, END = (True, True, False), (True, True, True), (False, False, False)
GOES_ON, SKIPPED = (True, False, False), (False, True, False)


def export(*files: Any) -> dict[str, Any]:
    return {"type": llvm_json.TYPE, "version": "2.0.1", "data": [{"files": list(files)}]}


def file_of(segments: Any, branches: Any = ()) -> dict[str, Any]:
    return {"filename": "/b/a.c", "segments": segments, "branches": list(branches), "summary": {}}


def seg(line: Any, column: Any, count: Any, flags: tuple[bool, ...]) -> list[Any]:
    return [line, column, count, *flags]


class TestLines:
    @pytest.mark.parametrize(
        ("segments", "expected"),
        [
            pytest.param(
                [seg(2, 1, 5, ENTRY), seg(4, 2, 0, END)],
                {2: 5, 3: 5, 4: 5},
                id="a region reaches from its first line to its last",
            ),
            pytest.param(
                [seg(1, 1, 1, ENTRY), seg(2, 2, 0, END), seg(5, 1, 0, ENTRY), seg(6, 2, 0, END)],
                {1: 1, 2: 1, 5: 0, 6: 0},
                id="between two functions nothing is relevant",
            ),
            pytest.param(
                [seg(1, 1, 1, ENTRY), seg(1, 9, 7, ENTRY), seg(1, 20, 1, GOES_ON)],
                {1: 7},
                id="the largest count that starts on a line",
            ),
            pytest.param(
                [
                    seg(1, 1, 9, ENTRY),
                    seg(2, 5, 3, ENTRY),
                    seg(2, 9, 9, GOES_ON),
                    seg(3, 2, 0, END),
                ],
                {1: 9, 2: 9, 3: 9},
                id="what goes on from the line before counts, too",
            ),
            pytest.param(
                [seg(1, 1, 4, ENTRY), seg(1, 9, 0, GAP), seg(2, 5, 0, ENTRY), seg(3, 2, 0, END)],
                {1: 4, 2: 0, 3: 0},
                id="a gap is no start",
            ),
            pytest.param(
                [
                    seg(1, 1, 4, ENTRY),
                    seg(2, 1, 0, SKIPPED),
                    seg(4, 7, 4, GOES_ON),
                    seg(5, 2, 0, END),
                ],
                {1: 4, 5: 4},
                id="what the preprocessor leaves out is not relevant",
            ),
            pytest.param(
                [[1, 1, 2, True, True], [2, 1, 0, False, False]], {1: 2, 2: 2}, id="five items"
            ),
            pytest.param([seg(2, 1, 1, END), seg(1, 1, 3, ENTRY)], {1: 3, 2: 3}, id="any order"),
            pytest.param([], {}, id="none"),
        ],
    )
    def test_segments_become_lines(self, segments: list[Any], expected: dict[int, int]) -> None:
        [file], skipped = read(llvm_json, export(file_of(segments)))
        assert (relevant(file), skipped) == (expected, {})

    @pytest.mark.parametrize(
        ("broken", "note"),
        [
            (seg(10**12, 1, 1, ENTRY), "line number out of range"),
            (seg(0, 1, 1, ENTRY), "line number out of range"),
            (seg("x", 1, 1, ENTRY), "line number is not a number"),
            (seg(3, 1, None, ENTRY), "hit count is not a number"),
            (seg(3, None, 1, ENTRY), "segment is not an array of line, column, count and flags"),
            ([3, 1, 1, True], "segment is not an array of line, column, count and flags"),
            (None, "segment is not an array of line, column, count and flags"),
        ],
    )
    def test_a_broken_segment_is_noted_and_left_out(self, broken: Any, note: str) -> None:
        good = [seg(1, 1, 1, ENTRY), seg(2, 1, 0, END)]
        [file], skipped = read(llvm_json, export(file_of([*good, broken])))
        assert (relevant(file), skipped) == ({1: 1, 2: 1}, {note: 1})

    def test_counts_of_64_bits_are_the_largest_that_json_readers_keep(self) -> None:
        [file], _ = read(llvm_json, export(file_of([seg(1, 1, 2**64 - 1, ENTRY)])))
        assert file.lines == [MAX_HITS]

    def test_a_region_that_is_too_long_to_be_true_is_left_out(self) -> None:
        segments = [seg(1, 1, 1, ENTRY), seg(2, 1, 2, ENTRY), seg(MAX_LINE, 1, 0, END)]
        [file], skipped = read(llvm_json, export(file_of(segments)))
        assert (relevant(file), file.far) == ({1: 1, 2: 2}, {})
        assert skipped == {f"region of more than {MAX_WRAPPED} lines": 1}


class TestBranches:
    def test_exports_of_old_versions_have_none(self) -> None:
        entry = {"filename": "a.c", "segments": [[1, 1, 2, True, True]]}
        [file], skipped = read(llvm_json, export(entry))
        assert (file.lines, file.branches, skipped) == ([2], {}, {})

    def test_a_condition_has_two_and_its_instantiations_add_up(self) -> None:
        branches = [[4, 9, 4, 15, 0, 2, 0, 0, 4], [4, 9, 4, 15, 1, 2, 1, 0, 4], [6, 3, 6, 5, 0, 0]]
        [file], skipped = read(llvm_json, export(file_of([], branches)))
        assert file.branches == {(4, 9, 0): 1, (4, 9, 1): 4, (6, 3, 0): 0, (6, 3, 1): 0}
        assert not skipped

    def test_conditions_that_begin_at_one_place_stay_apart(self) -> None:
        branches = [[4, 9, 4, 20, 1, 0], [4, 9, 4, 15, 0, 2]]
        [file], _ = read(llvm_json, export(file_of([], branches)))
        assert file.branches == {(4, 9, 0): 0, (4, 9, 1): 2, (4, 9, 2): 1, (4, 9, 3): 0}

    @pytest.mark.parametrize(
        ("broken", "note"),
        [
            ([4, 9, 4, 15, 0], "branch is not an array of lines, columns and counts"),
            ([4, True, 4, 15, 0, 1], "region does not begin at a line and a column"),
            ([4, -9, 4, 15, 0, 1], "region does not begin at a line and a column"),
            ([4, 9, 4, 1e300, 0, 1], "branch is not an array of lines, columns and counts"),
            ({}, "branch is not an array of lines, columns and counts"),
            ([0, 9, 4, 15, 0, 1], "line number out of range"),
            ([4, 9, 4, 15, "x", 1], "hit count is not a number"),
        ],
    )
    def test_a_broken_branch_is_noted_and_left_out(self, broken: Any, note: str) -> None:
        [file], skipped = read(llvm_json, export(file_of([], [broken])))
        assert (file.branches, skipped) == ({}, {note: 1})

    def test_conditions_in_a_macro_are_branches_of_each_line_that_uses_it(self) -> None:
        macro = [[3, 34, 3, 49, 0, 12, 1, 0, 4], [3, 60, 3, 76, 10, 2, 1, 0, 4]]
        expansions = [
            {"source_region": [line, 16, line, 21, 12, 0, 1, 1], "branches": macro, "filenames": []}
            for line in (20, 20, 25)
        ]
        entry = file_of([], [[20, 16, 20, 30, 5, 0]]) | {"expansions": expansions}
        [file], skipped = read(llvm_json, export(entry))
        twice = {(20, 16, 2): 0, (20, 16, 3): 24, (20, 16, 4): 20, (20, 16, 5): 4}
        once = {(25, 16, 0): 0, (25, 16, 1): 12, (25, 16, 2): 10, (25, 16, 3): 2}
        assert file.branches == {(20, 16, 0): 5, (20, 16, 1): 0} | twice | once
        assert not skipped

    @pytest.mark.parametrize("region", [None, [], [0, 1], [4, "x"], {"line": 4}])
    def test_a_macro_that_is_used_nowhere_is_noted_and_left_out(self, region: Any) -> None:
        expansion = {"source_region": region, "branches": [[3, 34, 3, 49, 0, 12]]}
        without = {"source_region": region, "branches": []}
        entry = file_of([]) | {"expansions": [expansion, without]}
        [file], skipped = read(llvm_json, export(entry))
        assert not file.branches
        assert sum(skipped.values()) == 1

    def test_a_line_has_no_more_branches_than_a_line_can_have(self) -> None:
        branches = [[4, column, 4, column + 1, 0, 1] for column in range(MAX_BRANCHES // 2 + 3)]
        [file], skipped = read(llvm_json, export(file_of([], branches)))
        assert len(file.branches) == MAX_BRANCHES
        assert skipped == {f"more than {MAX_BRANCHES} branches on a line": 6}


class TestExport:
    @pytest.mark.parametrize(
        "data", [[{"totals": {}}], [{"files": [{"filename": "a.c", "summary": {}}]}], [], None, [7]]
    )
    def test_a_summary_is_refused(self, data: Any) -> None:
        source = source_of({**export(), "data": data})
        assert llvm_json.sniff(source)
        with pytest.raises(InvalidReportError, match="only a summary") as caught:
            list(llvm_json.read(source))
        assert "-summary-only" in str(caught.value.hint)

    def test_files_of_several_data_are_read_and_broken_ones_noted(self) -> None:
        good = file_of([seg(1, 1, 1, ENTRY)])
        broken = [{"segments": []}, {"filename": "b.c", "segments": 5}, 7]
        data = [{"files": [good]}, {"files": [good, *broken]}]
        files, skipped = read(llvm_json, {**export(), "data": data, "cargo_llvm_cov": {}})
        assert [file.path for file in files] == ["/b/a.c", "/b/a.c"]
        assert skipped == {
            "file without a name or without segments": 2,
            "files has an item that is not an object": 1,
        }

    @pytest.mark.parametrize("other", [{"type": "other", "data": []}, {"data": []}, [], b"42"])
    def test_another_document_is_neither_recognised_nor_read(self, other: Any) -> None:
        assert not llvm_json.sniff(source_of(other))
        with pytest.raises(InvalidReportError, match="not an export of llvm-cov"):
            list(llvm_json.read(source_of(other)))
