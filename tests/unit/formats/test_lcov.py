from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import lcov
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, MAX_HITS, FileCoverage, merge

LINES = "DA:1,3\nDA:2,3\nDA:3,1\nDA:4,2\n"


def report(content: str | bytes) -> Source:
    data = content if isinstance(content, bytes) else content.encode()
    return Source(Path("lcov.info"), "lcov.info", Path(), content=data)


def section(records: str) -> Source:
    return report(f"TN:\nSF:src/a.c\n{records}\nend_of_record\n")


def only(source: Source) -> FileCoverage:
    (file,) = lcov.read(source)
    return file


def relevant(file: FileCoverage) -> dict[int, int]:
    return {line: hits for line, hits in enumerate(file.lines, start=1) if hits is not None}


class TestRecords:
    @pytest.mark.parametrize(
        ("records", "expected"),
        [
            pytest.param(LINES, {1: 3, 2: 3, 3: 1, 4: 2}, id="plain"),
            pytest.param("DA:1,0\nDA:1,2\nDA:1,3", {1: 5}, id="a repeated line adds up"),
            pytest.param("DA:1,1,1B2M2Y8AsgTpgAmY7PhCfg", {1: 1}, id="the checksum is ignored"),
            pytest.param("DA:2,1\nDA:1,0", {1: 0, 2: 1}, id="lines need no order"),
            pytest.param("DA:1,1e+06\nDA:2,2.0", {1: 1_000_000, 2: 2}, id="floating point"),
            pytest.param(" da:1,1 \n\tDA:2,1", {1: 1, 2: 1}, id="case and blanks around a record"),
            pytest.param(
                "FN:3,f\nFNDA:1,f\nFNF:1\nFNH:1\nFNL:0,3,9\nFNA:0,2,f\n", {}, id="functions"
            ),
            pytest.param(
                "VER:1\nBA:1,2\nMCDC:1,2,t,1,0,x\nMCF:1\nMCH:0\nLF:9\nLH:9", {}, id="others"
            ),
            pytest.param("# a comment\n\nDA:1,1", {1: 1}, id="comments and empty lines"),
        ],
    )
    def test_lines_are_read(self, records: str, expected: dict[int, int]) -> None:
        assert relevant(only(section(records))) == expected

    @pytest.mark.parametrize(
        ("records", "expected", "skipped"),
        [
            ("DA:0,5\nDA:1,3", {1: 3}, {"line number out of range": 1}),
            ("DA:-1,5\nDA:1,3", {1: 3}, {"line number out of range": 1}),
            ("DA:1000000000000,1\nDA:1,3", {1: 3}, {"line number out of range": 1}),
            ("DA:1,-11\nDA:2,3", {1: 0, 2: 3}, {"negative hit count taken as 0": 1}),
            ("DA:1,9223372036854775808", {1: MAX_HITS}, {"hit count too large": 1}),
            ("DA:3,nan\nDA:4,inf\nDA:5,1", {5: 1}, {"hit count is not a number": 2}),
            (
                "DA:NaN,undefined\nDA:undefined,1\nBRDA:undefined,0,0,1\nDA:1,1",
                {1: 1},
                {"line number is not a number": 3},
            ),
            (
                "hello\nDA\nDA:\nDA:x,y\nXYZ:1\nDA:1,3",
                {1: 3},
                {"unknown record": 2, "line number is not a number": 3},
            ),
            ("DA:1,3\n\0\0DA:2,3\nDA:3,1", {1: 3, 3: 1}, {"unknown record": 1}),
        ],
    )
    def test_a_record_that_cannot_be_right_is_left_out_and_counted(
        self, records: str, expected: dict[int, int], skipped: dict[str, int]
    ) -> None:
        source = section(records)
        assert relevant(only(source)) == expected
        assert source.notes.skipped == skipped

    def test_a_note_names_the_line_of_the_report(self) -> None:
        source = section("DA:1,1\nDA:0,1")
        list(lcov.read(source))
        assert source.notes.places == {"line number out of range": 4}

    @pytest.mark.parametrize("tag", ["SF", "KF", "sf"])
    def test_a_section_begins_with_its_file(self, tag: str) -> None:
        assert only(report(f"{tag}:src/a,b:c.c\nDA:1,1\nend_of_record\n")).path == "src/a,b:c.c"

    def test_a_section_without_lines_is_kept(self) -> None:
        assert only(report("SF:src/__init__.py\nend_of_record\n")) == FileCoverage(
            "src/__init__.py"
        )


class TestBranches:
    @pytest.mark.parametrize(
        ("records", "expected"),
        [
            pytest.param(
                "BRDA:2,0,0,1\nBRDA:2,0,1,-\nBRDA:2,1,0,0",
                {(2, 0, 0): 1, (2, 0, 1): 0, (2, 1, 0): 0},
                id="a dash is no hit",
            ),
            pytest.param(
                "BRDA:2,0,0,1\nBRDA:2,0,0,2", {(2, 0, 0): 3}, id="a repeated branch adds up"
            ),
            pytest.param(
                "BRDA:2,0,jump to line 3,1\nBRDA:2,0,f(a, b) == 1,-",
                {(2, 0, 0): 1, (2, 0, 1): 0},
                id="names are counted; commas belong to them",
            ),
            pytest.param(
                "BRDA:2,e0,0,1\nBRDA:2,f0,1,0\nBRDA:2,eU1,2,0\nBRDA:2,U1,3,0",
                {(2, 0, 0): 1, (2, 0, 1): 0},
                id="exception and fallthrough count, unreachable does not",
            ),
            pytest.param(
                "BRDA:2,0,0,1\nBRDA:2,0,x,1\nBRDA:2,0,1,1\nBRDA:2,0,x,1",
                {(2, 0, 0): 1, (2, 0, 1): 1, (2, 0, 1_000_000): 2},
                id="a name after integers does not collide",
            ),
            pytest.param(
                "BRDA:2,0,x,1\nBRDA:2,0,0,0\nBRDA:2,0,0,4",
                {(2, 0, 0): 1, (2, 0, 1): 4},
                id="an integer after names does not collide",
            ),
            pytest.param(
                "BRDA:2,99999999999999999999,0,1\nBRDA:2,4294967295,0,0\nBRDA:3,4294967295,0,0",
                {(2, 1_000_000, 0): 1, (2, 1_000_001, 0): 0, (3, 1_000_001, 0): 0},
                id="huge blocks get ordinary numbers",
            ),
        ],
    )
    def test_branches_are_read(
        self, records: str, expected: dict[tuple[int, int, int], int]
    ) -> None:
        source = section(records)
        assert only(source).branches == expected
        assert not source.notes.skipped

    def test_a_broken_branch_is_left_out_and_counted(self) -> None:
        source = section(
            "BRDA:2,0\nBRDA:,,,\nBRDA:0,0,0,1\nBRDA:2,x,0,1\nBRDA:2,0,0,y\nBRDA:2,0,1,1"
        )
        assert only(source).branches == {(2, 0, 1): 1}
        assert source.notes.skipped == {
            "branch without block or id": 2,
            "line number is not a number": 1,
            "line number out of range": 1,
            "hit count is not a number": 1,
        }

    def test_a_branch_keeps_its_name_over_the_sections_of_a_file(self) -> None:
        first, second = lcov.read(
            report(
                "SF:a.py\nBRDA:2,0,x,1\nBRDA:2,0,y,0\nend_of_record\n"
                "SF:a.py\nBRDA:2,0,y,5\nBRDA:2,0,z,0\nend_of_record\n"
            )
        )
        assert merge([first, second]).branches == {(2, 0, 0): 1, (2, 0, 1): 5, (2, 0, 2): 0}

    def test_names_and_integers_of_different_sections_stay_apart(self) -> None:
        first, second = lcov.read(
            report(
                "SF:a.py\nBRDA:2,0,0,1\nend_of_record\n"
                "SF:a.py\nBRDA:2,0,x,5\nBRDA:2,0,0,1\nend_of_record\n"
            )
        )
        assert sorted(merge([first, second]).branches.values()) == [2, 5]

    def test_a_line_has_no_more_branches_than_a_line_can_have(self) -> None:
        branches = "".join(f"BRDA:2,0,{i},1\n" for i in range(MAX_BRANCHES + 5))
        source = section(f"{branches}BRDA:2,0,7,1\nBRDA:3,0,0,1")
        assert Counter(line for line, _, _ in only(source).branches) == {2: MAX_BRANCHES, 3: 1}
        assert source.notes.skipped == {f"more than {MAX_BRANCHES} branches on a line": 5}


class TestSections:
    def test_a_file_in_several_sections_is_yielded_several_times(self) -> None:
        parts = lcov.read(
            report(
                "TN:\nSF:src/a.c\nDA:1,0\nDA:2,1\nend_of_record\n"
                "TN:x\nSF:src/a.c\nDA:1,2\nDA:3,0\nend_of_record\n"
            )
        )
        assert relevant(merge(parts)) == {1: 2, 2: 1, 3: 0}

    @pytest.mark.parametrize("ending", ["", "DA:5,1"])
    def test_a_report_that_was_cut_short_is_kept_with_a_remark(self, ending: str) -> None:
        source = report(f"TN:\nSF:src/a.c\n{LINES}{ending}")
        assert only(source).hits_of(4) == 2
        assert source.notes.remarks == ["truncated: the last section has no end_of_record"]

    def test_a_section_that_does_not_end_is_kept_with_a_remark(self) -> None:
        source = report("SF:a.c\nDA:1,1\nSF:b.c\nDA:1,2\nend_of_record\n")
        assert [(file.path, file.lines) for file in lcov.read(source)] == [
            ("a.c", [1]),
            ("b.c", [2]),
        ]
        assert source.notes.remarks == ["truncated: a section has no end_of_record"]

    def test_records_outside_a_section_are_left_out_and_counted(self) -> None:
        source = report("DA:1,1\nSF:a.c\nDA:2,1\nend_of_record\nBRDA:1,0,0,1\n")
        assert relevant(only(source)) == {2: 1}
        assert source.notes.skipped == {"DA before SF": 1, "BRDA before SF": 1}

    def test_a_section_without_a_file_name_is_left_out_and_counted_once(self) -> None:
        source = report(f"SF: \n{LINES}end_of_record\nSF:a.c\nDA:1,1\nend_of_record\n")
        assert only(source).path == "a.c"
        assert source.notes.skipped == {"section without a file name": 1}

    def test_a_report_that_git_could_not_merge_is_refused(self) -> None:
        both = f"SF:src/a.c\n{LINES}end_of_record\n"
        source = report(f"<<<<<<< HEAD\n{both}=======\n{both}>>>>>>> main\n")
        assert lcov.sniff(source)
        with pytest.raises(InvalidReportError, match=r"^lcov.info:1: git conflict markers"):
            list(lcov.read(source))


class TestBytes:
    TEXT = f"TN:\nSF:src/näïve café.c\n{LINES}end_of_record\n"

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(TEXT.replace("\n", "\r\n").encode(), id="CRLF"),
            pytest.param(TEXT.replace("\n", "\r").encode(), id="CR"),
            pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with a mark"),
            pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        ],
    )
    def test_line_ends_and_encodings_make_no_difference(self, content: bytes) -> None:
        source = report(content)
        assert lcov.sniff(source)
        assert only(source) == only(report(self.TEXT))
        assert not source.notes.skipped

    def test_a_path_that_is_not_utf8_keeps_its_bytes(self) -> None:
        path = only(report(b"SF:src/caf\xe9.c\nDA:1,1\nend_of_record\n")).path
        assert path.encode("utf-8", "surrogateescape") == b"src/caf\xe9.c"

    def test_a_path_may_hold_any_character(self) -> None:
        assert only(report("SF:src/a\0\x1b[31m.c\nend_of_record\n")).path == "src/a\0\x1b[31m.c"

    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, content: bytes) -> None:
        try:
            files = list(lcov.read(report(b"SF:a\n" + content)))
        except InvalidReportError:
            return
        assert all(file.path for file in files)

    @given(
        st.lists(
            st.sampled_from(
                ["DA:", "BRDA:", "SF:", ",", "1", "-", "e", "x", "\n", "end_of_record\n"]
            )
        )
    )
    def test_any_records_are_read_and_hits_are_never_negative(self, parts: list[str]) -> None:
        for file in lcov.read(report("SF:a\n" + "".join(parts))):
            assert all(hits >= 0 for hits in relevant(file).values())
            assert all(hits >= 0 for hits in file.branches.values())


class TestSniff:
    @pytest.mark.parametrize(
        "content",
        [
            "TN:\nSF:a.c\nend_of_record\n",
            "# made by x\nSF:a.c\nFN:1,main\n",
            "\n\nKF:a.c\nBRDA:1,0,0,1\n",
            "DA:1,1\nSF:a.c\nDA:1,1\n",
            f"TN:\nSF:{'a/' * 40_000}a.c\nDA:1,1\n",
        ],
    )
    def test_a_tracefile_is_recognised(self, content: str) -> None:
        assert lcov.sniff(report(content))

    @pytest.mark.parametrize(
        "content",
        [
            "",
            "SF:a.c\n",
            "DA:1,1\n",
            "mode: set\na.go:1.1,2.2 1 1\n",
            "<html><pre>\nSF:a.c\nDA:1,1\nend_of_record\n</pre></html>",
            '{"a": "\\nSF:a.c\\nDA:1,1"}',
            bytes(range(256)).decode("latin-1"),
        ],
    )
    def test_another_file_is_not(self, content: str) -> None:
        assert not lcov.sniff(report(content))
