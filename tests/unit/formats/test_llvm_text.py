import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import llvm_text
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, FileCoverage
from tests.unit.formats.xml_reports import DATA, relevant, report, sample

BAR = "  ------------------\n"


def only(rows: str) -> FileCoverage:
    source = report(f"/app/a.c:\n{rows}")
    (file,) = llvm_text.read(source)
    assert not source.notes.skipped
    return file


def test_a_real_listing_says_what_the_json_of_the_same_run_says() -> None:
    source = sample("llvm-text", "coverage.show.txt")
    assert llvm_text.sniff(source)
    files = {file.path: file for file in llvm_text.read(source)}
    assert not source.notes.skipped
    document = json.loads((DATA / "corpus/llvm-cov-clang14/expected.json").read_bytes())
    assert len(files) == len(document["source_files"]) == 4
    for rel, expected in document["source_files"].items():
        file = files[f"{document['generated_root']}/{rel}"]
        assert relevant(file) == {int(line): hits for line, hits in expected["hits"].items()}


class TestLines:
    @pytest.mark.parametrize(
        ("row", "hits"),
        [
            ("    1|       |#include", None),
            ("    1|      0|x;", 0),
            ("    1|     22|x | y;", 22),
            ("    1|  1.73k|x;", 1730),
            ("    1|  14.2M|x;", 14_200_000),
            ("    1|      5|", 5),
            ("\x1b[0;36m    1\x1b[0m|\x1b[0;31m      5\x1b[0m|x", 5),
        ],
    )
    def test_a_count_is_read(self, row: str, hits: int | None) -> None:
        assert llvm_text.sniff(report(f"/app/a.c:\n{row}\n"))
        assert only(f"{row}\n    2|      7|y\n").lines == [hits, 7]

    def test_views_of_instances_and_macros_are_left_out(self) -> None:
        view = "  | main.c:f:\n  |    1|      2|f\n  ------------------\n"
        unexecuted = "  | Unexecuted instantiation: b.c:f\n"
        rows = f"    1|      4|f\n{BAR}{view}{unexecuted}{BAR}    2|      1|x\n"
        assert relevant(only(rows)) == {1: 4, 2: 1}

    def test_marks_of_regions_are_left_out(self) -> None:
        assert relevant(only("    1|      4|f(g)\n                 ^3 ^2\n")) == {1: 4}

    @pytest.mark.parametrize("path", ["/app/a.c", "C:\\x\\a.c", "src/naïve café.c", "/a:b.c"])
    def test_a_line_that_ends_in_a_colon_names_the_source(self, path: str) -> None:
        content = f"{path}:\n    1|      1|x:\n\n/b.c:\n    1|       |y\n"
        assert llvm_text.sniff(report(content))
        assert [file.path for file in llvm_text.read(report(content))] == [path, "/b.c"]

    @given(
        st.lists(
            st.tuples(st.none() | st.integers(0, 10**6), st.text("a|: 1^", max_size=5)), min_size=1
        )
    )
    def test_what_is_written_is_read(self, lines: list[tuple[int | None, str]]) -> None:
        rows = (
            f"{number:5}|{'' if hits is None else hits:>7}|{text}\n"
            for number, (hits, text) in enumerate(lines, start=1)
        )
        expected = {n: hits for n, (hits, _) in enumerate(lines, start=1) if hits is not None}
        assert relevant(only("".join(rows))) == expected


class TestBranches:
    @pytest.mark.parametrize(
        ("sides", "expected"),
        [
            ("True: 2, False: 4", {(1, 9, 0): 2, (1, 9, 1): 4}),
            ("True: 1.2k, False: 0", {(1, 9, 0): 1200, (1, 9, 1): 0}),
            ("True: 0.01%, False: 99.99%", {(1, 9, 0): 1, (1, 9, 1): 1}),
            ("True: 0.00%, False: 100.00%", {(1, 9, 0): 0, (1, 9, 1): 1}),
            ("Folded - Ignored", {}),
            ("True: 3, Folded", {(1, 9, 0): 3}),
        ],
    )
    def test_both_sides_of_a_condition_are_branches(
        self, sides: str, expected: dict[tuple[int, int, int], int]
    ) -> None:
        rows = f"    1|      6|if (x)\n{BAR}  |  Branch (1:9): [{sides}]\n{BAR}"
        assert only(rows).branches == expected

    def test_a_condition_in_several_instances_adds_up(self) -> None:
        branch = "  |  Branch (1:9): [True: 2, False: 0]\n"
        nested = "  |  |  Branch (1:9): [True: 2, False: 0]\n"
        rows = f"    1|      4|if (x)\n{BAR}{branch}{branch}{BAR}  | f<int>:\n{nested}{BAR}"
        assert only(rows).branches == {(1, 9, 0): 4, (1, 9, 1): 0}

    def test_a_line_has_no_more_branches_than_a_line_can_have(self) -> None:
        branches = "".join(f"  |  Branch (1:{n}): [True: 1, False: 1]\n" for n in range(1, 2100))
        source = report(f"/a.c:\n    1|      6|x\n{branches}")
        (file,) = llvm_text.read(source)
        assert len(file.branches) == MAX_BRANCHES
        assert source.notes.skipped.total() == 2 * 2099 - MAX_BRANCHES


class TestBadInput:
    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            ("hello", "unknown record"),
            (":", "unknown record"),
            ("    0|      1|x", "line number out of range"),
            ("100000000000|      1|x", "line number out of range"),
            ("    2|    1.2.3|x", "hit count is not a number"),
            ("  |  Branch (0:9): [True: 1, False: 1]", "line number out of range"),
            ("  |  Branch (1:9): [True: x, False: 1]", "hit count is not a number"),
        ],
    )
    def test_a_record_that_cannot_be_right_is_left_out_and_counted(
        self, row: str, problem: str
    ) -> None:
        source = report(f"/a.c:\n    1|      1|x\n{row}\n    3|      3|y\n")
        (file,) = llvm_text.read(source)
        assert relevant(file) == {1: 1, 3: 3}
        assert source.notes.skipped == {problem: 1}
        assert source.notes.places == {problem: 3}

    @pytest.mark.parametrize(
        "content",
        [
            "",
            "    1|      1|x\n",
            "a:\nb\n",
            "<html><pre>\n/a.c:\n    1|      1|x\n</pre></html>",
            "| a | b |\n",
        ],
    )
    def test_another_file_is_not_claimed(self, content: str) -> None:
        assert not llvm_text.sniff(report(content))

    def test_a_listing_that_names_no_source_is_refused(self) -> None:
        with pytest.raises(InvalidReportError, match="no line names a source file"):
            list(llvm_text.read(Source(DATA, "x", DATA, content=b"    1|      1|x\n")))
