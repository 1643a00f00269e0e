import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import gocover
from coverup.model import MAX_HITS
from tests.unit.formats.xml_reports import merged, relevant, report

BLOCKS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 9), st.integers(0, 5)).map(
        lambda each: (each[0], each[0] + each[1], each[2])
    )
)


def lines_of(content: str | bytes) -> dict[int, int]:
    (file,) = merged(gocover.read(report(content))).values()
    return relevant(file)


class TestLines:
    @pytest.mark.parametrize(
        ("blocks", "expected"),
        [
            pytest.param("2.5,4.2 3 7", {2: 7, 3: 7, 4: 7}, id="all lines of a block"),
            pytest.param("1.1,1.9 0 4", {1: 4}, id="a function without statements"),
            pytest.param("6.3,8.1 2 1", {6: 1, 7: 1}, id="up to the start of the next line"),
            pytest.param("6.1,6.1 0 1", {6: 1}, id="an empty block"),
            pytest.param("1.1,3.2 1 2\nm/a.go:3.3,4.2 1 5", {1: 2, 2: 2, 3: 5, 4: 5}, id="largest"),
            pytest.param(
                "1.1,5.2 1 2\nm/a.go:2.3,3.2 1 0", dict.fromkeys(range(1, 6), 2), id="in it"
            ),
            pytest.param("1.1,2.2 1 0\nm/a.go:9.1,9.2 1 1", {1: 0, 2: 0, 9: 1}, id="a gap"),
            pytest.param("1.1,2.2 1 2\nm/a.go:1.1,2.2 1 3", {1: 5, 2: 5}, id="a repeated block"),
        ],
    )
    def test_blocks_become_lines(self, blocks: str, expected: dict[int, int]) -> None:
        assert lines_of(f"mode: count\nm/a.go:{blocks}\n") == expected

    @pytest.mark.parametrize(("mode", "hits"), [("set", 1), ("count", 2), ("atomic", 2)])
    def test_a_block_of_several_test_binaries_is_merged_by_the_mode(
        self, mode: str, hits: int
    ) -> None:
        assert lines_of(f"mode: {mode}\n" + "m/a.go:1.1,1.9 1 1\n" * 2) == {1: hits}

    @pytest.mark.parametrize("order", [1, -1])
    def test_profiles_of_two_modes_joined_by_cat_are_merged_in_any_order(self, order: int) -> None:
        profiles = ["mode: set\nm/a.go:1.1,2.2 1 1\n", "mode: count\nm/a.go:1.1,2.2 1 7\n"]
        assert lines_of("".join(profiles[::order])) == {1: 7, 2: 7}

    def test_a_profile_without_a_mode_has_counts(self) -> None:
        assert gocover.sniff(report("m/a.go:1.1,1.9 1 3\n"))
        assert lines_of("m/a.go:1.1,1.9 1 3\nm/a.go:1.1,1.9 1 3\n") == {1: 6}

    @given(BLOCKS)
    def test_a_line_has_the_largest_count_of_the_blocks_on_it(
        self, blocks: list[tuple[int, int, int]]
    ) -> None:
        expected: dict[int, int] = {}
        for first, last, hits in blocks:
            for line in range(first, last + 1):
                expected[line] = max(expected.get(line, 0), hits)
        assert dict(gocover.line_hits(blocks)) == expected
        assert [line for line, _ in gocover.line_hits(blocks)] == sorted(expected)

    @given(st.dictionaries(st.integers(1, 300), st.integers(0, MAX_HITS), min_size=1))
    def test_what_is_written_is_read(self, lines: dict[int, int]) -> None:
        records = (f"m/a.go:{line}.2,{line}.9 1 {hits}\n" for line, hits in lines.items())
        assert lines_of("mode: atomic\n" + "".join(records)) == lines


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "github.com/acme/my.proj/v2/calc/core.go",
            "C:/go/a.go",
            "odd:name/with blank.go",
            "./naïve_café.go",
        ],
    )
    def test_a_path_is_kept_as_it_stands(self, path: str) -> None:
        (file,) = gocover.read(report(f"mode: set\n{path}:1.1,1.9 1 1\n"))
        assert (file.path, file.counted) == (path, False)

    def test_files_that_take_turns_are_yielded_once_each(self) -> None:
        records = "m/a.go:1.1,1.9 1 1\nm/b.go:1.1,1.9 1 1\n" * 3
        assert [file.path for file in gocover.read(report(f"mode: count\n{records}"))] == [
            "m/a.go",
            "m/b.go",
        ]


class TestBadInput:
    @pytest.mark.parametrize(
        ("record", "problem"),
        [
            ("x", "not a block"),
            ("m/a.go:1.1,2.2 1", "not a block"),
            ("m/a.go:a.b,c.d 1 1", "not a block"),
            ("m/a.go:1.1,2.2 x 1", "not a block"),
            (":1.1,2.2 1 1", "not a block"),
            ("m/a.go:5.1,2.2 1 1", "block ends before it starts"),
            ("m/a.go:5.9,5.2 1 1", "block ends before it starts"),
            ("m/a.go:0.1,2.2 1 1", "line number out of range"),
            ("m/a.go:1.1,100000000000.2 1 1", "line number out of range"),
            ("m/a.go:1.1,9000000.2 1 1", "line number out of range"),
            (f"m/a.go:{'1' * 5000}.1,2.2 1 1", "line number is not a number"),
            ("m/a.go:7.1,7.2 1 x", "hit count is not a number"),
        ],
    )
    def test_a_record_that_cannot_be_right_is_left_out_and_counted(
        self, record: str, problem: str
    ) -> None:
        source = report(f"mode: count\n{record}\nm/a.go:3.1,3.2 1 1\n")
        (file,) = (each for each in gocover.read(source) if each.lines)
        assert relevant(file) == {3: 1}
        assert source.notes.skipped == {problem: 1}
        assert source.notes.places == {problem: 2}

    def test_counts_out_of_range_are_corrected(self) -> None:
        source = report(f"mode: count\nm/a.go:1.1,1.2 1 -4\nm/a.go:2.1,2.2 1 {2**64}\n")
        (file,) = gocover.read(source)
        assert relevant(file) == {1: 0, 2: MAX_HITS}

    def test_a_column_may_have_any_number_of_digits(self) -> None:
        assert lines_of(f"mode: set\nm/a.go:1.1,1.{'9' * 5000} 1 1\n") == {1: 1}

    def test_a_mode_alone_is_a_report_without_files(self) -> None:
        source = report("mode: atomic\n")
        assert gocover.sniff(source)
        assert list(gocover.read(source)) == []

    @pytest.mark.parametrize("content", ["", "hello\n", "m/a.go:6:\tA\t71.4%\n"])
    def test_another_file_is_refused(self, content: str) -> None:
        assert not gocover.sniff(report(content))
        with pytest.raises(InvalidReportError, match="not a coverage profile of Go"):
            list(gocover.read(report(content)))
