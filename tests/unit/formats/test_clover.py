from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import clover
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, MAX_HITS, FileCoverage
from tests.unit.formats.xml_reports import (
    Measured,
    by_line,
    measured,
    measurements,
    relevant,
    report,
    sample,
)


def of_files(files: str) -> Source:
    return report(f'<coverage generated="1"><project timestamp="1">{files}</project></coverage>')


def of_lines(lines: str) -> Source:
    return of_files(f'<file name="src/a.php">{lines}</file>')


def only(source: Source) -> FileCoverage:
    (file,) = clover.read(source)
    return file


class TestDialects:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            (
                "openclover.xml",
                {
                    r"C:\shop\src\main\java\com\acme\Cart.java": (
                        {4: 6, 5: 4, 6: 6, 8: 0},
                        {5: [2, 2], 6: [2, 1]},
                    )
                },
            ),
            (
                "phpunit.xml",
                {
                    "/builds/shop/src/Cart.php": ({9: 3, 10: 0}, {}),
                    "/builds/shop/src/Api/Client.php": ({}, {}),
                },
            ),
            (
                "old-istanbul.xml",
                {"/builds/shop/lib/cart.js": ({1: 1, 2: 5, 3: 0}, {2: [3, 2]})},
            ),
        ],
    )
    def test_every_dialect_is_read(self, name: str, expected: Measured) -> None:
        source = sample("clover", name)
        assert clover.sniff(source)
        assert measured(clover, source) == expected

    def test_the_path_is_preferred_to_the_name(self) -> None:
        source = of_files('<file name="a.js" path="lib/a.js"/><file name="b.js" path=" "/>')
        assert [file.path for file in clover.read(source)] == ["lib/a.js", "b.js"]

    def test_files_of_the_test_project_are_left_out(self) -> None:
        source = report(
            '<coverage clover="1"><testproject><file name="t"><line num="1" count="1"/></file>'
            '</testproject><project><file name="a"><line num="1" count="1"/></file></project>'
            "</coverage>"
        )
        assert measured(clover, source) == {"a": ({1: 1}, {})}
        assert not source.notes.skipped


class TestConditions:
    def test_with_a_count_they_tell_covered_and_missed_branches(self) -> None:
        file = only(of_lines('<line num="2" count="9" type="cond" truecount="1" falsecount="3"/>'))
        assert (relevant(file), by_line(file)) == ({2: 9}, {2: [4, 1]})

    def test_without_a_count_they_tell_how_often_each_outcome_was_met(self) -> None:
        file = only(of_lines('<line num="2" type="cond" truecount="7" falsecount="0"/>'))
        assert relevant(file) == {2: 7}
        assert file.branches == {(2, 0, 0): 7, (2, 0, 1): 0}

    def test_without_a_count_and_an_outcome_they_are_left_out(self) -> None:
        source = of_lines('<line num="2" type="cond" truecount="7"/>')
        assert measured(clover, source) == {"src/a.php": ({}, {})}
        assert source.notes.skipped == {"hit count is not a number": 1}

    def test_two_of_them_on_a_line_have_two_branches_each(self) -> None:
        cond = '<line num="2" type="cond" truecount="2" falsecount="0"/>'
        file = only(of_lines(cond + cond))
        assert (relevant(file), by_line(file)) == ({2: 2}, {2: [4, 2]})

    @pytest.mark.parametrize("is_first", [True, False])
    def test_a_statement_of_the_same_line_does_not_count_twice(self, *, is_first: bool) -> None:
        lines = ['<line num="2" type="cond" truecount="2" falsecount="1"/>']
        lines.insert(0 if is_first else 1, '<line num="2" type="stmt" count="3"/>')
        assert relevant(only(of_lines("".join(lines)))) == {2: 3}

    @pytest.mark.parametrize(
        ("outcomes", "expected", "skipped"),
        [
            ('truecount="1"', {}, {"hit count is not a number": 1}),
            ('truecount="x" falsecount="1"', {}, {"hit count is not a number": 1}),
            ('truecount="-2" falsecount="1"', {2: [1, 0]}, {"negative hit count taken as 0": 1}),
            (
                'truecount="1" falsecount="99999999"',
                {},
                {f"more than {MAX_BRANCHES} branches on a line": 1},
            ),
        ],
    )
    def test_outcomes_that_cannot_be_right_are_noted(
        self, outcomes: str, expected: dict[int, list[int]], skipped: dict[str, int]
    ) -> None:
        source = of_lines(f'<line num="2" count="1" type="cond" {outcomes}/>')
        file = only(source)
        assert (relevant(file), by_line(file)) == ({2: 1}, expected)
        assert source.notes.skipped == skipped

    def test_a_million_conditions_on_a_line_are_capped(self) -> None:
        cond = '<line num="2" type="cond" truecount="1" falsecount="0"/>'
        source = of_lines(cond * (MAX_BRANCHES // 2 + 5))
        assert by_line(only(source)) == {2: [MAX_BRANCHES, MAX_BRANCHES // 2]}
        assert source.notes.skipped == {f"more than {MAX_BRANCHES} branches on a line": 10}


class TestLines:
    def test_methods_are_no_lines(self) -> None:
        source = of_lines('<line num="1" type="method" count="3"/><line num="2" count="1"/>')
        assert relevant(only(source)) == {2: 1}

    def test_a_repeated_line_adds_up(self) -> None:
        lines = '<line num="2" type="stmt" count="1"/><line num="2" type="stmt" count="2"/>'
        assert relevant(only(of_lines(lines))) == {2: 3}

    @pytest.mark.parametrize(
        ("line", "expected", "skipped"),
        [
            ('type="stmt" count="1"', {}, {"line number is not a number": 1}),
            ('num="0" type="stmt" count="1"', {}, {"line number out of range": 1}),
            ('num="3" type="stmt"', {}, {"hit count is not a number": 1}),
            ('num="3" type="stmt" count="-1"', {3: 0}, {"negative hit count taken as 0": 1}),
            ('num="3" type="stmt" count="1e3"', {3: 1000}, {}),
            ('num="3" count="99999999999999999999"', {3: MAX_HITS}, {"hit count too large": 1}),
        ],
    )
    def test_numbers_are_read_as_tools_write_them(
        self, line: str, expected: dict[int, int], skipped: dict[str, int]
    ) -> None:
        source = of_lines(f"<line {line}/>")
        assert relevant(only(source)) == expected
        assert source.notes.skipped == skipped

    @pytest.mark.parametrize(
        ("files", "skipped"),
        [
            (
                '<file name="/x/y.php(12) : eval()\'d code"/>',
                "code made by eval, which is in no file",
            ),
            ("<file/>", "file without a name"),
            ('<line num="1" count="1"/>', "line outside a file"),
        ],
    )
    def test_what_has_no_file_is_noted(self, files: str, skipped: str) -> None:
        source = of_files(files)
        assert list(clover.read(source)) == []
        assert source.notes.skipped == {skipped: 1}


class TestSniff:
    @pytest.mark.parametrize(
        "content",
        [
            '<coverage generated="1"/>',
            '<coverage clover="3" generated="1"><project/></coverage>',
            "\n<!-- made\nby x -->\n<coverage><project/></coverage>",
        ],
    )
    def test_clover_is_recognised(self, content: str) -> None:
        assert clover.sniff(report(content))

    @pytest.mark.parametrize(
        "content",
        [
            '<coverage line-rate="1"/>',
            '<coverage version="1"><file path="a"/></coverage>',
            '<coverage profilerVersion="1"/>',
            "<project/>",
            "",
        ],
    )
    def test_another_format_is_not(self, content: str) -> None:
        assert not clover.sniff(report(content))


def written(files: Measured) -> str:
    parts = []
    for name, (lines, branches) in files.items():
        parts.append(f"<file name='x' path={quoteattr(name)}>")
        for line, hits in lines.items():
            told = 'type="stmt"'
            if line in branches:
                total, taken = branches[line]
                told = f'type="cond" truecount="{taken}" falsecount="{total - taken}"'
            parts.append(f'<line num="{line}" count="{hits}" {told}/>')
        parts.append("</file>")
    return f'<coverage generated="1"><project>{"".join(parts)}</project></coverage>'


@given(measurements(hits=st.integers(0, MAX_HITS)))
def test_what_is_written_is_read(files: Measured) -> None:
    assert measured(clover, report(written(files))) == files
