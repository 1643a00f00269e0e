"""The laws of merging, on what every format reads of real reports, alone and with any other."""

from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from itertools import chain, zip_longest
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverup import formats
from coverup.errors import InvalidReportError
from coverup.model import MAX_HITS, FileCoverage, merge
from tests.fuzz.reports import Report, copied

Files: TypeAlias = list[FileCoverage]
Readings: TypeAlias = dict[str, list[Files]]
"""The readable reports of each format, each as what is read of it."""

NAMES = [form.NAME for form in formats.FORMATS]
ANY_NAMES = st.lists(st.sampled_from(NAMES), min_size=2, max_size=4)
SHUFFLES = st.randoms(use_true_random=False)
few = settings(max_examples=15)
each_format = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Readings:
    reports = copied(tmp_path_factory.mktemp("reports"))
    return {name: [files for each in reports[name] if (files := _read(each))] for name in NAMES}


def _read(report: Report) -> Files:
    """Read a report; only the names of its files are kept, so that projects share some."""
    try:
        files = list(formats.read(report.form, report.source()))
    except InvalidReportError:
        return []
    for file in files:
        file.path = Path(file.path.replace("\\", "/")).name
    return files


def merged(reports: Iterable[Files]) -> dict[str, Any]:
    """Return what reports say together: of each file its lines, branches and counted branches."""
    parts: defaultdict[str, Files] = defaultdict(list)
    for file in chain.from_iterable(reports):
        parts[file.path].append(file)
    return {path: _content(merge(files)) for path, files in sorted(parts.items())}


def _content(file: FileCoverage) -> tuple[object, ...]:
    return file.lines, file.branches, file.branch_counts, file.far


def shuffled(items: Iterable[Any], random: Random) -> list[Any]:
    items = list(items)
    random.shuffle(items)
    return items


def grouped(files: Files, random: Random) -> list[Files]:
    """Deal files out to three groups, and merge in each what is of one path and one kind."""
    groups: defaultdict[int, defaultdict[tuple[str, bool], Files]]
    groups = defaultdict(lambda: defaultdict(list))
    for file in files:
        groups[random.randrange(3)][file.path, file.counted].append(file)
    return [[merge(alike) for alike in group.values()] for group in groups.values()]


@each_format
def test_there_are_readable_reports(readings: Readings, name: str) -> None:
    assert any(hits for files in readings[name] for file in files for hits in file.lines)


@few
@given(random=SHUFFLES)
@each_format
def test_the_order_of_reports_and_of_files_does_not_matter(
    readings: Readings, name: str, random: Random
) -> None:
    reports = readings[name] * 2
    other = [shuffled(files, random) for files in shuffled(reports, random)]
    assert merged(other) == merged(reports)


@few
@given(random=SHUFFLES)
@each_format
def test_grouping_does_not_matter(readings: Readings, name: str, random: Random) -> None:
    files = list(chain.from_iterable(readings[name] * 2))
    assert merged(grouped(files, random)) == merged([files])


@each_format
def test_reading_twice_doubles_hits_that_are_counted_and_no_others(
    readings: Readings, name: str
) -> None:
    for files in readings[name]:
        once, twice = merged([files]), merged([files, deepcopy(files)])
        counted = {file.path for file in files if file.counted}
        assert counted.isdisjoint(file.path for file in files if not file.counted)
        for path, (lines, branches, counts, far) in once.items():
            factor = 2 if path in counted else 1
            assert twice[path] == (
                [None if hits is None else min(factor * hits, MAX_HITS) for hits in lines],
                {key: min(factor * hits, MAX_HITS) for key, hits in branches.items()},
                counts,
                {line: min(factor * hits, MAX_HITS) for line, hits in far.items()},
            )


@few
@given(random=SHUFFLES, kind=st.booleans())
@each_format
def test_an_empty_report_and_files_without_lines_change_nothing(
    readings: Readings, name: str, random: Random, kind: bool
) -> None:
    reports = readings[name]
    files = chain.from_iterable(reports)
    nothing = [FileCoverage(file.path, counted=kind) for file in files if random.random() < 0.5]
    assert merged(shuffled([*reports, nothing, []], random)) == merged(reports)


@few
@given(random=SHUFFLES)
@each_format
def test_files_cut_in_two_merge_to_the_whole(readings: Readings, name: str, random: Random) -> None:
    for files in readings[name]:
        halves = [list(half) for half in zip(*(_cut(file, random) for file in files), strict=True)]
        assert merged(shuffled(halves, random)) == merged([files])


def _cut(file: FileCoverage, random: Random) -> tuple[FileCoverage, FileCoverage]:
    """Deal out the lines and branches of a file to two; both keep its length."""
    length = len(file.lines)
    halves = tuple(FileCoverage(file.path, [None] * length, counted=file.counted) for _ in "ab")
    for index, hits in enumerate(file.lines):
        random.choice(halves).lines[index] = hits
    for key, hits in file.branches.items():
        random.choice(halves).branches[key] = hits
    for line, counts in file.branch_counts.items():
        random.choice(halves).branch_counts[line] = counts
    for line, hits in file.far.items():
        random.choice(halves).far[line] = hits
    return halves[0], halves[1]


class TestAcrossFormats:
    """All files get one name, so that each merges with each."""

    @staticmethod
    def drawn(readings: Readings, names: list[str], random: Random) -> Files:
        files = deepcopy([random.choice(random.choice(readings[name])) for name in names])
        for file in files:
            file.path = "one"
        return files

    @given(names=ANY_NAMES, random=SHUFFLES)
    def test_the_order_does_not_matter(
        self, readings: Readings, names: list[str], random: Random
    ) -> None:
        files = self.drawn(readings, names, random)
        assert merged([shuffled(files, random)]) == merged([files])

    @given(names=ANY_NAMES, random=SHUFFLES)
    def test_grouping_does_not_matter(
        self, readings: Readings, names: list[str], random: Random
    ) -> None:
        files = self.drawn(readings, names * 2, random)
        assert merged(grouped(files, random)) == merged([files])

    @given(names=ANY_NAMES, random=SHUFFLES)
    def test_counts_add_up_and_a_0_or_1_raises_a_line_to_itself(
        self, readings: Readings, names: list[str], random: Random
    ) -> None:
        first, *others = self.drawn(readings, names, random)
        files = [first, first, *others]
        lines, _, _, far = merged([files])["one"]
        assert not far
        assert lines == [
            _joined([(file.counted, hits) for file, hits in zip(files, cells, strict=True)])
            for cells in zip_longest(*(file.lines for file in files))
        ]

    @given(names=ANY_NAMES, random=SHUFFLES, kind=st.booleans())
    def test_a_file_without_lines_changes_nothing(
        self, readings: Readings, names: list[str], random: Random, kind: bool
    ) -> None:
        files = self.drawn(readings, names, random)
        nothing = FileCoverage("one", counted=kind)
        assert merged([shuffled([*files, nothing], random)]) == merged([files])


def _joined(cells: list[tuple[bool, int | None]]) -> int | None:
    """Return the hits of a line, from those of each file and whether it counts."""
    counts = [hits for counted, hits in cells if counted and hits is not None]
    flags = [hits for counted, hits in cells if not counted and hits is not None]
    return max(min(sum(counts), MAX_HITS), *flags, 0) if counts or flags else None
