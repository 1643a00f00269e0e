"""The files of a synthetic project: one of the modules each, and how often it was run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.bench.project.modules import last_line
from tests.bench.project.runs import Counted, Measured

PER_FOLDER: Final = 100
_TOPS: Final = (2, 2, 2, 8, 8, 40, 400)
"""In a file, a function is called less than one of these times as often as in the run: often once,
now and then by far more.
"""


@dataclass(frozen=True)
class File:
    """One file of the project.

    Attributes:
        number: Which one.
        variant: Which of the modules it is.
        module: What was measured of that module.
    """

    number: int
    variant: int
    module: Measured

    @property
    def name(self) -> str:
        """Where it lies in the project."""
        return f"src/pkg{self.number // PER_FOLDER:03}/module_{self.number:06}.py"

    @property
    def text(self) -> str:
        """Its source."""
        return self.module.text + last_line(self.name)

    def counts(self) -> tuple[list[int], list[int]]:
        """Return how often each line and each branch of the module was run in this file.

        A function that the module's run has called was called here once or many times as often.
        """
        chance = Random(self.number)
        times = {0: 0, 1: 1}
        for function in self.module.functions:
            times[function] = chance.randrange(1, chance.choice(_TOPS))
        return _times(self.module.lines, times), _times(self.module.branches, times)


def files(modules: Sequence[Measured], count: int) -> Iterator[File]:
    """Yield the files of a project of so many."""
    for number in range(count):
        variant = number % len(modules)
        yield File(number, variant, modules[variant])


def _times(counted: Sequence[Counted], times: dict[int, int]) -> list[int]:
    return [each.count * times[each.function] for each in counted]
