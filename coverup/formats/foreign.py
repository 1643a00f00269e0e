"""Files that are no coverage reports but are often given as one, and what makes the right file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from coverup.formats._xml import root_of
from coverup.formats.source import Source

Test = Callable[[Source], bool]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A kind of file that is no coverage report.

    Attributes:
        what: What the file is, as a message about it says.
        hint: The command that makes the report, or another way on.
    """

    what: str
    hint: str


def recognise(source: Source) -> Foreign | None:
    """Return what the source is if it is a known kind of other file.

    Raises:
        InvalidReportError: The source cannot be opened, or is damaged JSON or refused XML.
    """
    return next((foreign for is_one, foreign in KINDS if is_one(source)), None)


def _bytes(*starts: bytes) -> Test:
    return lambda source: source.head.startswith(starts)


def _text(pattern: str) -> Test:
    search = re.compile(pattern, re.MULTILINE).search
    return lambda source: search(source.text_head) is not None


def _root(*tags: str) -> Test:
    def has_root(source: Source) -> bool:
        head = root_of(source)
        return head is not None and head.tag in tags

    return has_root


def _json(*keys: str) -> Test:
    """Test for objects within one another under these keys, by the first item of each array."""

    def has_keys(source: Source) -> bool:
        value = source.json
        for key in keys:
            first = value[0] if isinstance(value, list) and value else value
            if not isinstance(first, dict):
                return False
            value = first.get(key)
        return isinstance(value, dict | list)

    return has_keys


LLVM_EXPORT: Final = "llvm-cov export -format=lcov -instr-profile=cov.profdata BINARY > lcov.info"
_GCOV: Final = "run lcov --capture --directory . --output-file lcov.info, or gcovr --lcov lcov.info"
_GCOVR_SUMMARY: Final = "gcovr/summary_format_version"
_NAME_THE_REPORT: Final = "leave it out, and name the coverage report itself"

KINDS: Final[tuple[tuple[Test, Foreign], ...]] = (
    (
        _bytes(b"\x01\xc0\xc0\x10"),
        Foreign(
            "JaCoCo execution data, not a report",
            "make jacoco.xml: run mvn jacoco:report, or gradle jacocoTestReport (XML required)",
        ),
    ),
    (
        _bytes(b"\x81rforpl\xff", b"\xfflprofr\x81"),
        Foreign(
            "a raw LLVM profile, not a report",
            f"run llvm-profdata merge -o cov.profdata *.profraw, then {LLVM_EXPORT}",
        ),
    ),
    (
        _bytes(b"\xfflprofi\x81"),
        Foreign("an indexed LLVM profile, not a report", f"run {LLVM_EXPORT}"),
    ),
    (_bytes(b"adcg", b"gcda"), Foreign("raw gcov counts, not a report", _GCOV)),
    (_bytes(b"oncg", b"gcno"), Foreign("gcov notes of the compiler, not a report", _GCOV)),
    (
        _bytes(b"\xac\xed\x00\x05"),
        Foreign(
            "a serialised Java object, such as Cobertura's cobertura.ser, not a report",
            "make coverage.xml: run cobertura-report --format xml --datafile cobertura.ser",
        ),
    ),
    (
        _bytes(b"PK\x03\x04"),
        Foreign("a zip archive", "unpack it with unzip, and name the report that was in it"),
    ),
    (
        _bytes(b"!coverage.py: This is a private format"),
        Foreign(
            "data of coverage.py before 5.0",
            "run coverage xml with that version and send coverage.xml, or upgrade coverage",
        ),
    ),
    (
        _bytes(b"\x00cvm", b"\x00cwm"),
        Foreign(
            "binary coverage data of Go, not a profile",
            "run go tool covdata textfmt -i=DIRECTORY -o=coverage.out",
        ),
    ),
    (
        _text(r"\Aversion https://git-lfs\.github\.com/spec/"),
        Foreign("a pointer to a file in Git LFS", "fetch the file: run git lfs pull"),
    ),
    (
        _text(r"(?is)\A(?:\s|(?><!--.*?-->)|(?><\?.*?\?>))*+<(?:!doctype\s+html|html)\b"),
        Foreign(
            "a web page: an HTML report, or the answer to a failed download",
            "let the coverage tool write LCOV or XML too, and name that file",
        ),
    ),
    (
        _root("testsuites", "testsuite", "testng-results", "testExecutions"),
        Foreign("test results, not coverage", _NAME_THE_REPORT),
    ),
    (
        _root("test-run", "test-results", "assemblies", "TestRun"),
        Foreign("test results of .NET, not coverage", _NAME_THE_REPORT),
    ),
    (
        _root("checkstyle", "pmd", "pmd-cpd", "BugCollection", "classycle"),
        Foreign("the findings of a linter, not coverage", _NAME_THE_REPORT),
    ),
    (
        _root("svg"),
        Foreign("a picture, such as a badge", _NAME_THE_REPORT),
    ),
    (
        _json("total", "lines"),
        Foreign(
            "Istanbul's summary, which has no lines",
            "add the reporter lcov (nyc, c8: --reporter=lcov; jest: --coverageReporters=lcov)",
        ),
    ),
    (
        _json("result", "functions"),
        Foreign(
            "raw coverage of V8 (NODE_V8_COVERAGE), not a report",
            "run c8 report --temp-directory DIRECTORY --reporter=lcov",
        ),
    ),
    (
        _json("targets", "files"),
        Foreign(
            "a summary of xccov, which has no lines",
            "run xcrun xccov view --archive --json RESULT.xcresult > coverage.json",
        ),
    ),
    (
        lambda source: isinstance(source.json, dict) and _GCOVR_SUMMARY in source.json,
        Foreign(
            "a summary of gcovr, which has no lines",
            "run gcovr --json coverage.json, or gcovr --lcov lcov.info",
        ),
    ),
    (
        _root("Root"),
        Foreign(
            "a report of dotCover without lines",
            "run dotCover report --reportType=DetailedXml",
        ),
    ),
    (
        _text(r"^(?:\S.*\.go:\d+:\s+\S+|total:\s+\(statements\))\s+\d+\.\d+%\s*$"),
        Foreign(
            "the output of go tool cover -func, not a profile",
            "name the profile itself: go test -coverprofile=coverage.out ./...",
        ),
    ),
    (
        _text(r"\A\d+:\S.*\r?\n\d+(?: \d+)*\s*$"),
        Foreign("LuaCov's statistics, not a report", "run luacov, which writes luacov.report.out"),
    ),
    (
        _text(r"^Name +Stmts +Miss"),
        Foreign("the table of coverage report", "run coverage lcov, and name coverage.lcov"),
    ),
    (
        _text(r"^File +\| +% Stmts"),
        Foreign(
            "Istanbul's table",
            "add the reporter lcov (nyc, c8: --reporter=lcov; jest: --coverageReporters=lcov)",
        ),
    ),
)
