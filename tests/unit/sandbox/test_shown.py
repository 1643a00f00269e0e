from typing import Any, cast

import pytest

from coverup.sandbox.builds import add_job
from coverup.sandbox.job_rules import check
from coverup.sandbox.shown_files import file_of_job, missed_ranges
from coverup.sandbox.store import Store
from coverup.sandbox.understood import Findings


@pytest.mark.parametrize(
    ("lines", "ranges"),
    [
        ([], []),
        ([1, None, 2], []),
        ([0], ["1"]),
        ([0, 0, 1, 0], ["1-2", "4"]),
        ([0, None, None, 0, None, 1], ["1-4"]),
        ([None, 0, None, 3, None, 0, None], ["2", "6"]),
    ],
)
def test_lines_that_do_not_count_do_not_end_a_range(
    lines: list[int | None], ranges: list[str]
) -> None:
    assert missed_ranges(lines) == ranges


def lines_of(file: dict[str, Any]) -> list[tuple[Any, ...]]:
    store = Store()
    document = {"repo_token": "x", "source_files": [{"name": "a.py", **file}]}
    add_job(store, check(document, Findings()), request="{}", findings=Findings())
    shown = cast(dict[str, Any], file_of_job(store, 1, "a.py"))
    store.close()
    return [tuple(line.values()) for line in shown["lines"]]


def test_with_source_every_line_is_shown() -> None:
    assert lines_of(
        {"source": "if x:\r\n\tpass\n", "coverage": [3], "branches": [1, 0, 0, 3, 1, 0, 1, 0]}
    ) == [
        (1, 3, 2, 1, "if x:"),
        (2, None, 0, 0, "\tpass"),
    ]


def test_without_source_only_lines_that_count_are_shown() -> None:
    far = 10**15
    file = {
        "source_digest": "0" * 32,
        "coverage": [None, 1, None, 0],
        "branches": [far, 0, 0, 1],
    }
    assert lines_of(file) == [(2, 1, 0, 0, ""), (4, 0, 0, 0, ""), (far, None, 1, 1, "")]
