"""Comparing with an earlier result."""

from fractions import Fraction

import orjson
import pytest

from coverup.model import FileCoverage, Totals
from coverup.render import verdict_json
from coverup.verdict import Previous, Verdict
from coverup.verdict.comparison import Fallen, fallen, from_json
from coverup.verdict.totals import file_verdicts, folder_verdicts


def lines(covered: int, relevant: int) -> Totals:
    return Totals(lines=relevant, covered_lines=covered)


def test_what_check_prints_is_read_back() -> None:
    measured = {"a.py": FileCoverage("a", [1, 0]), "b.py": FileCoverage("b", [1], {(1, 0, 0): 0})}
    files = file_verdicts(measured)
    total = Totals(lines=3, covered_lines=2, branches=1)
    verdict = Verdict(totals=total, files=files, folders=folder_verdicts(files))
    saved = orjson.dumps(verdict_json.verdict(verdict, [], None))
    assert from_json("main.json", saved) == Previous(
        name="main.json",
        percent=Fraction(200, 3),
        totals=total,
        files={file.name: file.totals for file in files},
    )


def test_the_outcome_of_a_report_has_no_files_and_will_do() -> None:
    share = {"relevant": 4, "covered": 1, "percent": 25.0}
    saved = orjson.dumps({"status": "sent", "totals": {"lines": share, "branches": share}})
    found = from_json("x", saved)
    assert found.percent == 25
    assert found.files == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"totals": null}',
        b'{"totals": {"lines": {"relevant": 1, "covered": 2}, "branches": {}}}',
        b'{"totals": {"lines": {"relevant": "1", "covered": "1"}, "branches": {}}}',
        b'{"totals": {"lines": {"relevant": -1, "covered": -1}, "branches": {}}}',
    ],
)
def test_another_document_is_no_result(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json("x", content)


@pytest.mark.parametrize(
    ("percent", "totals", "change"),
    [
        (Fraction(50), lines(3, 4), 25),
        (Fraction(50), lines(1, 3), Fraction(-50, 3)),
        (Fraction(50), lines(0, 0), None),
        (None, lines(1, 2), None),
    ],
)
def test_a_change_is_exact(percent: Fraction | None, totals: Totals, change: object) -> None:
    assert Previous(name="x", percent=percent).change(totals) == change


def test_files_that_fell_are_told_the_largest_drop_first() -> None:
    before = {"a": lines(9, 10), "b": lines(9, 10), "c": lines(1, 10), "gone": lines(1, 1)}
    previous = Previous(name="x", percent=Fraction(1), files=before)
    now = {"a": lines(8, 10), "b": lines(1, 10), "c": lines(2, 10), "new": lines(0, 9)}
    assert list(fallen(previous, now.items())) == [
        Fallen("b", lines(9, 10), lines(1, 10)),
        Fallen("a", lines(9, 10), lines(8, 10)),
    ]
