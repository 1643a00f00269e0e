from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import gcov
from coverup.model import MAX_BRANCHES, MAX_HITS, FileCoverage
from tests.unit.formats.xml_reports import DATA, relevant, report

TEMPLATE = DATA / "gcov" / "template.cpp.gcov"
JSON_HITS = (
    *((6, 2), (7, 2), (8, 1), (9, 1), (14, 2000), (15, 2000), (18, 2000), (20, 2000), (21, 2000)),
    *((22, 0), (23, 2000), (24, 0), (25, 0), (26, 2000), (29, 1), (30, 1), (31, 2001), (32, 2000)),
    (33, 1),
)
JSON_BRANCHES = (
    *((7, [1, 1]), (14, [2000, 0]), (15, [667, 1333]), (20, [2000, 0]), (21, [0, 2000])),
    *((22, [0, 0]), (23, [0, 0]), (31, [2000, 1])),
)
"""From gcov --json-format of the same run, instances added up."""


def listing(records: str) -> bytes:
    return f"        -:    0:Source:src/a.c\n{records}".encode()


def only(content: str | bytes) -> FileCoverage:
    source = report(content)
    (file,) = gcov.read(source)
    assert not source.notes.skipped
    return file


class TestLines:
    @pytest.mark.parametrize(
        ("count", "hits"),
        [
            ("        -", None),
            ("       12", 12),
            ("       4*", 4),
            ("    #####", 0),
            ("    =====", 0),
            ("     1.7k", 1700),
            ("    2.3M*", 2_300_000),
            ("      12G", 12_000_000_000),
            ("     9.9Y", MAX_HITS),
        ],
    )
    def test_a_count_is_read(self, count: str, hits: int | None) -> None:
        source = report(listing(f"        -:    1:int x;\n{count}:    2:int y;\n"))
        (file,) = gcov.read(source)
        assert file.hits_of(2) == hits
        assert file.hits_of(1) is None

    def test_lines_after_a_star_do_not_shift(self) -> None:
        records = (
            "       4*:    1:int a(int x) {\n    =====:    2:  if (x)\n"
            "    #####:    3:    return 1;\n     1.7k:    4:  x++;\n"
        )
        assert relevant(only(listing(records))) == {1: 4, 2: 0, 3: 0, 4: 1700}

    @pytest.mark.parametrize("text", [b"// caf\xe9", b"a ? b : c; // 3: 4:", b"        9:    9:x"])
    def test_the_source_may_be_anything(self, text: bytes) -> None:
        assert relevant(only(listing("        1:    1:") + text + b"\n")) == {1: 1}

    def test_colours_make_no_difference(self) -> None:
        records = (
            "\x1b[45;37m\x1b[K        1\x1b[m\x1b[K:    1\x1b[m\x1b[K:int x;\n"
            "\x1b[41;37m\x1b[K        0\x1b[m\x1b[K:    2\x1b[m\x1b[K:int y;\n"
        )
        assert relevant(only(listing(records))) == {1: 1, 2: 0}

    @given(st.lists(st.none() | st.integers(0, MAX_HITS)), st.text("ab:1 -#", max_size=5))
    def test_what_is_written_is_read(self, lines: list[int | None], text: str) -> None:
        written = "".join(
            f"{'-' if hits is None else hits or '#####':>9}:{line:5}:{text}\n"
            for line, hits in enumerate(lines, start=1)
        )
        expected = {line: hits for line, hits in enumerate(lines, start=1) if hits is not None}
        assert relevant(only(listing(written))) == expected


class TestInstances:
    def test_a_real_listing_says_what_the_json_of_the_same_run_says(self) -> None:
        file = only(TEMPLATE.read_bytes())
        assert relevant(file) == dict(JSON_HITS)
        hits: dict[int, list[int]] = {}
        for (line, _, _), taken in sorted(file.branches.items()):
            hits.setdefault(line, []).append(taken)
        assert hits == dict(JSON_BRANCHES)

    def test_counts_of_instances_are_not_added_to_those_of_the_source(self) -> None:
        copy = "Box<int>::get():\n        1:    1:T get() {\n        1:    2:}\n"
        bar = "------------------\n"
        records = f"        2:    1:T get() {{\n        2:    2:}}\n{bar}{copy}{bar}{copy}{bar}"
        assert relevant(only(listing(f"{records}        1:    3:x;\n"))) == {1: 2, 2: 2, 3: 1}

    def test_details_of_blocks_are_not_lines(self) -> None:
        records = "        1:    1:x;\n        7:    1-block  0\n    %%%%%:    1-block  1\n"
        assert relevant(only(listing(records))) == {1: 1}


class TestBranches:
    @pytest.mark.parametrize(
        ("words", "hits"),
        [
            ("taken 2 (fallthrough)", 2),
            ("taken 0 (throw)", 0),
            ("taken 3 (fallthrough) (BB 3)", 3),
            ("taken 50%", 1),
            ("taken 0%", 0),
            ("taken 1.3k", 1300),
            ("never executed", 0),
            ("never executed (fallthrough)", 0),
        ],
    )
    def test_a_branch_is_read(self, words: str, hits: int) -> None:
        assert only(listing(f"        1:    1:x;\nbranch  4 {words}\n")).branches == {
            (1, 0, 0): hits
        }

    def test_calls_and_functions_are_no_branches(self) -> None:
        records = (
            "function f called 1 returned 100% blocks executed 50%\n        1:    1:x;\n"
            "call    0 returned 1\nbranch  1 taken 3\nunconditional  2 taken 1\n"
            "condition outcomes covered 3/4\ncondition  0 not covered (true)\nbranch  3 taken 0\n"
        )
        assert only(listing(records)).branches == {(1, 0, 0): 3, (1, 0, 1): 0}

    def test_a_line_has_no_more_branches_than_a_line_can_have(self) -> None:
        source = report(listing("        1:    1:x;\n" + "branch  0 taken 1\n" * 5000))
        (file,) = gcov.read(source)
        assert len(file.branches) == MAX_BRANCHES
        assert source.notes.skipped.total() == 5000 - MAX_BRANCHES


class TestMarkers:
    SOURCE = (
        "        1:    1:a; // {0}_START\n    #####:    2:b;\n        1:    3:// {0}_STOP\n"
        "    #####:    4:if (x) // {0}_LINE\nbranch  0 taken 1\n"
    )

    @pytest.mark.parametrize(
        ("marker", "honoured", "lines", "branches"),
        [
            ("LCOV_EXCL", True, {3: 1}, {}),
            ("LCOV_EXCL", False, {1: 1, 2: 0, 3: 1, 4: 0}, {(4, 0, 0): 1}),
            ("LCOV_EXCL_BR", True, {1: 1, 2: 0, 3: 1, 4: 0}, {}),
            ("LCOV_EXCL_BR", False, {1: 1, 2: 0, 3: 1, 4: 0}, {(4, 0, 0): 1}),
        ],
    )
    def test_markers_leave_out_lines_or_branches_on_request(
        self,
        marker: str,
        honoured: bool,
        lines: dict[int, int],
        branches: dict[tuple[int, int, int], int],
    ) -> None:
        source = report(listing(self.SOURCE.format(marker)))
        source.lcov_exclusions = honoured
        (file,) = gcov.read(source)
        assert (relevant(file), file.branches) == (lines, branches)

    def test_where_the_listing_has_no_source_the_markers_are_read_in_the_repository(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "src").mkdir()
        (tmp_path / "src/a.c").write_text("a; // LCOV_EXCL_LINE\nb;\n")
        source = report(listing("        1:    1:/*EOF*/\n        2:    2:/*EOF*/\n"))
        source.lcov_exclusions, source.locate = True, tmp_path.joinpath
        (file,) = gcov.read(source)
        assert relevant(file) == {2: 2}


class TestFiles:
    def test_several_listings_in_one_file_are_read(self) -> None:
        content = listing("        1:    1:x;\n") + listing("        2:    1:x;\n")
        assert [file.lines for file in gcov.read(report(content))] == [[1], [2]]

    def test_a_path_may_be_relative_to_the_folders_that_the_preamble_names(self) -> None:
        preamble = (
            "        -:    0:Graph:build/x.dir/a.gcno\n        -:    0:Data:build/x.dir/a.gcda\n"
            "        -:    0:Runs:1\n        -:    0:Working directory:/home/ci\n"
        )
        assert only(listing(preamble)).bases == ("build/x.dir", "/home/ci")

    def test_a_listing_of_a_missing_source_is_read(self) -> None:
        assert relevant(only(listing("        3:    1:/*EOF*/\n"))) == {1: 3}

    def test_the_line_that_names_the_source_need_not_be_the_first(self) -> None:
        assert gcov.sniff(report(b"        -:    0:Colorization: x\n" + listing("")))


class TestBadInput:
    @pytest.mark.parametrize(
        ("record", "problem"),
        [
            ("hello", "unknown record"),
            ("branch  0", "unknown kind of branch"),
            ("branch  0 taken x", "hit count is not a number"),
            ("      NAN:    2:x", "hit count is not a number"),
            ("        1:99999999999999999999:x", "line number out of range"),
        ],
    )
    def test_a_record_that_cannot_be_right_is_left_out_and_counted(
        self, record: str, problem: str
    ) -> None:
        source = report(listing(f"        1:    1:x;\n{record}\n        3:    3:y;\n"))
        (file,) = gcov.read(source)
        assert relevant(file) == {1: 1, 3: 3}
        assert source.notes.skipped == {problem: 1}
        assert source.notes.places == {problem: 3}

    def test_a_wrong_line_number_does_not_hide_the_lines_after_it(self) -> None:
        file = only(listing("        1:    1:x\n        1:50000:x\n        1:    3:x\n"))
        assert relevant(file) == {1: 1, 3: 1, 50_000: 1}

    def test_a_listing_without_a_file_name_is_left_out_and_counted(self) -> None:
        source = report("        -:    0:Source: \n        1:    1:x\n")
        assert list(gcov.read(source)) == []
        assert source.notes.skipped == {"listing without a file name": 1}

    @pytest.mark.parametrize("content", ["", "        1:    1:int x;\n", "\x7fELF\0\0"])
    def test_a_file_that_names_no_source_is_refused(self, content: str) -> None:
        assert not gcov.sniff(report(content))
        with pytest.raises(InvalidReportError, match="no line 0:Source: names the source file"):
            list(gcov.read(report(content)))
