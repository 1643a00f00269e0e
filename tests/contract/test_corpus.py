"""Real reports by real tools, from file to job document, against independently obtained results."""

import hashlib
import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from coverup import formats
from coverup.errors import InvalidReportError
from coverup.formats.source import Source
from coverup.http import Http
from coverup.pipeline.identity import Run
from coverup.pipeline.inputs import Wanted
from coverup.pipeline.listener import Silence
from coverup.pipeline.report import Outcome, report

CORPUS = Path(__file__).parents[1] / "data/corpus"
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
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        reports = [each for each in expected["reports"] if _is_read(folder / "repo" / each)]
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
    checkout = tmp_path / "checkout"
    shutil.copytree(folder / "repo", checkout)
    for command in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", *command], cwd=checkout, check=True)
    outcome = Outcome()
    run = Run(env={}, top=checkout, options={}, now="2026-01-01T00:00:00Z")
    report(run, Wanted(reports=reports), Http(), Silence(), outcome, dry_run=True)
    job = {each["name"]: each for each in json.loads(outcome.document)["source_files"]}
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    wanted = dict(expected["source_files"])
    for name, changes in expected.get("overrides", {}).get(reports[0], {}).items():
        wanted[name] = {**wanted[name], **changes}
    assert set(job) == set(wanted)
    for name, file in wanted.items():
        left_out = expected.get("nocov_lines", {}).get(name, [])
        known = _without(file, left_out, f"{folder.name}:{reports[0]}")
        if (folder.name, name) in NOT_LISTED:
            known["branches_by_line"] = {}
        _assert_equal(job[name], known, (checkout / name).read_bytes(), reports[0])


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
        assert _branches_by_line(entry.get("branches", [])) == expected
    assert entry["source_digest"] == file["md5"] == hashlib.md5(source).hexdigest()
    assert len(entry["coverage"]) == len(source.split(b"\n")) - (source[-1:] in {b"\n", b""})


def _branches_by_line(flat: list[int]) -> dict[str, list[int]]:
    counted: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line, _, _, hits in zip(*[iter(flat)] * 4, strict=True):
        counted[str(line)][0] += 1
        counted[str(line)][1] += bool(hits)
    return dict(sorted(counted.items(), key=lambda each: int(each[0])))
