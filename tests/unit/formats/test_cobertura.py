from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import cobertura
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, MAX_HITS, FileCoverage, merge

DATA = Path(__file__).parents[2] / "data"


def report(content: str | bytes) -> Source:
    data = content if isinstance(content, bytes) else content.encode()
    return Source(Path("coverage.xml"), "coverage.xml", Path(), content=data)


def sample(name: str) -> Source:
    path = DATA / "cobertura" / name
    return Source(path, name, path.parent)


def of_class(inside: str, sources: str = "") -> Source:
    return report(
        f'<coverage line-rate="1"><sources>{sources}</sources><packages><package name="p"><classes>'
        f'<class name="c" filename="src/a.c">{inside}</class>'
        "</classes></package></packages></coverage>"
    )


def of_lines(lines: str) -> Source:
    return of_class(f"<methods/><lines>{lines}</lines>")


def only(source: Source) -> FileCoverage:
    (file,) = cobertura.read(source)
    return file


def relevant(file: FileCoverage) -> dict[int, int]:
    return {line: hits for line, hits in enumerate(file.lines, start=1) if hits is not None}


def by_line(file: FileCoverage) -> dict[int, list[int]]:
    found = groupby(sorted(file.all_branches().items()), key=lambda item: item[0][0])
    taken = {line: [hits > 0 for _, hits in branches] for line, branches in found}
    return {line: [len(flags), sum(flags)] for line, flags in taken.items()}


class TestDialects:
    @pytest.mark.parametrize(
        ("name", "path", "lines", "branches", "bases"),
        [
            (
                "coverlet.xml",
                "Cart.cs",
                {7: 4, 8: 4, 9: 6, 12: 0},
                {8: [4, 3]},
                ("C:\\shop\\shop\\",),
            ),
            ("swift.xml", "Sources/App/Greeter.swift", {5: 2, 6: 0}, {}, ()),
            ("altcover.xml", "C:\\shop\\Item.cs", {4: 1, 5: 0}, {4: [2, 1]}, ("C:\\shop",)),
            (
                "java.xml",
                "com/acme/Core.java",
                {3: 2, 8: 1, 12: 0},
                {8: [4, 1]},
                ("/builds/shop/src/main/java", "/builds/shop/src/gen/java"),
            ),
            ("grcov.xml", "src/lib.rs", {2: 3, 3: 3, 4: 0}, {2: [3, 1]}, (".",)),
            (
                "scoverage.xml",
                "acme/Core.scala",
                {7: 2, 8: 2, 10: 0},
                {8: [1, 1], 10: [1, 0]},
                ("/builds/shop/src/main/scala",),
            ),
            ("opencppcoverage.xml", "/dev/shop/util.h", {1: 1, 2: 0}, {}, ()),
            (
                "gcovr-templates.xml",
                "src/tmpl.hpp",
                {8: 1, 9: 0},
                {8: [2, 1]},
                ("/builds/shop",),
            ),
        ],
    )
    def test_every_dialect_is_read(
        self,
        name: str,
        path: str,
        lines: dict[int, int],
        branches: dict[int, list[int]],
        bases: tuple[str, ...],
    ) -> None:
        source = sample(name)
        assert cobertura.sniff(source)
        files = list(cobertura.read(source))
        assert {file.path for file in files} == {path}
        assert {file.bases for file in files} == {bases}
        assert relevant(merge(files)) == lines
        assert by_line(merge(files)) == branches
        assert not source.notes.skipped

    def test_only_coverage_pys_hits_are_no_counts(self) -> None:
        python = DATA / "corpus" / "cobertura-coveragepy" / "repo" / "coverage.xml"
        files = cobertura.read(Source(python, "coverage.xml", python.parent))
        assert {file.counted for file in files} == {False}
        assert only(sample("grcov.xml")).counted


class TestLines:
    def test_methods_are_left_aside_where_the_class_has_lines(self) -> None:
        method = '<method><lines><line number="1" hits="9"/></lines></method>'
        lines = '<lines><line number="2" hits="1"/></lines>'
        for inside in (f"<methods>{method}</methods>{lines}", f"{lines}{method}"):
            assert relevant(only(of_class(inside))) == {2: 1}

    def test_methods_count_where_the_class_has_no_lines(self) -> None:
        method = '<method><lines><line number="1" hits="9"/></lines></method>'
        assert relevant(only(of_class(f"<methods>{method}{method}</methods><lines/>"))) == {1: 18}

    def test_a_repeated_line_adds_up(self) -> None:
        lines = '<line number="2" hits="1"/><line number="2" hits="0"/>'
        assert relevant(only(of_lines(lines))) == {2: 1}

    def test_a_class_without_lines_is_kept(self) -> None:
        assert only(of_class("<methods/><lines/>")) == FileCoverage("src/a.c")

    @pytest.mark.parametrize(
        ("line", "expected", "skipped"),
        [
            ('number="3" hits="1.0"', {3: 1}, {}),
            ('number="3" hits="1e3"', {3: 1000}, {}),
            ('number="3" hits="-4"', {3: 0}, {"negative hit count taken as 0": 1}),
            ('number="4" hits="99999999999999999999"', {4: MAX_HITS}, {"hit count too large": 1}),
            ('number="3" hits=""', {}, {"hit count is not a number": 1}),
            ('number="3"', {}, {"hit count is not a number": 1}),
            ('number="undefined" hits="1"', {}, {"line number is not a number": 1}),
            ('hits="1"', {}, {"line number is not a number": 1}),
            ('number="0" hits="1"', {}, {"line number out of range": 1}),
            ('number="-1" hits="1"', {}, {"line number out of range": 1}),
            ('number="1000000000000" hits="1"', {}, {"line number out of range": 1}),
        ],
    )
    def test_numbers_are_read_as_tools_write_them(
        self, line: str, expected: dict[int, int], skipped: dict[str, int]
    ) -> None:
        source = of_lines(f"<line {line}/>")
        assert relevant(only(source)) == expected
        assert source.notes.skipped == skipped

    def test_a_note_names_the_line_of_the_report(self) -> None:
        source = of_lines('\n\n<line number="0" hits="1"/>')
        list(cobertura.read(source))
        assert source.notes.places == {"line number out of range": 3}

    def test_a_line_outside_a_class_is_noted(self) -> None:
        source = report('<coverage line-rate="1"><line number="1" hits="1"/></coverage>')
        assert list(cobertura.read(source)) == []
        assert source.notes.skipped == {"line outside a class": 1}

    @pytest.mark.parametrize("name", ['filename=""', 'filename=" "', ""])
    def test_a_class_without_a_file_name_is_left_out_and_noted(self, name: str) -> None:
        source = report(
            f'<coverage line-rate="1"><packages><class {name}><lines><line number="1" hits="1"/>'
            "</lines></class></packages></coverage>"
        )
        assert list(cobertura.read(source)) == []
        assert source.notes.skipped == {"class without a file name": 1}


class TestBranches:
    @pytest.mark.parametrize(
        ("attributes", "expected"),
        [
            ('branch="true" condition-coverage="50% (1/2)"', {1: [2, 1]}),
            ('branch="True" condition-coverage="50.00%(1/2)"', {1: [2, 1]}),
            ('condition-coverage="100% ( 4 / 4 )"', {1: [4, 4]}),
            ('branch="false" condition-coverage="50% (1/2)"', {}),
            ('branch="False"', {}),
            ('branch="true" condition-coverage="0% (0/0)"', {}),
            ('branch="true"', {1: [1, 1]}),
        ],
    )
    def test_branches_are_counted(self, attributes: str, expected: dict[int, list[int]]) -> None:
        source = of_lines(f'<line number="1" hits="2" {attributes}/>')
        assert by_line(only(source)) == expected
        assert not source.notes.skipped

    @pytest.mark.parametrize(
        ("coverage", "expected", "skipped"),
        [
            ("50% (3/2)", {1: [2, 2]}, {"more branches taken than there are": 1}),
            ("50%", {}, {"condition-coverage without a count": 1}),
            ("(1/x)", {}, {"condition-coverage without a count": 1}),
            ("", {}, {"condition-coverage without a count": 1}),
            (f"(1/{'9' * 5000})", {}, {"condition-coverage without a count": 1}),
            (
                "(1/999999999)",
                {},
                {f"more than {MAX_BRANCHES} branches on a line": 1},
            ),
        ],
    )
    def test_a_count_that_cannot_be_right_is_noted(
        self, coverage: str, expected: dict[int, list[int]], skipped: dict[str, int]
    ) -> None:
        source = of_lines(
            f'<line number="1" hits="1" branch="true" condition-coverage="{coverage}"/>'
        )
        assert by_line(only(source)) == expected
        assert source.notes.skipped == skipped

    @pytest.mark.parametrize(
        ("conditions", "expected"),
        [
            (["0", "1", "1"], [3, 2]),
            (["100%", "50%", "0%"], [6, 3]),
            (["37.5%"], [2, 1]),
            (["x"], [1, 0]),
        ],
    )
    def test_conditions_tell_the_branches_where_nothing_else_does(
        self, conditions: list[str], expected: list[int]
    ) -> None:
        told = "".join(f'<condition type="jump" coverage="{each}"/>' for each in conditions)
        line = f'<line number="1" hits="1" branch="true"><conditions>{told}</conditions></line>'
        assert by_line(only(of_lines(line))) == {1: expected}

    def test_conditions_of_one_line_do_not_reach_the_next(self) -> None:
        lines = (
            '<line number="1" hits="1" branch="true"><conditions><condition coverage="1"/>'
            '</conditions></line><line number="2" hits="0" branch="true"/>'
        )
        assert by_line(only(of_lines(lines))) == {1: [1, 1], 2: [1, 0]}


class TestSniff:
    @pytest.mark.parametrize(
        "content",
        [
            '<coverage line-rate="0"/>',
            "\n<!-- made\nby x -->\n<coverage><sources/></coverage>",
            "<coverage><packages><package>",
            '<?xml version="1.0"?><coverage line-rate="1"><sources><sou',
        ],
    )
    def test_cobertura_is_recognised(self, content: str) -> None:
        assert cobertura.sniff(report(content))

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param('<coverage generated="1"><project/></coverage>', id="Clover"),
            pytest.param('<coverage clover="3" generated="1"/>', id="Clover without a project"),
            pytest.param("<coverage><project><file/></project></coverage>", id="Clover by child"),
            pytest.param('<coverage version="1"><file path="a"/></coverage>', id="SonarQube"),
            pytest.param('<coverage version="1"/>', id="SonarQube without files"),
            pytest.param('<coverage><assembly name="a"/></coverage>', id="mprof"),
            pytest.param('<coverage profilerVersion="1.5.8"/>', id="NCover"),
            pytest.param('<coverage ctcreportVersion="1" line-rate="1"/>', id="Testwell"),
            pytest.param('<report><package name="a"/></report>', id="JaCoCo"),
            pytest.param("<scoverage><packages/></scoverage>", id="scoverage"),
            pytest.param("<html><body/></html>", id="HTML"),
            pytest.param('{"coverage": {}}', id="JSON"),
            pytest.param("<<<<<<< HEAD\n<coverage line-rate='1'/>", id="conflict markers"),
            pytest.param("", id="nothing"),
        ],
    )
    def test_another_format_is_not(self, content: str) -> None:
        assert not cobertura.sniff(report(content))


@given(st.integers(0, 700))
def test_a_report_that_is_cut_anywhere_is_refused_with_its_place(cut: int) -> None:
    content = (DATA / "cobertura" / "opencppcoverage.xml").read_bytes()[: -cut - 2]
    with pytest.raises(InvalidReportError, match=r"^coverage\.xml:\d+: not well-formed XML: "):
        list(cobertura.read(report(content)))


def test_classes_of_one_file_that_follow_one_another_are_read_as_one_file() -> None:
    pieces = [("a.c", 1), ("a.c", 900), ("b.c", 1), ("a.c", 1)]
    classes = "".join(
        f'<class filename="{path}"><lines><line number="{line}" hits="2"/></lines></class>'
        for path, line in pieces
    )
    source = report(f'<coverage line-rate="1"><packages>{classes}</packages></coverage>')
    found = [(file.path, relevant(file)) for file in cobertura.read(source)]
    assert found == [("a.c", {1: 2, 900: 2}), ("b.c", {1: 2}), ("a.c", {1: 2})]
