"""Every report of the corpus, written as Cobertura and read again: the same measurement."""

from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree

from coverup import formats
from coverup.errors import InvalidReportError
from coverup.formats.source import Source
from coverup.model import FileCoverage, Totals
from coverup.pipeline.gather import Gathered, gather
from coverup.pipeline.identity import Run
from coverup.pipeline.inputs import Wanted
from coverup.pipeline.listener import Silence
from coverup.render.cobertura import cobertura
from tests.contract.checkouts import CORPUS, checked_out, expected_of

DTD: Final = Path(__file__).parents[1] / "data/dtd/coverage-04.dtd"
"""The published grammar: https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd"""


def _is_read(path: Path) -> bool:
    try:
        formats.identify(Source(path, path.name, path.parent))
    except InvalidReportError:
        return False
    return True


def _cases() -> list[Any]:
    return [
        pytest.param(folder, each, id=f"{folder.name}:{each}")
        for folder in sorted(CORPUS.iterdir())
        for each in expected_of(folder)["reports"]
        if _is_read(folder / "repo" / each)
    ]


def gathered(top: Path, report: str) -> Gathered:
    run = Run(env={}, top=top, options={}, now="2026-01-01T00:00:00Z")
    return gather(Wanted(reports=(report,)), run.files(), top, Silence())


def branches_by_line(file: FileCoverage) -> dict[int, tuple[int, int]]:
    found: defaultdict[int, list[bool]] = defaultdict(list)
    for (line, _, _), hits in file.all_branches().items():
        found[line].append(hits > 0)
    return {line: (len(taken), sum(taken)) for line, taken in found.items()}


@pytest.mark.parametrize(("folder", "report"), _cases())
def test_what_is_written_is_valid_and_reads_back_to_the_same(
    folder: Path, report: str, tmp_path: Path
) -> None:
    checkout = checked_out(folder, tmp_path / "checkout")
    first = gathered(checkout, report).files
    written = cobertura(first, milliseconds=0)
    _assert_valid(written)
    (checkout / "written.xml").write_bytes(written)
    second = gathered(checkout, "written.xml").files
    assert list(second) == list(first)
    for name, file in first.items():
        assert second[name].lines == file.lines
        assert branches_by_line(second[name]) == branches_by_line(file)


@pytest.mark.parametrize(
    ("inside", "complaint"),
    [
        ("<lines/>", "class content does not follow the DTD"),
        ('<methods/><lines><line number="1"/></lines>', "line does not carry attribute hits"),
    ],
)
def test_the_grammar_can_say_no(inside: str, complaint: str) -> None:
    rates = 'line-rate="1" branch-rate="1" complexity="0"'
    counts = 'lines-covered="0" lines-valid="0" branches-covered="0" branches-valid="0"'
    report = (
        f'<coverage {rates} {counts} version="1" timestamp="0"><packages><package name="p" {rates}>'
        f'<classes><class name="a" filename="a" {rates}>{inside}</class></classes>'
        "</package></packages></coverage>"
    )
    with pytest.raises(AssertionError, match=complaint):
        _assert_valid(report.encode())


def test_the_counts_of_the_root_are_those_of_its_lines(tmp_path: Path) -> None:
    folder = CORPUS / "jacoco-ant"
    checkout = checked_out(folder, tmp_path / "checkout")
    found = gathered(checkout, expected_of(folder)["reports"][0])
    root = etree.fromstring(cobertura(found.files, milliseconds=5))
    totals = found.totals()
    assert totals != Totals()
    assert root.attrib["lines-valid"] == str(totals.lines) == str(len(root.findall(".//line")))
    assert root.attrib["lines-covered"] == str(totals.covered_lines)
    assert root.attrib["branches-valid"] == str(totals.branches)
    assert root.attrib["branches-covered"] == str(totals.covered_branches)
    assert root.attrib["timestamp"] == "5"


def _assert_valid(content: bytes) -> None:
    dtd = etree.DTD(BytesIO(DTD.read_bytes()))
    valid = dtd.validate(etree.parse(BytesIO(content)))
    assert valid, str(dtd.error_log)
