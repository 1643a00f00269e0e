from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.discover import discover
from coverup.errors import InvalidReportError
from coverup.formats import jacoco
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, FileCoverage
from coverup.paths import Repository
from tests.unit.formats.xml_reports import (
    Measured,
    by_line,
    measured,
    measurements,
    merged,
    relevant,
    report,
    sample,
)


def of_lines(lines: str, name: str = "A.java") -> Source:
    return report(
        f'<report name="r"><package name="p"><sourcefile name="{name}">{lines}</sourcefile>'
        "</package></report>"
    )


def only(source: Source) -> FileCoverage:
    (file,) = jacoco.read(source)
    return file


class TestGroups:
    def test_groups_are_read_at_any_depth(self) -> None:
        files = list(jacoco.read(sample("jacoco", "groups.xml")))
        assert [(file.path, relevant(file), by_line(file)) for file in files] == [
            ("com/acme/Cart.java", {5: 1, 6: 1, 9: 0}, {5: [4, 3], 9: [2, 0]}),
            ("com/acme/Cart.java", {3: 1}, {}),
            ("Main.kt", {1: 0}, {}),
        ]

    def test_groups_tell_where_the_packages_may_be(self) -> None:
        files = list(jacoco.read(sample("jacoco", "groups.xml")))
        assert [file.bases for file in files] == [
            (
                "backend/orders/src/main/java",
                "backend/orders",
                "orders/src/main/java",
                "orders",
            ),
            ("backend/stock/src/main/java", "backend/stock", "stock/src/main/java", "stock"),
            ("app/src/main/kotlin", "app/src/main/java", "app"),
        ]

    def test_a_group_without_a_name_is_no_folder(self) -> None:
        inside = '<group name="/app/"><package><sourcefile name="A.java"/></package></group>'
        (file,) = jacoco.read(report(f"<report><group>{inside}</group></report>"))
        assert file.bases == ("app/src/main/java", "app")

    def test_namesakes_of_two_modules_are_told_apart_by_their_groups(self, tmp_path: Path) -> None:
        names = [
            "backend/orders/src/main/java/com/acme/Cart.java",
            "libs/stock/src/main/java/com/acme/Cart.java",
            "app/src/main/kotlin/Main.kt",
        ]
        placed = _placed(tmp_path, names, sample("jacoco", "groups.xml"), "report.xml")
        assert placed == dict(zip(names, ([5, 6, 9], [3], [1]), strict=True))

    def test_without_groups_the_reports_own_module_is_taken(self, tmp_path: Path) -> None:
        names = [f"{module}/src/main/java/p/A.java" for module in ("one", "two")]
        for module, name in zip(("one", "two"), names, strict=True):
            source = of_lines('<line nr="1" ci="1"/>')
            placed = _placed(tmp_path, names, source, f"{module}/target/site/jacoco.xml")
            assert placed == {name: [1]}

    def test_kotlin_may_leave_out_the_folders_of_the_common_package(self, tmp_path: Path) -> None:
        source = report(
            '<report name="r"><package name="com/acme/ui"><sourcefile name="Screen.kt"/></package>'
            '<package name="com/acme"><sourcefile name="Main.kt"/></package></report>'
        )
        names = ["app/src/main/kotlin/ui/Screen.kt", "app/src/main/kotlin/Main.kt"]
        assert set(_placed(tmp_path, names, source, "report.xml")) == set(names)


def _placed(root: Path, names: list[str], source: Source, place: str) -> dict[str, list[int]]:
    """Return the relevant lines by the file of the repository that they were placed in."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("\n")
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    repository = Repository(root, names)
    done = repository.place_all(jacoco.read(source), root / place)
    assert done.dropped == []
    return {where: list(relevant(file)) for file, where in done.placed}


@pytest.mark.parametrize(
    "name",
    [
        "target/site/jacoco/jacoco.xml",
        "report/target/site/jacoco-aggregate/jacoco.xml",
        "build/reports/jacoco/test/jacocoTestReport.xml",
        "build/reports/jacoco/testCodeCoverageReport/testCodeCoverageReport.xml",
        "build/reports/kover/report.xml",
        "app/build/reports/kover/reportDebug.xml",
    ],
)
def test_reports_are_found_where_maven_and_gradle_put_them(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("<report/>")
    assert discover(tmp_path) == [tmp_path / name]


class TestLines:
    def test_kover_is_read(self) -> None:
        source = sample("jacoco", "kover.xml")
        assert jacoco.sniff(source)
        assert measured(jacoco, source) == {"com/acme/ui/Screen.kt": ({4: 1, 5: 0}, {4: [2, 2]})}

    def test_instructions_are_no_hits(self) -> None:
        file = only(of_lines('<line nr="1" mi="3" ci="7"/>'))
        assert (relevant(file), file.counted) == ({1: 1}, False)

    @pytest.mark.parametrize(
        ("line", "lines", "branches", "skipped"),
        [
            ('nr="2" ci="3"', {2: 1}, {}, {}),
            ('nr="2" mi="3"', {2: 0}, {}, {}),
            ('nr="2" mi="3" ci="-4" mb="-1" cb="-2"', {2: 0}, {}, {"negative hit count": 3}),
            ('nr="2" cb="1" mb="1"', {2: 1}, {2: [2, 1]}, {}),
            ('nr="2" mi="1" cb="1"', {2: 1}, {2: [1, 1]}, {}),
            ('nr="2" ci="0" cb="1"', {2: 0}, {2: [1, 1]}, {}),
            ('nr="0" ci="1"', {}, {}, {"line number out of range": 1}),
            ('nr="-1" ci="1"', {}, {}, {"line number out of range": 1}),
            ('nr="x" ci="1"', {}, {}, {"line number is not a number": 1}),
            ('ci="1"', {}, {}, {"line number is not a number": 1}),
            ('nr="2" ci="x"', {}, {}, {"hit count is not a number": 1}),
            ('nr="2" ci="1" mb="999999999"', {2: 1}, {}, {f"more than {MAX_BRANCHES} br": 1}),
            ('nr="2"', {}, {}, {"line without mi and ci": 1}),
        ],
    )
    def test_numbers_are_optional_and_checked(
        self,
        line: str,
        lines: dict[int, int],
        branches: dict[int, list[int]],
        skipped: dict[str, int],
    ) -> None:
        source = of_lines(f'<line nr="70" ci="1"/><line {line}/>')
        file = only(source)
        assert relevant(file) == {70: 1} | lines
        assert by_line(file) == branches
        assert source.notes.skipped.total() == sum(skipped.values())
        assert all(told.startswith(tuple(skipped)) for told in source.notes.skipped)

    def test_a_file_of_two_reports_is_covered_where_one_covers_it(self) -> None:
        lines = '<line nr="1" mi="1" ci="0" mb="2" cb="0"/>', '<line nr="1" ci="2" mb="1" cb="1"/>'
        files = merged(file for each in lines for file in jacoco.read(of_lines(each)))
        assert (relevant(files["p/A.java"]), by_line(files["p/A.java"])) == ({1: 1}, {1: [2, 1]})

    def test_what_has_no_place_is_noted(self) -> None:
        source = report(
            '<report><line nr="1" ci="1"/><package name="p"><sourcefile><line nr="1" ci="1"/>'
            "</sourcefile></package></report>"
        )
        assert list(jacoco.read(source)) == []
        assert source.notes.skipped == {
            "line outside a source file": 1,
            "source file without a name": 1,
        }


class TestGcovr:
    @pytest.mark.parametrize(
        "source",
        [
            sample("corpus", "gcovr-all", "repo", "jacoco.xml"),
            of_lines('<line nr="1"/>'),
            of_lines(
                '<line nr="1" mb="1" cb="1"/><line nr="2"/><counter type="LINE" covered="1"/>'
            ),
        ],
        ids=["real", "no branches", "some branches"],
    )
    def test_a_report_without_instructions_is_refused_with_the_reason(self, source: Source) -> None:
        assert jacoco.sniff(source)
        with pytest.raises(InvalidReportError, match="does not say which lines") as caught:
            list(jacoco.read(source))
        assert caught.value.line
        assert "gcovr --cobertura" in str(caught.value.hint)


class TestSniff:
    @pytest.mark.parametrize(
        "content",
        [
            '<report name="r"><sessioninfo id="a"/><group name="g"/></report>',
            '<report><package name="p"/></report>',
            '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report/>',
        ],
    )
    def test_jacoco_is_recognised(self, content: str) -> None:
        assert jacoco.sniff(report(content))

    @pytest.mark.parametrize(
        "content",
        [
            "<report><stats/><data/></report>",
            "<report/>",
            "<report><bundle><package/></bundle></report>",
            "<coverage><packages/></coverage>",
            "",
        ],
    )
    def test_another_report_is_not(self, content: str) -> None:
        assert not jacoco.sniff(report(content))


def written(files: Measured) -> str:
    parts = []
    for name, (lines, branches) in files.items():
        parts.append(f'<sourcefile name={quoteattr(name)}><line nr="99" mi="0" ci="1"/>')
        for line, hits in lines.items():
            total, taken = branches.get(line, [0, 0])
            parts.append(
                f'<line nr="{line}" mi="{1 - hits}" ci="{hits}" mb="{total - taken}" cb="{taken}"/>'
            )
        parts.append("</sourcefile>")
    return f'<report name="r"><package name="p">{"".join(parts)}</package></report>'


@given(measurements(hits=st.integers(0, 1)))
def test_what_is_written_is_read(files: Measured) -> None:
    expected = {
        f"p/{name}": ({**lines, 99: 1}, branches) for name, (lines, branches) in files.items()
    }
    assert measured(jacoco, report(written(files))) == expected
