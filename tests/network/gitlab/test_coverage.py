"""Percentages in logs, as the tools print them."""

import re

import pytest

from coverup.errors import ConfigError
from coverup.gitlab.coverage import USUAL, found_in, pattern_of, plain

PATTERNS = [re.compile(each) for each in USUAL]
PRINTED = {
    "coverage.py": ("TOTAL                 120     30    40     5    72%", 72),
    "coverage.py, precise": ("TOTAL    120   30   74.36%", 74.36),
    "istanbul": ("All files      |   91.2 |     80 |   88.9 |   90.5 | 7-9", 90.5),
    "istanbul's summary": ("Lines        : 83.33% ( 5/6 )", 83.33),
    "PHPUnit": ("  Lines:   62.50% (5/8)", 62.5),
    "SimpleCov": ("Coverage report generated for RSpec. 9 / 12 LOC (75.0%) covered.", 75),
    "lcov": ("  lines......: 88.2% (15 of 17 lines)", 88.2),
    "go tool cover": ("total:\t(statements)\t\t66.7%", 66.7),
    "go test": ("ok  example.com/a 0.01s coverage: 71.4% of statements", 71.4),
    "tarpaulin": ("54.05% coverage, 20/37 lines covered", 54.05),
    "coverlet": ("| Total   | 81.25% | 50%    | 100%   |", 81.25),
}


@pytest.mark.parametrize(("line", "percent"), PRINTED.values(), ids=PRINTED)
def test_what_a_tool_prints_is_found(line: str, percent: float) -> None:
    assert found_in(f"before\n{line}\nafter 100 files\n", PATTERNS) == percent


def test_the_last_line_that_fits_counts() -> None:
    assert found_in("TOTAL 4 2 50%\nTOTAL 4 1 75%\n", PATTERNS) == 75


@pytest.mark.parametrize("log", ["", "100% done\n", "installing 3 of 4 (75%)\n", "TOTAL\n"])
def test_not_every_percentage_is_coverage(log: str) -> None:
    assert found_in(log, PATTERNS) is None


@pytest.mark.parametrize(
    ("pattern", "percent"),
    [
        (r"/Covered: (\d+,\d+)/", 81.5),
        (r"Covered: \d+,\d+ of 90", 81.5),
        (r"of (\d+)", 90),
        ("nothing", None),
    ],
)
def test_a_pattern_of_the_users_is_read_as_gitlab_reads_it(
    pattern: str, percent: float | None
) -> None:
    assert found_in("Covered: 81,5 of 90\n", [pattern_of(pattern)]) == percent


def test_a_pattern_that_is_none_is_a_mistake_in_the_command() -> None:
    with pytest.raises(ConfigError, match="not a pattern"):
        pattern_of("/(/")


def test_a_log_is_shown_without_what_steers_a_terminal() -> None:
    marked = "section_start:17:a_b[collapsed=true]\r\x1b[0K\x1b[0;33mtext\x1b[0m\r\n"
    log = f"{marked}next\x1b]0;title\x07\n"
    assert plain(log) == "text\nnext\n"
