from pathlib import Path

import pytest

from coverup.formats import cobertura, coveragepy, istanbul, lcov
from coverup.formats._base import Format
from coverup.model import FileCoverage
from coverup.pipeline.same_run import Measured, passed_over

Lines = dict[str, list[int | None]]

RUN: Lines = {"src/a.py": [1, 0, None, 1], "src/b.py": [1, 1]}
OTHER_RUN: Lines = {"src/a.py": [0, 1, None, 1], "src/b.py": [1, 1]}
MANY: Lines = {f"src/f{number}.py": [1, 0] for number in range(10)}


def report(form: Format, lines: Lines, folder: str = "coverage") -> Measured:
    parts = [FileCoverage(path, lines=list(hits)) for path, hits in lines.items()]
    return Measured(f"{folder}/{form.NAME}", Path(folder), form, parts)


def left_out(*reports: Measured) -> list[tuple[str, str]]:
    return [(less.name, more.name) for less, more in passed_over(reports)]


@pytest.mark.parametrize("lines", [RUN, OTHER_RUN])
def test_two_formats_in_one_folder_about_the_same_files_are_one_run(lines: Lines) -> None:
    found = left_out(report(cobertura, RUN), report(lcov, lines))
    assert found == [("coverage/cobertura", "coverage/lcov")]


def test_two_formats_in_two_folders_are_one_run_if_they_cover_the_same_lines() -> None:
    counts: Lines = {path: [hits and hits * 7 for hits in lines] for path, lines in RUN.items()}
    found = left_out(report(cobertura, RUN, "out"), report(lcov, counts, "coverage"))
    assert found == [("out/cobertura", "coverage/lcov")]


def test_two_formats_in_two_folders_are_two_runs_if_they_cover_other_lines() -> None:
    assert left_out(report(cobertura, RUN, "unit"), report(lcov, OTHER_RUN, "e2e")) == []


def test_two_reports_of_one_format_are_two_runs() -> None:
    assert left_out(report(lcov, RUN), report(lcov, RUN)) == []


def test_two_formats_about_other_files_are_two_runs() -> None:
    assert left_out(report(cobertura, {"web/a.js": [1]}), report(lcov, RUN)) == []


def test_files_without_lines_do_not_tell_two_runs_apart() -> None:
    with_empty: Lines = RUN | {"src/empty.py": [], "src/comment.py": [None, None]}
    assert left_out(report(cobertura, RUN), report(lcov, with_empty))


@pytest.mark.parametrize(("missing", "same"), [(1, True), (2, False)])
def test_nearly_the_same_files_are_enough(missing: int, *, same: bool) -> None:
    fewer = dict(list(MANY.items())[missing:])
    assert bool(left_out(report(cobertura, fewer), report(lcov, MANY))) is same


def test_of_three_formats_the_one_that_knows_most_is_kept() -> None:
    found = left_out(report(cobertura, RUN), report(coveragepy, RUN, "."), report(lcov, RUN))
    assert found == [("coverage/lcov", "./coveragepy"), ("coverage/cobertura", "./coveragepy")]


def test_a_report_without_lines_repeats_nothing() -> None:
    empty = report(cobertura, {"src/a.py": [None]})
    assert left_out(empty, report(lcov, {"src/a.py": [None]})) == []
    assert left_out(report(cobertura, {}), report(lcov, {})) == []


class TestRawData:
    def test_it_repeats_a_report_of_its_own_format_that_is_found_later(self) -> None:
        raw, made = report(istanbul, RUN, ".nyc_output"), report(istanbul, RUN)
        assert left_out(raw, made) == [(".nyc_output/istanbul", "coverage/istanbul")]

    def test_it_repeats_a_report_that_has_nearly_all_files_and_covers_the_same_lines(self) -> None:
        fewer = dict(list(MANY.items())[1:])
        raw, made = report(istanbul, MANY, ".nyc_output"), report(cobertura, fewer)
        assert left_out(raw, made) == [(".nyc_output/istanbul", "coverage/cobertura")]

    @pytest.mark.parametrize("form", [istanbul, lcov])
    def test_of_another_run_it_counts(self, form: Format) -> None:
        assert left_out(report(istanbul, RUN, ".nyc_output"), report(form, OTHER_RUN)) == []

    def test_of_two_packages_it_counts_twice(self) -> None:
        others: Lines = {f"b/{path}": lines for path, lines in RUN.items()}
        one, other = (
            report(istanbul, RUN, "a/.nyc_output"),
            report(istanbul, others, "b/.nyc_output"),
        )
        assert left_out(one, other) == []


def test_reports_of_one_format_are_never_compared_with_one_another() -> None:
    reports = [report(lcov, RUN, f"shard-{number}") for number in range(3)]
    assert left_out(*reports) == []
    assert not any("names" in vars(each) for each in reports)
