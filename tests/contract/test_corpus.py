"""Real reports by real tools, from file to job document, against independently obtained results."""

import gzip
import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from coverup import formats
from coverup.errors import InvalidReportError
from coverup.formats.source import Source
from tests.contract.checkouts import CORPUS, Job, branches_by_line, checked_out, expected_of, job_of

ELSEWHERE = {
    *("simplecov-json", "codecov", "covdir", "tarpaulin", "xccov", "dart"),
    *("scoverage", "opencover", "visual-studio", "dotcover", "llvm-text", "gcov-intermediate"),
}
"""Formats whose tools could not be run for the corpus; their samples are beside their own tests."""
NO_BRANCHES = {"gcovr-all:clover.xml"}
"""Reports without the branches that other reports of the same run have."""
NOT_LISTED = {("gcov-text-gcc12", "include/util.h")}
"""gcov lists no branches of an inline function that several objects share; its JSON has them."""
NO_COUNTS = {"gcovr-all:sonarqube.xml"}
"""Reports that only know whether a line is covered."""


def _is_read(path: Path) -> bool:
    try:
        formats.identify(Source(path, path.name, path.parent))
    except InvalidReportError:
        return False
    return True


def _cases() -> list[Any]:
    cases = []
    for folder in sorted(CORPUS.iterdir()):
        reports = [
            each for each in expected_of(folder)["reports"] if _is_read(folder / "repo" / each)
        ]
        if "parallel" in folder.name or folder.name.startswith("gcov-"):  # parts of one result
            cases.append(pytest.param(folder, tuple(reports), id=folder.name))
        else:
            cases += [pytest.param(folder, (each,), id=f"{folder.name}:{each}") for each in reports]
    return cases


CASES = _cases()


def test_the_corpus_has_reports_of_every_format() -> None:
    found = {
        formats.identify(Source(path := folder / "repo" / each, each, path.parent)).NAME
        for folder, reports in (case.values for case in CASES)
        for each in reports
    }
    assert found | ELSEWHERE == {form.NAME for form in formats.FORMATS}


@pytest.mark.parametrize(("folder", "reports"), CASES)
def test_a_report_becomes_exactly_the_expected_job(
    folder: Path, reports: tuple[str, ...], tmp_path: Path
) -> None:
    """The absolute paths of most reports begin with a folder that is nowhere."""
    checkout = checked_out(folder, tmp_path / "checkout")
    _assert_expected(job_of(checkout, reports), folder, reports[0], checkout)


@pytest.mark.parametrize(("folder", "reports"), CASES)
def test_the_job_is_the_same_where_the_report_was_made(
    folder: Path, reports: tuple[str, ...], tmp_path: Path
) -> None:
    checkout = checked_out(folder, tmp_path / "builds/here")
    _made_in(checkout, reports, _generated_root(folder))
    _assert_expected(job_of(checkout, reports), folder, reports[0], checkout)


@pytest.mark.parametrize(("folder", "reports"), CASES)
def test_the_job_is_the_same_after_the_checkout_was_moved(
    folder: Path, reports: tuple[str, ...], tmp_path: Path
) -> None:
    made = checked_out(folder, tmp_path / "builds/here")
    _made_in(made, reports, _generated_root(folder))
    checkout = tmp_path / "else where/é/deep"
    checkout.parent.mkdir(parents=True)
    made.rename(checkout)
    _assert_expected(job_of(checkout, reports), folder, reports[0], checkout)


@pytest.mark.parametrize(("folder", "reports"), CASES)
def test_the_job_is_the_same_from_a_subfolder(
    folder: Path, reports: tuple[str, ...], tmp_path: Path
) -> None:
    checkout = checked_out(folder, tmp_path / "checkout")
    sources = (each for each in expected_of(folder)["source_files"] if "/" in each)
    subfolder = (checkout / next(sources)).parent
    named = tuple(os.path.relpath(checkout / each, subfolder) for each in reports)
    _assert_expected(job_of(subfolder, named), folder, reports[0], checkout)


def _generated_root(folder: Path) -> str:
    root: str = expected_of(folder)["generated_root"]
    return root


def _made_in(checkout: Path, reports: tuple[str, ...], generated_root: str) -> None:
    """Make the reports such as if they had been made in this checkout."""
    for each in reports:
        path = checkout / each
        content = path.read_bytes()
        if content.startswith(b"SQLite"):
            with closing(sqlite3.connect(path)) as data, data:
                change = "UPDATE file SET path = replace(path, ?, ?)"
                data.execute(change, (generated_root, str(checkout)))
            continue
        old, new = generated_root.encode(), str(checkout).encode()
        if each.endswith(".gz"):
            path.write_bytes(gzip.compress(gzip.decompress(content).replace(old, new)))
        else:
            path.write_bytes(content.replace(old, new))


def _assert_expected(job: Job, folder: Path, report_name: str, checkout: Path) -> None:
    expected = expected_of(folder)
    wanted = dict(expected["source_files"])
    for name, changes in expected.get("overrides", {}).get(report_name, {}).items():
        wanted[name] = {**wanted[name], **changes}
    assert set(job) == set(wanted)
    for name, file in wanted.items():
        left_out = expected.get("nocov_lines", {}).get(name, [])
        known = _without(file, left_out, f"{folder.name}:{report_name}")
        if (folder.name, name) in NOT_LISTED:
            known["branches_by_line"] = {}
        _assert_equal(job[name], known, (checkout / name).read_bytes(), report_name)


def _without(file: dict[str, Any], left_out: list[int], report: str) -> dict[str, Any]:
    """Return what is expected of a file, less what its markers exclude and the report lacks."""
    known = dict(file)
    for kind in ("covered", "missed"):
        known[kind] = [line for line in file[kind] if line not in left_out]
    for kind, lacking in (("hits", NO_COUNTS), ("branches_by_line", NO_BRANCHES)):
        if kind in file:
            by_line = file[kind].items()
            known[kind] = {line: each for line, each in by_line if int(line) not in left_out}
            if report in lacking:
                del known[kind]
    return known


def _assert_equal(
    entry: dict[str, Any], file: dict[str, Any], source: bytes, report_name: str
) -> None:
    lines = {line: hits for line, hits in enumerate(entry["coverage"], start=1) if hits is not None}
    assert [line for line, hits in lines.items() if hits] == file["covered"]
    assert [line for line, hits in lines.items() if not hits] == file["missed"]
    if "hits" in file:
        assert {str(line): hits for line, hits in lines.items()} == file["hits"]
    if "branches_by_line" in file:
        expected = file["branches_by_line"]
        if report_name.endswith(".xml"):  # Cobertura hangs branches on relevant lines only
            expected = {line: each for line, each in expected.items() if int(line) in lines}
        assert branches_by_line(entry) == expected
    assert entry["source_digest"] == file["md5"] == hashlib.md5(source).hexdigest()
    assert len(entry["coverage"]) == len(source.split(b"\n")) - (source[-1:] in {b"\n", b""})
