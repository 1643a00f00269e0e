"""The one synthetic run that all formats tell of: files of 135 relevant lines and 60 branches.

Every file has the same source, a Python module of constants and small functions; the files differ
in which functions were called how often. So each report is what a tool would write, and any two
reports of one size can be compared.
"""

from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Final

CONSTANTS: Final = 15
FUNCTIONS: Final = 30
FUNCTION_LINES: Final = 5
LENGTH: Final = CONSTANTS + FUNCTIONS * FUNCTION_LINES
"""Lines of each source file."""
KINDS: Final = 50
"""So many different results there are; files of the same kind differ in their names only."""
PER_FOLDER: Final = 100


def source_text() -> str:
    """Return the source that all files have."""
    constants = [f"LIMIT_{i} = {i * 100}" for i in range(CONSTANTS)]
    functions = [
        f"def step_{i}(value):\n"
        f"    if value % {i + 2} == 0:\n"
        f"        value += LIMIT_{i % CONSTANTS}\n"
        "    return value\n"
        for i in range(FUNCTIONS)
    ]
    return "\n".join([*constants, *functions]) + "\n"


@dataclass(frozen=True, slots=True)
class Function:
    """What was measured of a function: definition, decision, the step decided on, return.

    Attributes:
        first: The line of its definition.
        calls: How often it was called.
        taken: How often the decision, in its second line, was true.
    """

    first: int
    calls: int
    taken: int

    @property
    def decision(self) -> int:
        """The line that has the two branches."""
        return self.first + 1

    @property
    def untaken(self) -> int:
        """How often the decision was false."""
        return self.calls - self.taken

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Relevant lines with their hits; a definition runs once, when the module is loaded."""
        first = self.first
        hits = (1, self.calls, self.taken, self.calls)
        return tuple((first + offset, count) for offset, count in enumerate(hits))


@dataclass(frozen=True)
class MeasuredFile:
    """One file of the run.

    Attributes:
        path: Its name, in which `@FOLDER@` and `@NUMBER@` may still be to be filled in.
        kind: Which of the KINDS of results it has.
    """

    path: str
    kind: int

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions; of five, two were not called, and one took one way only."""
        return tuple(
            Function(CONSTANTS + 1 + FUNCTION_LINES * i, *_counts(self.kind, i))
            for i in range(FUNCTIONS)
        )

    @cached_property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Relevant lines with their hits."""
        constants = tuple((line, 1) for line in range(1, CONSTANTS + 1))
        return constants + tuple(pair for each in self.functions for pair in each.lines)

    @cached_property
    def hits(self) -> tuple[int | None, ...]:
        """The hits of every line, None for one that is not relevant."""
        known = dict(self.lines)
        return tuple(known.get(line) for line in range(1, LENGTH + 1))

    @cached_property
    def by_decision(self) -> dict[int, Function]:
        """The functions by the line that has the branches."""
        return {each.decision: each for each in self.functions}


def _counts(kind: int, number: int) -> tuple[int, int]:
    """Return how often a function was called, and how often its decision was true."""
    chance = Random(kind * FUNCTIONS + number)
    match (kind + number) % 5:
        case 1:
            calls = chance.randint(2, 40)
            return calls, chance.randint(1, calls - 1)
        case 2:
            calls = chance.randint(1, 9)
            return calls, calls
        case 3:
            calls = chance.randint(100, 5000)
            return calls, chance.randint(1, calls - 1)
        case _:
            return 0, 0
