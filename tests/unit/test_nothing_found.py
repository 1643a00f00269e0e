from pathlib import Path

import pytest

from coverup.discover import discover
from coverup.formats.source import Source
from coverup.pipeline.nothing_found import no_report_in, nothing_found

RAW = {
    "a/x.gcda": b"adcg*22B",
    "a/y.gcda": b"adcg*22B",
    "b/z.gcda": b"adcg*22B",
    "target/jacoco.exec": b"\x01\xc0\xc0\x10",
    "cobertura.ser": b"\xac\xed\x00\x05",
    "go/covmeta.12ab": b"\x00cvm",
    "go/covcounters.12ab.1.2": b"\x00cwm",
    "coverage/tmp/coverage-1-2-3.json": b'{"result": [{"functions": []}]}',
    "prof/default.profraw": b"\x81rforpl\xff",
    "x.profdata": b"\xfflprofi\x81",
    "App.xcresult/Info.plist": b"",
    "coverage/coverage-summary.json": b'{"total": {"lines": {"total": 1}}}',
}


def error_for(top: Path, files: dict[str, bytes], forced: str | None = None) -> tuple[str, str]:
    for name, content in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(content)
    candidates = [Source(path, path.name, top) for path in discover(top)]
    error = nothing_found(candidates, forced, top)
    assert error.exit_code == 4
    return error.message.replace("\\", "/"), (error.hint or "").replace("\\", "/")


def test_nothing_at_all_is_told_with_the_way_to_name_a_report(tmp_path: Path) -> None:
    message, hint = error_for(tmp_path, {"README.md": b"", "other.exec": b"#!/bin/sh\n"})
    assert message == "no coverage report was found here"
    assert hint == "name it: coverup report path/to/lcov.info"


@pytest.mark.parametrize(
    ("names", "told", "way"),
    [
        (["a/x.gcda", "a/y.gcda", "b/z.gcda"], "a/x.gcda and 2 more", "lcov --capture"),
        (["target/jacoco.exec"], "target/jacoco.exec", "mvn jacoco:report"),
        (["cobertura.ser"], "cobertura.ser", "cobertura-report"),
        (["go/covmeta.12ab", "go/covcounters.12ab.1.2"], "go", "textfmt -i=go -o=coverage.out"),
        (["coverage/tmp/coverage-1-2-3.json"], "coverage/tmp", "--temp-directory coverage/tmp"),
        (["prof/default.profraw"], "prof", "merge -o cov.profdata prof/*.profraw"),
        (["x.profdata"], "x.profdata", "run llvm-cov export"),
        (["App.xcresult/Info.plist"], "App.xcresult", "--json App.xcresult > coverage.json"),
        (["coverage/coverage-summary.json"], "coverage/coverage-summary.json", "--reporter=lcov"),
    ],
)
def test_raw_data_is_told_with_the_command_that_makes_a_report(
    tmp_path: Path, names: list[str], told: str, way: str
) -> None:
    message, hint = error_for(tmp_path, {name: RAW[name] for name in names})
    found = "no coverage report was found here; found raw data that is not yet a report: "
    assert message == found + told
    assert way in hint


def test_several_kinds_of_raw_data_each_have_their_command(tmp_path: Path) -> None:
    message, hint = error_for(tmp_path, RAW)
    assert "a/x.gcda and 2 more" in message
    assert "for target/jacoco.exec: make jacoco.xml" in hint
    assert "for go: run go tool covdata" in hint


@pytest.mark.parametrize("place", ["node_modules/a", ".git", "App.xcresult/Data"])
def test_raw_data_of_others_is_not_told(tmp_path: Path, place: str) -> None:
    message, _ = error_for(tmp_path, {f"{place}/x.gcda": RAW["a/x.gcda"]})
    assert "x.gcda" not in message


def test_reports_that_are_broken_are_not_said_to_be_missing(tmp_path: Path) -> None:
    broken = {"coverage.xml": b"<coverage><packages>", "coverage.json": b'{"files": '}
    message, hint = error_for(tmp_path, broken | {"a/x.gcda": RAW["a/x.gcda"]})
    told = "all 2 reports that were found here cannot be read: coverage.json, coverage.xml"
    assert (message, "warnings above" in hint) == (told, True)


def test_the_only_report_that_is_broken_is_named(tmp_path: Path) -> None:
    message, _ = error_for(tmp_path, {"lcov.info": b"SF:a.c\nDA:1,1\nend_of_record\n"})
    assert message == "the only report that was found here cannot be read: lcov.info"


def test_of_a_forced_format_every_candidate_counts_as_a_report(tmp_path: Path) -> None:
    message, _ = error_for(tmp_path, {"lcov.info": b"hello"}, forced="lcov")
    assert "cannot be read: lcov.info" in message


def test_an_empty_file_or_another_kind_of_file_is_no_broken_report(tmp_path: Path) -> None:
    files = {"lcov.info": b"", "coverage.xml": b"<testsuites/>"}
    assert error_for(tmp_path, files)[0] == "no coverage report was found here"


def test_a_folder_that_cannot_be_listed_is_refused_with_the_reason(tmp_path: Path) -> None:
    error = no_report_in(tmp_path / "gone", tmp_path)
    assert error.message == "gone: cannot be opened: No such file or directory"
