import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import coveragepy_json
from coverup.formats._coveragepy_entry import branch_keys
from coverup.formats.source import Source
from coverup.model import MAX_LINE, FileCoverage

CORPUS = Path(__file__).parents[2] / "data" / "corpus"
META = {"format": 3, "version": "7.17.3", "branch_coverage": True, "show_contexts": False}
ENTRY = {"executed_lines": [1], "missing_lines": [3], "excluded_lines": [2]}


def source_of(document: object) -> Source:
    content = json.dumps(document).encode()
    return Source(Path("coverage.json"), "coverage.json", Path(), content=content)


def read(**entry: Any) -> tuple[FileCoverage, dict[str, int]]:
    source = source_of({"meta": META, "files": {"a.py": ENTRY | entry}})
    [file] = coveragepy_json.read(source)
    return file, dict(source.notes.skipped)


@pytest.mark.parametrize(
    "report",
    [
        "coveragepy-json/repo/coverage.json",
        "coveragepy-parallel/second/coverage.json",
        "coveragepy-sqlite-branch-relative/second/coverage.json",
    ],
)
def test_the_corpus_gives_the_expected_result(report: str) -> None:
    source = Source(CORPUS / report, report, CORPUS)
    assert coveragepy_json.sniff(source)
    files = {file.path: file for file in coveragepy_json.read(source)}
    expected = json.loads((CORPUS / Path(report).parts[0] / "expected.json").read_bytes())
    assert files.keys() == expected["source_files"].keys()
    for path, wanted in expected["source_files"].items():
        lines, branches = files[path].lines, files[path].branches
        assert [line for line, hits in enumerate(lines, 1) if hits == 1] == wanted["covered"]
        assert [line for line, hits in enumerate(lines, 1) if hits == 0] == wanted["missed"]
        assert len(branches) == wanted["branches_total"]
        assert sum(branches.values()) == wanted["branches_covered"]
        for line, (total, taken) in wanted.get("branches_by_line", {}).items():
            hits = [hits for key, hits in branches.items() if key[0] == int(line)]
            assert (len(hits), sum(hits)) == (total, taken)
    assert not source.notes.skipped


def test_lines_are_executed_missing_or_not_relevant_and_never_counted() -> None:
    file, skipped = read()
    assert (file.lines, file.branches, file.counted) == ([1, None, 0], {}, False)
    assert not skipped


def test_excluded_lines_are_not_relevant_though_executed() -> None:
    # As written by coverage.py before 7.13.1.
    assert read(executed_lines=[1, 2])[0].lines == [1, None, 0]


DOCUMENTED = """\
'''doc'''
import os
class A:
    '''class
    doc'''
    def f(self):
        '''never executed'''
        return '\\d'
class B:
    x = 1
"""


def old_report() -> dict[str, Any]:
    """Return what coverage.py 7.10.7 wrote of that source."""
    executed = {"executed_lines": [1, 2, 3, 4, 6, 9, 10], "missing_lines": [8]}
    entry = {**executed, "excluded_lines": [], "summary": {"covered_lines": 5}}
    return {"meta": META, "files": {"a.py": entry}}


def test_docstrings_in_reports_of_old_versions_are_not_relevant(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(DOCUMENTED)
    source = source_of(old_report())
    source.locate = tmp_path.joinpath
    [file] = coveragepy_json.read(source)
    assert file.lines == [None, 1, 1, None, None, 1, None, 0, 1, 1]
    assert not source.notes.remarks


@pytest.mark.parametrize("text", [None, "print 'Python 2'", "\0", "x = 1\n"])
def test_lines_that_the_summary_does_not_count_are_told(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "a.py").write_text(text)
    source = source_of(old_report())
    source.locate = tmp_path.joinpath
    [file] = coveragepy_json.read(source)
    assert file.totals().covered_lines == 7
    [remark] = source.notes.remarks
    assert "lines that are no code count as covered, as in a.py" in remark


def test_branches_are_numbered_by_their_target() -> None:
    file, _ = read(executed_branches=[[1, 3], [3, -1]], missing_branches=[[1, 5], [3, 0]])
    assert file.branches == {(1, 0, 3): 1, (1, 0, 5): 0, (3, 0, 0): 0, (3, 0, 1): 1}


def test_branches_that_would_get_one_number_are_told_apart_in_any_order() -> None:
    arcs = [(7, 39), (7, -39), (7, 1), (7, -1), (8, -39)]
    expected = {
        (7, 1): (7, 0, 1),
        (7, 39): (7, 0, 39),
        (7, -1): (7, 0, 0),
        (7, -39): (7, 0, 2),
        (8, -39): (8, 0, 39),
    }
    assert all(branch_keys(order) == expected for order in permutations(arcs))


def test_an_executed_line_or_branch_is_not_missing() -> None:
    file, _ = read(missing_lines=[1], executed_branches=[[1, 2]], missing_branches=[[1, 2]])
    assert (file.lines, file.branches) == ([1], {(1, 0, 2): 1})


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        ({"missing_lines": [0]}, "line number out of range"),
        ({"missing_lines": [-3]}, "line number out of range"),
        ({"missing_lines": [MAX_LINE + 1]}, "line number out of range"),
        ({"missing_lines": [True]}, "line number is not a number"),
        ({"missing_lines": [1.5]}, "line number is not a number"),
        ({"missing_lines": [None]}, "line number is not a number"),
        ({"missing_lines": ["x" * 5000]}, "line number is not a number"),
        ({"missing_lines": [[2]]}, "line number is not a number"),
        ({"missing_lines": {"2": 1}}, "missing_lines is not a list"),
        ({"missing_lines": None}, "missing_lines is not a list"),
        ({"missing_lines": [], "missing_branches": [[1]]}, "branch is not a pair of lines"),
        ({"missing_lines": [], "missing_branches": [5]}, "branch is not a pair of lines"),
        ({"missing_lines": [], "missing_branches": [[1, "2"]]}, "branch is not a pair of lines"),
        ({"missing_lines": [], "missing_branches": [[1, 10**8]]}, "branch is not a pair of lines"),
        ({"missing_lines": [], "missing_branches": [[0, 2]]}, "line number out of range"),
    ],
)
def test_a_broken_value_is_noted_and_left_out(entry: dict[str, Any], note: str) -> None:
    file, skipped = read(**entry)
    assert (file.lines, file.branches) == ([1], {})
    assert skipped == {note: 1}


def test_a_file_that_is_no_object_or_has_no_name_is_noted() -> None:
    files = {"a.py": ENTRY, "b.py": None, "c.py": [1], "": ENTRY}
    source = source_of({"meta": META, "files": files})
    assert [file.path for file in coveragepy_json.read(source)] == ["a.py"]
    assert source.notes.skipped.total() == 3


@pytest.mark.parametrize(
    ("document", "is_ours"),
    [
        ({"meta": META, "files": {"a.py": ENTRY}}, True),
        ({"meta": META, "files": {"a.py": None, "b.py": ENTRY}}, True),
        ({"meta": META, "files": {}}, True),
        ({"meta": {"software": "slipcover", "branch_coverage": False}, "files": {}}, True),
        ({"meta": META, "files": {"a.py": ENTRY}, "labels_table": {"0": "t"}}, True),
        ({"meta": META, "files": {"a.py": {"lines": []}}}, False),
        ({"meta": META, "files": [ENTRY]}, False),
        ({"meta": {"simplecov_version": "0.22"}, "coverage": {}}, False),
        ({"meta": {}, "files": {}}, False),
        ({"meta": None, "files": {"a.py": ENTRY}}, False),
        ({"files": {"a.py": ENTRY}}, False),
        ([META], False),
        ({}, False),
    ],
)
def test_the_structure_tells_the_format(document: object, is_ours: bool) -> None:
    assert coveragepy_json.sniff(source_of(document)) is is_ours


@pytest.mark.parametrize("content", [b"{}", b"[]", b"42", b"TN:\n", b"", b'{"meta": {'])
def test_another_document_is_refused_when_forced(content: bytes) -> None:
    source = Source(Path("x.json"), "x.json", Path(), content=content)
    with pytest.raises(InvalidReportError, match=r"^x\.json"):
        list(coveragepy_json.read(source))
