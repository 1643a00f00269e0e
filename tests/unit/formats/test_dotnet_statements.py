from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import dotcover, visual_studio
from coverup.formats._base import Format
from tests.unit.formats.xml_reports import Measured, measured, measurements, report, sample

Statement = tuple[str, str, str, str]
"""Number of the file, first line, last line, whether it is covered ("1", "0" or a word)."""
Write = Callable[[list[Statement], dict[str, str]], str]


def write_results(statements: list[Statement], names: dict[str, str]) -> str:
    words = {"1": "yes", "0": "no"}
    ranges = "".join(
        f'<range source_id="{file}" covered="{words.get(covered, covered)}" '
        f'start_line="{first}" end_line="{last}"/>'
        for file, first, last, covered in statements
    )
    files = "".join(f'<source_file id="{n}" path={quoteattr(path)}/>' for n, path in names.items())
    return f"<results><modules><module>{ranges}{files}</module></modules></results>"


def write_coverage_ds(statements: list[Statement], names: dict[str, str]) -> str:
    words = {"1": "0", "0": "2"}
    lines = "".join(
        f"<Lines><LnStart>{first}</LnStart><LnEnd>{last}</LnEnd>"
        f"<Coverage>{words.get(covered, covered)}</Coverage><SourceFileID>{file}</SourceFileID>"
        "</Lines>"
        for file, first, last, covered in statements
    )
    files = "".join(
        f"<SourceFileNames><SourceFileID>{n}</SourceFileID><SourceFileName>{escape(path)}"
        "</SourceFileName></SourceFileNames>"
        for n, path in names.items()
    )
    return f"<CoverageDSPriv><Module>{lines}</Module>{files}</CoverageDSPriv>"


def write_dotcover(statements: list[Statement], names: dict[str, str]) -> str:
    words = {"1": "True", "0": "False"}
    lines = "".join(
        f'<Statement FileIndex="{file}" Line="{first}" EndLine="{last}" '
        f'Covered="{words.get(covered, covered)}"/>'
        for file, first, last, covered in statements
    )
    files = "".join(f'<File Index="{n}" Name={quoteattr(path)}/>' for n, path in names.items())
    return f'<Root ReportType="DetailedXml"><FileIndices>{files}</FileIndices>{lines}</Root>'


FORMS = [
    pytest.param(visual_studio, write_results, id="results"),
    pytest.param(visual_studio, write_coverage_ds, id="CoverageDSPriv"),
    pytest.param(dotcover, write_dotcover, id="dotCover"),
]


@pytest.mark.parametrize(
    ("form", "folder", "name"),
    [
        (visual_studio, "visual_studio", "results.xml"),
        (visual_studio, "visual_studio", "coverage-ds.xml"),
        (dotcover, "dotcover", "detailed.xml"),
    ],
)
def test_a_line_is_covered_if_one_of_its_statements_is(
    form: Format, folder: str, name: str
) -> None:
    source = sample(folder, name)
    assert form.sniff(source)
    assert measured(form, source) == {
        r"C:\shop\Cart.cs": ({5: 1, 6: 1, 7: 1, 8: 1, 9: 0}, {}),
        r"C:\shop\Stock.cs": ({2: 0}, {}),
    }
    assert {file.counted for file in form.read(source)} == {False}
    assert not source.notes.skipped


def test_a_module_whose_numbers_mean_other_files_is_kept_apart() -> None:
    one = write_results([("0", "1", "1", "1")], {"0": "A.cs"})
    two = write_results([("0", "2", "2", "0")], {"0": "B.cs"})
    both = one.replace("</modules></results>", "") + two.replace("<results><modules>", "")
    assert measured(visual_studio, report(both)) == {"A.cs": ({1: 1}, {}), "B.cs": ({2: 0}, {})}


@pytest.mark.parametrize(("form", "write"), FORMS)
@pytest.mark.parametrize(
    ("statement", "expected", "skipped"),
    [
        (("1", "15732480", "15732480", "1"), {}, ""),
        (("1", "16707566", "16707566", "1"), {}, ""),
        (("1", "3", "", "1"), {3: 1}, ""),
        (("1", "3", "2", "1"), {3: 1}, ""),
        (("1", "3", "3", "maybe"), {}, "statement that is neither covered nor not"),
        (("1", "3", "3", ""), {}, "statement that is neither covered nor not"),
        (("1", "0", "3", "1"), {}, "line number out of range"),
        (("1", "", "3", "1"), {}, "line number is not a number"),
        (("1", "1", "1000000000000", "1"), {}, "line number out of range"),
        (("1", "1", "9999999", "1"), {}, "statement of more than 10000 lines"),
        (("7", "1", "1", "1"), {}, "file without a name"),
    ],
)
def test_what_cannot_be_right_is_noted(
    form: Format, write: Write, statement: Statement, expected: dict[int, int], skipped: str
) -> None:
    source = report(write([("1", "70", "70", "1"), statement], {"1": "A.cs"}))
    assert measured(form, source) == {"A.cs": ({70: 1} | expected, {})}
    assert list(source.notes.skipped) == ([skipped] if skipped else [])


@pytest.mark.parametrize(
    ("form", "content", "is_ours"),
    [
        (visual_studio, "<results><modules/></results>", True),
        (visual_studio, "<CoverageDSPriv/>", True),
        (visual_studio, "<results><errors/></results>", False),
        (visual_studio, "", False),
        (dotcover, '<Root ReportType="DetailedXml"/>', True),
        (dotcover, '<Root ReportType="Xml" DotCoverVersion="2023.3"/>', False),
        (dotcover, "<Root/>", False),
        (dotcover, "", False),
    ],
)
def test_a_form_is_told_by_its_root(form: Format, content: str, *, is_ours: bool) -> None:
    assert form.sniff(report(content)) is is_ours


@pytest.mark.parametrize(("form", "write"), FORMS)
@given(files=measurements(hits=st.integers(0, 1)))
def test_what_is_written_is_read(form: Format, write: Write, files: Measured) -> None:
    names = {str(number): name for number, name in enumerate(files, start=1)}
    statements = [
        (number, str(line), str(line), str(hits))
        for number, name in names.items()
        for line, hits in files[name][0].items()
    ]
    expected: Measured = {name: (lines, {}) for name, (lines, _) in files.items() if lines}
    assert measured(form, report(write(statements, names))) == expected
