import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import luacov
from coverup.formats.source import Source
from tests.unit.formats.xml_reports import relevant, report

BAR = "=" * 78
SUMMARY = f"{BAR}\nSummary\n{BAR}\n\nFile  Hits Missed Coverage\n"
LINES = st.lists(st.tuples(st.none() | st.integers(0, 10**6), st.text("x1 *0=", max_size=6)))


def section(body: str, name: str = "src/b.lua") -> str:
    return f"{BAR}\n{name}\n{BAR}\n{body}\n"


def column(hits: int | None, width: int) -> str:
    if hits is None:
        return " " * width
    return f"{hits:>{width}}" if hits else f"{0:*>{width}}"


def read(content: str) -> tuple[dict[str, dict[int, int]], Source]:
    source = report(content)
    return {file.path: relevant(file) for file in luacov.read(source)}, source


class TestLines:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            pytest.param(" 1 a\n   12 apples\n*0 b\n", {1: 1, 3: 0}, id="a number in the source"),
            pytest.param(" 12 a\n  1 b\n\n    x\n", {1: 12, 2: 1}, id="no missed line"),
            pytest.param("*0 a\n*0 b\n", {1: 0, 2: 0}, id="nothing but missed lines"),
            pytest.param("   a\n\n   b\n", {}, id="no relevant line"),
            pytest.param(f"   {BAR}\n 1 x\n", {2: 1}, id="a bar in the source"),
            pytest.param(" 1\n*0\n", {1: 1, 2: 0}, id="blanks at the end taken away"),
            pytest.param("***0 a\n 120 b\n     120 c\n", {1: 0, 2: 120}, id="wide counts"),
        ],
    )
    def test_the_count_is_what_stands_in_the_column(
        self, body: str, expected: dict[int, int]
    ) -> None:
        files, _ = read(section(body) + SUMMARY)
        assert files == {"src/b.lua": expected}

    def test_the_column_is_as_wide_in_all_sections(self) -> None:
        files, source = read(
            section("   1 x\n     7 y\n", "a.lua") + section(" 121 x\n", "b.lua") + SUMMARY
        )
        assert files == {"a.lua": {1: 1}, "b.lua": {1: 121}}
        assert not source.notes.skipped
        assert not source.notes.remarks

    def test_a_source_without_lines_is_kept(self) -> None:
        files, _ = read(section("", "empty.lua") + section(" 1 x\n") + SUMMARY)
        assert files == {"empty.lua": {}, "src/b.lua": {1: 1}}

    def test_carriage_returns_make_no_difference(self) -> None:
        files, _ = read((section(" 1 x\n*0 y\n") + SUMMARY).replace("\n", "\r\n"))
        assert files == {"src/b.lua": {1: 1, 2: 0}}

    @given(st.lists(LINES, min_size=1, max_size=4))
    def test_what_is_written_is_read(self, sources: list[list[tuple[int | None, str]]]) -> None:
        hits = [count for lines in sources for count, _ in lines if count is not None]
        width = len(str(max(hits, default=0))) + 1
        content = "".join(
            section(
                "".join(f"{column(count, width)} {text}\n" for count, text in lines),
                f"{number}.lua",
            )
            for number, lines in enumerate(sources)
        )
        files, source = read(content + SUMMARY)
        assert not source.notes.skipped
        assert files == {
            f"{number}.lua": {at: n for at, (n, _) in enumerate(lines, 1) if n is not None}
            for number, lines in enumerate(sources)
        }


class TestBadInput:
    def test_a_report_without_a_summary_is_kept_with_a_remark(self) -> None:
        files, source = read(section(" 1 x\n*0 y\n"))
        assert files == {"src/b.lua": {1: 1, 2: 0}}
        assert source.notes.remarks == ["truncated: the report has no summary"]

    def test_a_section_without_a_name_is_left_out_and_counted(self) -> None:
        files, source = read(section(" 1 x\n", "") + section(" 2 x\n") + SUMMARY)
        assert files == {"src/b.lua": {1: 2}}
        assert source.notes.skipped == {"section without a file name": 1}

    def test_what_follows_a_broken_header_is_left_out_and_counted(self) -> None:
        files, source = read(section(f" 1 x\n\n{BAR}\nb.lua\n=====\n 1 y\n") + SUMMARY)
        assert files == {"src/b.lua": {1: 1}}
        assert source.notes.skipped == {"broken header, or what follows it": 1}
        assert source.notes.places == {"broken header, or what follows it": 6}

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            (" x y", "hit count is not a number"),
            (" 12 y", "count is wider than the column"),
        ],
    )
    def test_a_count_that_cannot_be_right_is_left_out_and_counted(
        self, line: str, problem: str
    ) -> None:
        files, source = read(section(f"*0 x\n{line}\n 3 z\n") + SUMMARY)
        assert files == {"src/b.lua": {1: 0, 3: 3}}
        assert source.notes.skipped == {problem: 1}
        assert source.notes.places == {problem: 5}

    @pytest.mark.parametrize(
        "content",
        ["", f"a.lua\n{BAR}\n 1 x\n", f"{BAR}\n{BAR}\n 1 x\n", f"{BAR}\na.lua\n======\n 1 x\n"],
    )
    def test_another_file_is_refused(self, content: str) -> None:
        assert not luacov.sniff(report(content))
        with pytest.raises(InvalidReportError, match="no header of a LuaCov report"):
            read(content)
