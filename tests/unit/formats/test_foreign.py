import json
from pathlib import Path

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import cobertura, foreign, lcov
from coverup.formats.source import Source


def file(content: str | bytes) -> Source:
    data = content if isinstance(content, bytes) else content.encode()
    return Source(Path("coverage"), "coverage", Path(), content=data)


STRICT = (
    '<?xml version="1.0"?><!-- a --><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html/>'
)
SUMMARY = {"total": {"lines": {"total": 1, "covered": 1}}, "/x/a.js": {"lines": {"total": 1}}}
V8 = {"result": [{"scriptId": "1", "url": "file:///a.js", "functions": []}]}

SAMPLES = [
    pytest.param(b"\x01\xc0\xc0\x10\x07\x10", "JaCoCo execution data", "jacoco:report", id="exec"),
    pytest.param(b"\x81rforpl\xff" + bytes(9), "raw LLVM profile", "llvm-profdata", id="profraw"),
    pytest.param(b"\xfflprofr\x81", "raw LLVM profile", "llvm-cov export", id="profraw, big end"),
    pytest.param(b"\xfflprofi\x81", "indexed LLVM", "llvm-cov export", id="profdata"),
    pytest.param(b"adcg*22B", "gcov counts", "gcovr", id="gcda"),
    pytest.param(b"oncg*22B", "gcov notes", "lcov --capture", id="gcno"),
    pytest.param(b"\xac\xed\x00\x05sr", "Java", "--format xml", id="cobertura.ser"),
    pytest.param(b"PK\x03\x04\x14", "zip", "unzip", id="zip"),
    pytest.param(
        "!coverage.py: This is a private format, don't read it directly!{}",
        "coverage.py before 5.0",
        "coverage xml",
        id="coverage 4",
    ),
    pytest.param(b"\x00cvm\x01", "Go", "covdata textfmt", id="covmeta"),
    pytest.param(b"\x00cwm\x01", "Go", "covdata textfmt", id="covcounters"),
    pytest.param(
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        "Git LFS",
        "git lfs pull",
        id="LFS",
    ),
    pytest.param("<!DOCTYPE html><html>404</html>", "web page", "LCOV or XML", id="HTML"),
    pytest.param("\n<HTML lang=en>", "web page", "LCOV or XML", id="old HTML"),
    pytest.param(STRICT, "web page", "LCOV or XML", id="XHTML"),
    pytest.param("<testsuites><testsuite/></testsuites>", "test results", "leave it", id="JUnit"),
    pytest.param("<TestRun xmlns='http://x'/>", "test results", "leave it", id="TRX"),
    pytest.param("<checkstyle version='8'/>", "linter", "leave it", id="checkstyle"),
    pytest.param("<svg xmlns='http://www.w3.org/2000/svg'/>", "badge", "leave it", id="badge"),
    pytest.param(json.dumps(SUMMARY), "summary", "--reporter=lcov", id="json-summary"),
    pytest.param(json.dumps(V8), "V8", "c8 report", id="V8"),
    pytest.param('{"targets": [{"files": []}]}', "xccov", "--archive", id="xccov --report"),
    pytest.param('{"gcovr/summary_format_version": "0.6"}', "gcovr", "--lcov", id="gcovr summary"),
    pytest.param('<Root ReportType="Xml"/>', "dotCover", "DetailedXml", id="dotCover summary"),
    pytest.param(
        "m/a.go:6:\tA\t71.4%\ntotal:\t(statements)\t63.9%\n",
        "-func",
        "-coverprofile",
        id="Go -func",
    ),
    pytest.param("12:src/b.lua\n0 1 20 0 1\n", "LuaCov", "run luacov", id="luacov.stats.out"),
    pytest.param(
        "Name      Stmts   Miss  Cover\n------\na.py   2   0   100%\n",
        "coverage report",
        "coverage lcov",
        id="coverage report",
    ),
    pytest.param(
        "-----|----|\nFile      | % Stmts | % Branch |\n",
        "table",
        "--reporter=lcov",
        id="text table",
    ),
]


@pytest.mark.parametrize(("content", "what", "hint"), SAMPLES)
def test_a_file_that_is_no_report_is_named_with_the_way_to_the_report(
    content: str | bytes, what: str, hint: str
) -> None:
    found = foreign.recognise(file(content))
    assert found is not None
    assert what in found.what
    assert hint in found.hint
    assert not lcov.sniff(file(content))
    assert not cobertura.sniff(file(content))


def test_every_kind_has_a_sample() -> None:
    found = {foreign.recognise(file(sample.values[0])) for sample in SAMPLES}  # type: ignore[arg-type]
    assert found == {kind for _, kind in foreign.KINDS}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "TN:\nSF:a.c\nDA:1,1\nend_of_record\n",
        "mode: set\na.go:1.1,2.2 1 1\n",
        "        -:    0:Source:src/a.c\n        1:    1:int a;\n",
        '<coverage line-rate="1"/>',
        '<coverage generated="1"><project/></coverage>',
        "<report name='r'><package/></report>",
        "<CoverageSession/>",
        '{"/x/a.js": {"path": "/x/a.js", "statementMap": {}, "s": {}}}',
        '{"result": {}, "targets": 1, "total": []}',
        '{"source_files": []}',
        "[]",
        "[1]",
        "SQLite format 3\0",
        "<!--" * 1000 + "-->" * 1000,
    ],
)
def test_a_report_or_an_unknown_file_is_not_called_another(content: str) -> None:
    assert foreign.recognise(file(content)) is None


def test_damaged_json_is_told_as_such() -> None:
    with pytest.raises(InvalidReportError, match="not valid JSON"):
        foreign.recognise(file('{"total": {'))
