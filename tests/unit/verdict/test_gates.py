"""Gates are exact, and say how much is missing."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import ThresholdError
from coverup.model import Totals
from coverup.verdict import Verdict
from coverup.verdict.gates import Gate, GateFailure, Gates, failures, shown_pair


def lines(covered: int, relevant: int) -> Totals:
    return Totals(lines=relevant, covered_lines=covered)


def failure(least: str, totals: Totals) -> GateFailure | None:
    return Gate(name="--fail-under", least=Fraction(least)).failure(totals)


@pytest.mark.parametrize(
    ("least", "covered", "relevant", "missing"),
    [
        ("80", 8, 10, None),
        ("80", 79, 100, 1),
        ("80", 0, 100, 80),
        ("80.01", 8, 10, 1),
        ("100", 99_999, 100_000, 1),
        ("99.999", 99_999, 100_000, None),
        ("80", 79_996, 100_000, 4),
        ("66.67", 2, 3, 1),
        ("66.66", 2, 3, None),
        ("0", 0, 7, None),
        ("0.01", 0, 7, 1),
        ("100", 0, 0, None),
    ],
)
def test_a_gate_is_held_against_the_exact_share(
    least: str, covered: int, relevant: int, missing: int | None
) -> None:
    found = failure(least, lines(covered, relevant))
    assert (found.missing if found else None) == missing


@pytest.mark.parametrize(
    ("least", "covered", "relevant", "text"),
    [
        ("80", 18, 23, "78.26 % of lines covered, less than 80 %: 1 more line"),
        ("90", 18, 23, "78.26 % of lines covered, less than 90 %: 3 more lines"),
        ("80", 79_996, 100_000, "79.996 % of lines covered, less than 80 %: 4 more lines"),
        ("100", 99_999, 100_000, "99.999 % of lines covered, less than 100 %: 1 more line"),
        ("79.5", 0, 10, "0.00 % of lines covered, less than 79.5 %: 8 more lines"),
    ],
)
def test_a_failure_shows_so_many_digits_that_it_can_be_seen(
    least: str, covered: int, relevant: int, text: str
) -> None:
    assert str(failure(least, lines(covered, relevant))) == f"--fail-under: {text}"


def test_branches_have_their_plural() -> None:
    gate = Gate(name="--b", least=Fraction(90), subject="branches", unit="branch")
    assert str(gate.failure(Totals(branches=10, covered_branches=5))).endswith("4 more branches")
    assert str(gate.failure(Totals(branches=10, covered_branches=8))).endswith("1 more branch")


@given(st.integers(1, 5000), st.data(), st.decimals(0, 100, places=3))
def test_what_is_missing_is_the_least_that_would_do(
    relevant: int, data: st.DataObject, least: object
) -> None:
    covered = data.draw(st.integers(0, relevant))
    found = failure(str(least), lines(covered, relevant))
    if found:
        assert failure(str(least), lines(covered + found.missing, relevant)) is None
        assert failure(str(least), lines(covered + found.missing - 1, relevant)) is not None


@given(st.fractions(0, 100, max_denominator=10**5), st.fractions(0, 100, max_denominator=10**5))
def test_of_two_shown_percentages_the_lower_is_seen_to_be_lower(
    one: Fraction, other: Fraction
) -> None:
    low, high = sorted((one, other))
    if low < high:
        shown_low, shown_high = shown_pair(low, high)
        assert Fraction(shown_low) < Fraction(shown_high)


@pytest.mark.parametrize(
    ("before", "drop", "covered", "fails"),
    [
        (Fraction(80), "0", 80, False),
        (Fraction(80), "0", 79, True),
        (Fraction(80), "1", 79, False),
        (Fraction(801, 10), "1", 79, True),
        (Fraction(1, 2), "5", 0, False),
    ],
)
def test_a_drop_is_reckoned_from_the_earlier_percentage(
    before: Fraction, drop: str, covered: int, *, fails: bool
) -> None:
    gate = Gates(max_drop=Fraction(drop)).drop(before, "main.json")
    assert gate is not None
    assert bool(failures([(gate, lines(covered, 100))])) is fails


def test_without_a_largest_drop_there_is_no_gate() -> None:
    assert Gates().drop(Fraction(80), "main.json") is None


def test_a_drop_names_what_it_is_held_against() -> None:
    gate = Gates(max_drop=Fraction("0.5")).drop(Fraction(80), "main.json")
    assert gate is not None
    told = "--max-drop 0.5 (80 % in main.json): 79.00 % of lines covered, less than 79.5 %"
    assert str(gate.failure(lines(79, 100))) == f"{told}: 1 more line"


def test_one_failure_is_the_message_and_several_are_told_at_once() -> None:
    one = failure("90", lines(8, 10))
    assert one
    Verdict().hold()
    with pytest.raises(ThresholdError, match=r"^--fail-under: 80.00 % .* 1 more line$"):
        Verdict(failures=[one]).hold()
    with pytest.raises(ThresholdError) as several:
        Verdict(failures=[one, one]).hold()
    assert several.value.message.startswith("2 gates do not hold:\n  - --fail-under: 80.00 %")
    assert several.value.exit_code == 7
