"""LCOV read at once and line by line: the same of every sample, sound or damaged."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import lcov
from coverup.formats._lcov_sections import sections
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import FileCoverage
from tests.fuzz.__main__ import damaged
from tests.fuzz.reports import Report, copied

MUTATIONS = 400

Read = Callable[[Source], Iterator[FileCoverage]]
Result = tuple[list[FileCoverage], str, Notes]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    return copied(tmp_path_factory.mktemp("reports"))["lcov"]


def source(content: bytes) -> Source:
    return Source(Path("lcov.info"), "lcov.info", Path(), content=content)


def result(read: Read, content: bytes) -> Result:
    report = source(content)
    files: list[FileCoverage] = []
    try:
        files += read(report)
    except InvalidReportError as error:
        return files, str(error), report.notes
    return files, "", report.notes


def test_every_sample_is_read_the_same_at_once_and_carefully(reports: list[Report]) -> None:
    assert len(reports) > 10
    for report in reports:
        assert result(lcov.read, report.content) == result(lcov.read_carefully, report.content), (
            report.path
        )


@pytest.mark.parametrize("seed", range(2))
def test_every_damaged_sample_is_read_the_same(reports: list[Report], seed: int) -> None:
    quick = 0
    for report, content in damaged(reports, seed, MUTATIONS):
        assert result(lcov.read, content) == result(lcov.read_carefully, content), report.path
        if not content.startswith(b"\x1f\x8b"):
            quick += sum(part.file is not None for part in sections(source(content)))
    assert quick > MUTATIONS
