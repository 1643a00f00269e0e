"""The workload of coverage.py's data files, written by coverage.py itself, with the sources."""

from itertools import count, pairwise
from pathlib import Path
from typing import Final

from coverage import CoverageData

from tests.bench.workloads._writing import FOLDER, NUMBER, filled, write_sources
from tests.bench.workloads.run import CONSTANTS, FUNCTION_LINES, KINDS, Function, MeasuredFile

BATCH: Final = 20
"""Files that are added at once; the size is looked at after each batch."""


class Database:
    """Makes `.coverage` with branches; reading it needs the sources, which are written beside it.

    Lines that were executed are those of the other reports.
    """

    pattern: Final = f"src/pkg{FOLDER}/module_{NUMBER}.py"
    file_name: Final = ".coverage"
    has_sources: Final = True

    def write(self, folder: Path, size: int) -> Path:
        """Write data of at least `size` bytes, and return its path."""
        path = folder / self.file_name
        arcs = [_arcs(MeasuredFile("", kind)) for kind in range(KINDS)]
        data = CoverageData(str(path))
        for first in count(step=BATCH):
            numbers = range(first, first + BATCH)
            data.add_arcs({filled(self.pattern, n): arcs[n % KINDS] for n in numbers})
            if path.stat().st_size >= size:
                break
        data.close(force=True)
        write_sources(folder, self.pattern, first + BATCH)
        return path


def _arcs(file: MeasuredFile) -> list[tuple[int, int]]:
    """Return the jumps of the module and of the functions that were called."""
    definitions = [each.first for each in file.functions]
    module = [-1, *range(1, CONSTANTS + 1), *definitions, -1]
    return [*pairwise(module), *(arc for each in file.functions for arc in _jumps(each))]


def _jumps(function: Function) -> list[tuple[int, int]]:
    first, decision = function.first, function.decision
    step, last = decision + 1, first + FUNCTION_LINES - 2
    jumps = [(-first, decision), (last, -first)] if function.calls else []
    jumps += [(decision, step), (step, last)] if function.taken else []
    return [*jumps, (decision, last)] if function.untaken else jumps
