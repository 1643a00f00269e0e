"""Where the branches of Python files lead to, which coverage.py tells and the model does not keep.

Coveralls' documents number a branch with the line it leads to, and the way out of a function with
the line at which the function starts (coverup.formats._coveragepy_entry). Which of the two is meant
shows in the source: where a jump goes back to starts a statement, and never a function, class or
lambda, unless that is defined in a loop.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from coverup.model import BranchKey, FileCoverage
from coverup.pipeline.gather import Gathered
from coverup.verdict.totals import Jumps

FORMATS: Final = frozenset({"coveragepy", "coveragepy-json"})
_CODE: Final = re.compile(r"\s*(?:@|(?:async\s+)?def\b|class\b)|.*\blambda\b")
"""How the first line of a function or class looks; of a function with decorators, theirs."""
_LOOP: Final = re.compile(r"\s*(?:(?:async\s+)?for|while)\b")
EXIT: Final = "exit"


def jumps_of(gathered: Gathered, root: Path) -> dict[str, Jumps]:
    """Return where missed branches lead to, by file, for files that only coverage.py measured."""
    formats: defaultdict[str, set[str]] = defaultdict(set)
    for report in gathered.reports:
        for part in report.parts:
            formats[part.path].add(report.format_name)
    return {
        name: dict(_jumps(gathered.files[name], _lines(root / name)))
        for name, found in formats.items()
        if found <= FORMATS and 0 in gathered.files[name].branches.values()
    }


def _jumps(file: FileCoverage, lines: Sequence[str]) -> Iterator[tuple[BranchKey, str]]:
    for key, hits in file.branches.items():
        target = _target(key, lines)
        if not hits and target:
            yield key, target


def _target(key: BranchKey, lines: Sequence[str]) -> str | None:
    """Return the line that a branch leads to, `exit`, or None where it cannot be told."""
    line, _, target = key
    if not 0 < target <= len(lines):
        return None
    if target > line:
        return str(target)
    source = lines[target - 1]
    # A module starts at line 1, with whatever there is.
    is_module = target == 1 and not _LOOP.match(source)
    return EXIT if is_module or _CODE.match(source) else str(target)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", errors="replace").split("\n")
    except OSError:
        return []
