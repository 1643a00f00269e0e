"""What the modules of the synthetic project do when they are really run."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import coverage

from tests.bench.programs import environment
from tests.bench.project.modules import VARIANTS, driver, last_line, source

SETTINGS: Final = "[run]\nbranch = true\nrelative_files = true\n"
_COUNTING: Final = str(Path(__file__).parent / "counting.py")


@dataclass(frozen=True)
class Counted:
    """How often something was run.

    Attributes:
        place: The line, or the jump's line and where it leads.
        function: Which function it belongs to, called by its first line; 1 for the bodies of the
            module and of its classes, 0 for what was never run.
        count: How often.
    """

    place: tuple[int, ...]
    function: int
    count: int


@dataclass(frozen=True)
class Measured:
    """One of the modules after its run.

    Attributes:
        text: Its source, but for the last line.
        lines: Relevant lines, in order.
        branches: Branches, in order.
        arcs: What coverage.py's data has of it.
    """

    text: str
    lines: Sequence[Counted]
    branches: Sequence[Counted]
    arcs: Sequence[tuple[int, int]]

    @property
    def functions(self) -> Sequence[int]:
        """What was called, so that it may have been called more often."""
        # What a module itself does is done once, however often its functions are called.
        called = {each.function for each in (*self.lines, *self.branches)}
        return sorted(called - {0, 1})


def run_all(folder: Path, length: int) -> list[Measured]:
    """Run all modules in an empty folder.

    Args:
        folder: Where.
        length: How many times as long as usual they are.
    """
    names = [f"variant_{variant:02}" for variant in range(VARIANTS)]
    texts = [source(variant, length) for variant in range(VARIANTS)]
    (folder / "src/pkg").mkdir(parents=True)
    for name, text in zip(names, texts, strict=True):
        (folder / f"src/pkg/{name}.py").write_text(text + last_line(name))
    (folder / "driver.py").write_text(driver(names, length))
    (folder / ".coveragerc").write_text(SETTINGS)
    _python(folder, "-m", "coverage", "run", "--source=src", "driver.py")
    _python(folder, "-m", "coverage", "json", "-q", "-o", "report.json")
    report = json.loads((folder / "report.json").read_text())["files"]
    counts = json.loads(_python(folder, _COUNTING, "driver.py", "src/pkg"))
    data = coverage.CoverageData(str(folder / ".coverage"))
    data.read()
    paths = [f"src/pkg/{name}.py" for name in names]
    measured = [
        _measured(text, report[path], _jumps(counts, path), data.arcs(path) or ())
        for text, path in zip(texts, paths, strict=True)
    ]
    data.close()
    return measured


def _python(folder: Path, *words: str) -> str:
    command = [sys.executable, *words]
    done = subprocess.run(
        command, cwd=folder, env=environment(), check=True, text=True, stdout=subprocess.PIPE
    )
    return done.stdout


def _jumps(counts: Sequence[Any], path: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the function and the count of each jump of a file."""
    return {
        (before, after): (function, count)
        for file, function, before, after, count in counts
        if file.endswith(path)
    }


def _measured(
    text: str,
    entry: Mapping[str, Any],
    jumps: Mapping[tuple[int, int], tuple[int, int]],
    arcs: Sequence[tuple[int, int]],
) -> Measured:
    reached: dict[int, tuple[int, int]] = {}
    for (_, line), (function, count) in jumps.items():
        # Both the module and the class itself come past the line of a class: once is meant.
        before = reached.get(line, (0, 0))[1] if function > 1 else 0
        reached[line] = (function, before + count)
    lines = [Counted((line,), *reached.get(line, (1, 1))) for line in entry["executed_lines"]]
    lines += [Counted((line,), 0, 0) for line in entry["missing_lines"]]
    taken = map(tuple, entry["executed_branches"])
    branches = [Counted(jump, *jumps.get(jump, (1, 1))) for jump in taken]
    branches += [Counted(tuple(jump), 0, 0) for jump in entry["missing_branches"]]
    by_place = attrgetter("place")
    return Measured(text, sorted(lines, key=by_place), sorted(branches, key=by_place), sorted(arcs))
