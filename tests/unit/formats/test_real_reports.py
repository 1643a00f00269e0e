import json
from itertools import groupby
from pathlib import Path

import pytest

from coverup.formats import cobertura, lcov
from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import FileCoverage, merge

CORPUS = Path(__file__).parents[2] / "data" / "corpus"

REPORTS = [
    (lcov, "codecov-json-monocart", "coverage/lcov.info"),
    (lcov, "fastcov", "fastcov.info"),
    (lcov, "gcovr-all", "coverage.lcov"),
    (lcov, "istanbul-nyc", "coverage/lcov.info"),
    (lcov, "jest", "coverage/lcov.info"),
    (lcov, "lcov-bun", "coverage/lcov.info"),
    (lcov, "lcov-coveragepy", "coverage.lcov"),
    (lcov, "lcov-geninfo-1.16", "lcov.info"),
    (lcov, "lcov-geninfo-1.16-cpp", "lcov.info"),
    (lcov, "lcov-geninfo-2.x-c", "lcov.info"),
    (lcov, "lcov-node-test", "lcov.info"),
    (lcov, "llvm-cov-clang14", "coverage.lcov"),
    (lcov, "llvm-cov-clang14-cpp", "coverage.lcov"),
    (lcov, "v8-c8", "coverage/lcov.info"),
    (lcov, "vitest-v8", "coverage/lcov.info"),
    (cobertura, "cobertura-coveragepy", "coverage.xml"),
    (cobertura, "gcovr-all", "cobertura.xml"),
    (cobertura, "istanbul-nyc", "coverage/cobertura-coverage.xml"),
    (cobertura, "jest", "coverage/cobertura-coverage.xml"),
    (cobertura, "phpunit-xdebug", "cobertura.xml"),
    (cobertura, "phpunit-xdebug-path", "cobertura.xml"),
    (cobertura, "v8-c8", "coverage/cobertura-coverage.xml"),
    (cobertura, "vitest-v8", "coverage/cobertura-coverage.xml"),
]


def relevant(file: FileCoverage) -> dict[int, int]:
    return {line: hits for line, hits in enumerate(file.lines, start=1) if hits is not None}


def by_line(file: FileCoverage) -> dict[int, list[int]]:
    found = groupby(sorted(file.all_branches().items()), key=lambda item: item[0][0])
    taken = {line: [hits > 0 for _, hits in branches] for line, branches in found}
    return {line: [len(flags), sum(flags)] for line, flags in taken.items()}


def is_same(path: str, name: str) -> bool:
    """Tell whether a path, absolute or below a source folder, may be a file of the repository."""
    return f"/{path}".endswith(f"/{name}") or f"/{name}".endswith(f"/{path}")


@pytest.mark.parametrize(("form", "folder", "name"), REPORTS)
def test_a_real_report_gives_what_another_source_says(form: Format, folder: str, name: str) -> None:
    path = CORPUS / folder / "repo" / name
    source = Source(path, name, path.parent)
    assert form.sniff(source)
    files = list(form.read(source))
    assert not source.notes.skipped
    assert not source.notes.remarks
    document = json.loads((CORPUS / folder / "expected.json").read_bytes())
    assert document["source_files"]
    for rel, plain in document["source_files"].items():
        expected = plain | document.get("overrides", {}).get(name, {}).get(rel, {})
        file = merge(each for each in files if is_same(each.path, rel))
        within = {k: v for k, v in relevant(file).items() if k <= expected["line_count"]}
        assert [line for line, hits in within.items() if hits] == expected["covered"]
        assert [line for line, hits in within.items() if not hits] == expected["missed"]
        if "hits" in expected:
            assert within == {int(line): hits for line, hits in expected["hits"].items()}
        counts = {int(line): count for line, count in expected.get("branches_by_line", {}).items()}
        if form.NAME == cobertura.NAME:
            # It has no place for branches of lines that are not relevant (V8 counts some).
            counts = {line: count for line, count in counts.items() if line in within}
        if "branches_by_line" in expected:
            assert by_line(file) == counts
