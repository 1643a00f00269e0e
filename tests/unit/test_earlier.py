import json
from pathlib import Path

import pytest

from coverup.model import Totals
from coverup.pipeline.earlier import read_earlier

SHARE = {"relevant": 4, "covered": 3, "percent": 75.0}


class Told:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    info = detail = warn


def outcome(**changes: object) -> str:
    return json.dumps({"totals": {"lines": SHARE, "branches": SHARE, **changes}, "other": 1})


def test_the_totals_of_an_outcome_are_read(tmp_path: Path) -> None:
    (tmp_path / "run-1.json").write_text(outcome())
    told = Told()
    (found,) = read_earlier([tmp_path / "run-1.json"], told)
    totals = Totals(lines=4, covered_lines=3, branches=4, covered_branches=3)
    assert (found.name, found.totals, told.warnings) == ("run-1.json", totals, [])


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "3",
        '{"totals": null}',
        '{"totals": {"lines": 3}}',
        outcome(lines={"relevant": 1, "covered": 2}),
        outcome(lines={"relevant": -1, "covered": -2}),
        outcome(branches={"relevant": "1", "covered": 0}),
        outcome(branches={"relevant": 1.5, "covered": 0}),
    ],
)
def test_what_is_no_outcome_is_told_and_left_out(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.json").write_text(content)
    told = Told()
    assert read_earlier([tmp_path / "bad.json"], told) == []
    assert len(told.warnings) == 1
    assert "left out of the trend" in told.warnings[0]


def test_a_first_run_has_no_earlier_one_and_goes_on(tmp_path: Path) -> None:
    told = Told()
    assert read_earlier([tmp_path / "no.json", tmp_path], told) == []
    assert [each.split(": ", 2)[1] for each in told.warnings] == ["cannot be read"] * 2
