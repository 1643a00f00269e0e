"""The goals of the benchmark are about what it measures, and are judged."""

import pytest

from tests.bench.cases import FILES, FORMATS, IMPORTS, projects
from tests.bench.compare import shown
from tests.bench.goals import GOALS, GROWTH, Row, Seen, judged, numbers, verdict
from tests.bench.measure import Figures

MIB = 45.0
"""The size of the report, in MiB."""
ROWS = [
    Row("medium", "LCOV", "loop over lines", Figures(1, 1, 50), Figures(0.1, 0.1, 10), MIB / 10),
    Row("large", "LCOV", "loop over lines", Figures(5, 5, 180), Figures(1, 1, 10), MIB),
    Row("large", "Cobertura", IMPORTS, Figures(9, 9, 290), Figures(0.2, 0.2, 30), MIB),
    Row("small", "done", "coveralls", Figures(0.5, 0.4, 30), Figures(1, 1, 45)),
    Row("10 MB", "jacoco", "", Figures(0.5, 0.4, 30)),
]
EXPECTED = {
    ("small", "done", "coveralls"): "0.50 | met",
    ("large", "LCOV", "loop over lines"): "5.00 | met",
    ("large", "LCOV", ""): "4.00 | met",
    ("large", "Cobertura", IMPORTS): "260.00 | missed by 4 %",
    ("large", "Cobertura", "expat into dicts"): " | not measured",
}


def all_rows() -> list[Row]:
    """Return a row for all that `compare` does, as it would be measured."""
    same = Figures(1, 1, 1)
    return [
        Row(project.name, case.name, peer, same, same, 1)
        for size in (*FILES, FORMATS)
        for project in projects(size, "http://localhost", None)
        for case in project.cases
        for peer in case.theirs or [""]
    ]


def test_every_goal_is_about_work_that_is_measured() -> None:
    assert set(GOALS) - set(numbers(all_rows())) == set()


@pytest.mark.parametrize(("place", "end"), EXPECTED.items())
def test_the_table_of_goals_tells_what_was_seen(place: tuple[str, str, str], end: str) -> None:
    line = next(line for line in judged(ROWS) if line.startswith(f"| {' | '.join(place)} |"))
    assert line.endswith(f" | {end} |")


def test_growth_is_the_cost_per_file_of_the_large_project_over_the_medium_one() -> None:
    grown = {seen.measure: value for seen, value in numbers(ROWS).items() if seen[0] == GROWTH}
    assert list(grown.values()) == [pytest.approx(0.5), pytest.approx(0.36)]


def test_a_row_tells_its_ratios_and_its_goals() -> None:
    cells = [cell.strip() for cell in shown(ROWS[1]).split("|")]
    assert cells[-5:-2] == ["5.00", "5.00", "18.00"]
    assert cells[-2] == ("wall at most 6: met; memory 4.0 times the report's size, at most 4: met")
    assert shown(ROWS[-1]).count("|") == shown(ROWS[1]).count("|")


@pytest.mark.parametrize(
    ("value", "said"), [(None, "not measured"), (4.0, "met"), (5.0, "missed by 25 %")]
)
def test_a_goal_is_the_most_that_a_number_may_be(value: float | None, said: str) -> None:
    assert (
        verdict(value, GOALS[Seen("large", "LCOV", "", "peak memory over the report's size")])
        == said
    )
