"""The benchmark has a report for every format, and its reports are right."""

from pathlib import Path

import pytest

from coverup import formats
from coverup.formats.source import Source
from tests.bench.workloads import WORKLOADS, filled
from tests.bench.workloads.run import KINDS, MeasuredFile

SIZE = 20_000


def test_there_is_a_workload_for_every_format() -> None:
    assert [form.NAME for form in formats.FORMATS] == list(WORKLOADS)


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_workload_is_a_report_of_its_format_and_tells_of_the_common_run(
    name: str, tmp_path: Path
) -> None:
    workload = WORKLOADS[name]
    report = workload.write(tmp_path, SIZE)
    source = Source(report, report.name, tmp_path)
    assert [form.NAME for form in formats.FORMATS if form.sniff(source)] == [name]
    files = list(formats.read(formats.by_name(name), source))
    assert (source.notes.skipped, source.notes.remarks) == ({}, [])
    assert report.stat().st_size >= SIZE
    assert files
    for number, file in enumerate(files):
        known = {line: hits > 0 for line, hits in MeasuredFile(file.path, number % KINDS).lines}
        assert {i: n > 0 for i, n in enumerate(file.lines, 1) if n is not None} == known
        assert Path(file.path).name == Path(filled(workload.pattern, number)).name
