"""What coverup has to reach, as ratios in one run on two cores, and whether it does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tests.bench.cases import FILES, IMPORTS
from tests.bench.measure import Figures

GROWTH: Final = "medium to large"
"""The pair of projects by which growth is judged."""


@dataclass(frozen=True)
class Row:
    """What one piece of work cost with one peer in turn.

    Attributes:
        project: The project.
        case: What was done.
        peer: Who else did it; empty if nobody.
        ours: Medians of coverup.
        theirs: Medians of the peer.
        report: MiB of the report that was read.
    """

    project: str
    case: str
    peer: str
    ours: Figures
    theirs: Figures | None = None
    report: float | None = None


class Seen(NamedTuple):
    """What a number is about: a project, the work in it, the peer, and what was measured."""

    project: str
    case: str
    peer: str
    measure: str


WALL: Final = "wall time over the peer's"
CPU: Final = "CPU time over the peer's"
MEMORY: Final = "peak memory over the peer's"
SIZE: Final = "peak memory over the report's size"
ABOVE: Final = "MiB of peak memory above the peer's"
TIME_GROWTH: Final = "wall time per file, large over medium"
MEMORY_GROWTH: Final = "peak memory per file, large over medium"

_TOLD: Final = {
    WALL: "wall at most {most:g}",
    SIZE: "memory {value:.1f} times the report's size, at most {most:g}",
    ABOVE: "memory {value:.0f} MiB more, at most {most:g}",
}
"""How the goals of a row are told beside it; others are in the table of all goals only."""

GOALS: Final[Mapping[Seen, float]] = {
    Seen("small", "--version", "coveralls", WALL): 0.25,
    Seen("small", "done", "coveralls", WALL): 0.6,
    Seen("small", "LCOV", "coveralls", WALL): 0.3,
    Seen("small", "Cobertura", "coveralls", WALL): 0.3,
    Seen("small", ".coverage", "coveralls", WALL): 0.7,
    Seen("medium", ".coverage", "coveralls", WALL): 0.55,
    Seen("large", "LCOV", "loop over lines", WALL): 6,
    Seen("large", "LCOV", "", SIZE): 4,
    Seen("large", "Cobertura", "expat into dicts", WALL): 1.4,
    Seen("large", "Cobertura", IMPORTS, ABOVE): 250,
    Seen(GROWTH, "LCOV", "", TIME_GROWTH): 1.2,
    Seen(GROWTH, "LCOV", "", MEMORY_GROWTH): 1.2,
    Seen(GROWTH, "Cobertura", "", TIME_GROWTH): 1.2,
    Seen(GROWTH, "Cobertura", "", MEMORY_GROWTH): 1.2,
}
"""The most that each number may be."""


def judged(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a table of all goals: the most, what was seen, and whether the goal is met."""
    seen = numbers(rows)
    yield "| project | work | against | what | at most | seen | |\n|---|---|---|---|---:|---:|---|"
    for goal, most in GOALS.items():
        value = seen.get(goal)
        shown = "" if value is None else f"{value:.2f}"
        cells = (*goal[:3], goal.measure, f"{most:g}", shown, verdict(value, most))
        yield f"| {' | '.join(cells)} |"


def told(seen: Seen, value: float) -> str:
    """Return a goal, and whether it is met."""
    most = GOALS[seen]
    return f"{_TOLD[seen.measure].format(value=value, most=most)}: {verdict(value, most)}"


def verdict(value: float | None, most: float) -> str:
    """Return whether a goal is met, in words; None is a number that was not measured."""
    if value is None:
        return "not measured"
    return "met" if value <= most else f"missed by {100 * (value / most - 1):.0f} %"


def numbers(rows: Sequence[Row]) -> dict[Seen, float]:
    """Return all that can be judged."""
    return {seen: value for row in rows for seen, value in of_row(row)} | dict(_growth(rows))


def of_row(row: Row) -> Iterator[tuple[Seen, float]]:
    """Yield what can be judged about one row."""
    place = (row.project, row.case)
    if row.theirs:
        yield Seen(*place, row.peer, WALL), row.ours.wall / row.theirs.wall
        # Processes of less than a tick of the clock have used no CPU time.
        yield Seen(*place, row.peer, CPU), row.ours.cpu / max(row.theirs.cpu, 0.001)
        yield Seen(*place, row.peer, MEMORY), row.ours.peak / row.theirs.peak
        yield Seen(*place, row.peer, ABOVE), row.ours.peak - row.theirs.peak
    if row.report:
        yield Seen(*place, "", SIZE), row.ours.peak / row.report


def _growth(rows: Sequence[Row]) -> Iterator[tuple[Seen, float]]:
    ours = {(row.project, row.case): row.ours for row in rows}
    more = FILES["large"] / FILES["medium"]
    for (project, case), medium in ours.items():
        large = ours.get(("large", case))
        if project == "medium" and large:
            yield Seen(GROWTH, case, "", TIME_GROWTH), large.wall / medium.wall / more
            yield Seen(GROWTH, case, "", MEMORY_GROWTH), large.peak / medium.peak / more
