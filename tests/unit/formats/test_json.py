"""What the JSON formats share, and what every one of them has to hold."""

import json
import random
from pathlib import Path
from types import ModuleType

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import (
    codecov_json,
    covdir,
    coveralls_json,
    simplecov,
    simplecov_json,
    tarpaulin,
)
from coverup.formats._json import line_hits, take_branches
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, MAX_HITS, FileCoverage

DATA = Path(__file__).parents[2] / "data"
TWO_SUITES = "corpus/simplecov-branch-two-suites/repo/coverage"
OWN = {
    f"{TWO_SUITES}/.resultset.json": simplecov,
    f"{TWO_SUITES}/coverage.json": simplecov_json,
    "simplecov/coverage-1.x.json": simplecov_json,
    "simplecov/simplecov-json.json": simplecov_json,
    "corpus/codecov-json-monocart/repo/coverage/codecov.json": codecov_json,
    "codecov/kcov.json": codecov_json,
    "codecov/covr.json": codecov_json,
    "corpus/gcovr-all/repo/coveralls.json": coveralls_json,
    "coveralls/excoveralls.json": coveralls_json,
    "covdir/grcov.json": covdir,
    "tarpaulin/tarpaulin-report.json": tarpaulin,
}
FORMATS = (simplecov, simplecov_json, codecov_json, coveralls_json, covdir, tarpaulin)


def _claims(form: ModuleType, source: Source) -> bool:
    try:
        return bool(form.sniff(source))
    except InvalidReportError:
        return False


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.NAME)
def test_a_format_claims_its_own_samples_and_no_others(form: ModuleType) -> None:
    files = [path for path in DATA.rglob("*") if path.is_file()]
    claimed = {
        path.relative_to(DATA).as_posix()
        for path in files
        if _claims(form, Source(path, path.name, path.parent))
    }
    assert claimed == {path for path, owner in OWN.items() if owner is form}


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.NAME)
@pytest.mark.parametrize("content", [b"42", b"[]", b"[{}]", b"TN:\n", b"", b'{"a": 1'])
def test_another_document_is_refused_when_forced(form: ModuleType, content: bytes) -> None:
    source = Source(Path("x.json"), "x.json", Path(), content=content)
    with pytest.raises(InvalidReportError, match=r"^x\.json"):
        list(form.read(source))


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        '{"coverage": []}',
        '{"coverage": {"a": {"b": 1}}}',
        '{"files": []}',
        '{"files": [{"file": "a.c", "lines": []}]}',
        '{"files": {}, "meta": {}}',
        '{"children": []}',
        '{"children": {}}',
        '{"source_files": {}}',
        '{"total": {"lines": {"total": 1}}}',
        '{"type": "CodeCoverage", "coverage": [{"source": "a", "hits": [1, 1]}]}',
        '{"a.js": {"path": "a.js", "statementMap": {}, "s": {}}}',
        '{"sources": {"coverage": {"": {"lines": {"1": 1}, "branches": {}, "functions": {}}}}}',
        '{"type": "llvm.coverage.json.export", "data": [{"files": [{"filename": "a"}]}]}',
    ],
)
def test_documents_of_other_shapes_are_claimed_by_none(content: str) -> None:
    source = Source(Path("x.json"), "x.json", Path(), content=content.encode())
    assert [form.NAME for form in FORMATS if form.sniff(source)] == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('{"coverage": {"coverage": {"1": 1}}}', "codecov"),
        ('{"coverage": {"coverage": [null, 1]}}', "codecov"),
        ('{"coverage": {"coverage": {"/a.rb": [1]}, "timestamp": 1}}', "simplecov"),
        ('{"coverage": {"coverage": {"/a.rb": {"lines": [1]}}}}', "simplecov"),
        (
            '{"meta": {"simplecov_version": "1"}, "coverage": {"coverage": {"lines": [1]}}}',
            "simplecov-json",
        ),
    ],
)
def test_a_file_or_suite_named_coverage_confuses_nobody(content: str, name: str) -> None:
    source = Source(Path("x.json"), "x.json", Path(), content=content.encode())
    assert [form.NAME for form in FORMATS if form.sniff(source)] == [name]


def _mutations(content: bytes, count: int) -> list[bytes]:
    """Return copies with bytes flipped, cut out or doubled, or with values exchanged."""
    chance = random.Random(0)
    values = [b"null", b"true", b"-1", b"1.5", b'"x"', b"[]", b"{}", b"1e300", b"99999999999999"]
    copies = []
    for _ in range(count):
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.randrange(1, 30))
        middle = chance.choice([b"", content[start:end] * 2, bytes([chance.randrange(256)])])
        copies.append(content[:start] + middle + content[end:])
        number = chance.choice([i for i in range(len(content)) if content[i : i + 1].isdigit()])
        copies.append(content[:number] + chance.choice(values) + content[number + 1 :])
    return copies


@pytest.mark.parametrize("path", OWN)
def test_a_damaged_report_is_read_or_refused(path: str) -> None:
    content = (DATA / path).read_bytes()
    # Without the white space of pretty printers, more of the damage hits what matters.
    compact = json.dumps(json.loads(content), ensure_ascii=False).encode()
    for damaged in _mutations(compact, 40):
        source = Source(Path("x.json"), "x.json", Path(), content=damaged)
        try:
            files = list(OWN[path].read(source))
        except InvalidReportError:
            continue
        for file in files:
            assert file.path
            assert all(hits is None or 0 <= hits <= MAX_HITS for hits in file.lines)
            assert all(0 <= hits <= MAX_HITS for hits in file.branches.values())


@pytest.mark.parametrize(
    ("cell", "expected", "note"),
    [
        (None, None, None),
        (7, 7, None),
        ("2", 2, None),
        (1.5, 1, None),
        (-1, 0, "negative hit count taken as 0"),
        (2**60, MAX_HITS, "hit count too large"),
        (True, None, "hit count is not a number"),
        ("x", None, "hit count is not a number"),
        ([1], None, "hit count is not a number"),
        ({}, None, "hit count is not a number"),
    ],
)
def test_a_cell_becomes_hits_or_is_noted(cell: object, expected: int | None, note: str) -> None:
    notes = Notes()
    assert line_hits([cell, 3], notes) == [expected, 3]
    assert dict(notes.skipped) == ({note: 1} if note else {})


def test_a_line_has_no_more_branches_than_a_line_can_have() -> None:
    notes, file = Notes(), FileCoverage("a")
    keys = [(1, 0, number) for number in range(MAX_BRANCHES + 2)]
    take_branches(file, [*((key, 1) for key in keys), (keys[0], 1), ((2, 0, 0), 1)], notes)
    assert len(file.branches) == MAX_BRANCHES + 1
    assert file.branches[keys[0]] == 2
    assert notes.skipped == {f"more than {MAX_BRANCHES} branches on a line": 2}
