"""One file in coverage.py's JSON report: what is in it, and how its branches are numbered.

The reader of data files uses it too, since coverage.py turns its data into this shape by public
API. Shape: https://coverage.readthedocs.io/en/latest/commands/cmd_json.html
"""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TypeAlias, TypeGuard

from coverup.formats._counts import line_of
from coverup.formats.notes import Notes
from coverup.model import MAX_LINE, BranchKey, FileCoverage

Entry: TypeAlias = dict[str, object]
"""The value of one file: executed_lines, missing_lines, executed_branches and so on."""
Arc: TypeAlias = tuple[int, int]
"""A jump between two lines; the target -n is the exit of the code object that starts at line n.

SlipCover, which imitates the report, writes 0 for every exit.
"""


def file_coverage(path: str, entry: Entry, notes: Notes) -> FileCoverage:
    """Turn a file of the report into the model; values that cannot be right are noted."""
    file = FileCoverage(path, counted=False)
    for line in _lines(entry, "missing_lines", notes):
        file.hit(line, 0)
    # Before 7.13.1, coverage.py listed excluded lines among the executed ones, too.
    executed = set(_lines(entry, "executed_lines", notes))
    for line in executed.difference(_lines(entry, "excluded_lines", notes)):
        file.hit(line, 1)
    taken = set(_arcs(entry, "executed_branches", notes))
    keys = branch_keys(taken.union(_arcs(entry, "missing_branches", notes)))
    file.branches = {key: int(arc in taken) for arc, key in keys.items()}
    return file


def branch_keys(arcs: Iterable[Arc]) -> dict[Arc, BranchKey]:
    """Number branches as coveralls-python does: (line, 0, target line without its sign).

    Where a jump to line n and the exit of the code that starts there would get the same number,
    the exit gets the lowest free one. That depends on the source alone, not on what was executed,
    so that all runs number their branches alike.
    """
    keys: dict[Arc, BranchKey] = {}
    used: set[BranchKey] = set()
    for line, target in sorted(arcs, key=lambda arc: (arc[0], arc[1] < 0, abs(arc[1]))):
        key = (line, 0, abs(target))
        if key in used:
            key = next(free for n in count() if (free := (line, 0, n)) not in used)
        used.add(key)
        keys[line, target] = key
    return keys


def _lines(entry: Entry, name: str, notes: Notes) -> Iterator[int]:
    for item in _items(entry, name, notes):
        line = line_of(item, notes)
        if line is not None:
            yield line


def _arcs(entry: Entry, name: str, notes: Notes) -> Iterator[Arc]:
    for item in _items(entry, name, notes):
        if not _is_arc(item):
            notes.skip("branch is not a pair of lines")
            continue
        start, target = item
        line = line_of(start, notes)
        if line is not None:
            yield line, target


def _is_arc(item: object) -> TypeGuard[tuple[int, int]]:
    if not isinstance(item, list) or len(item) != 2:  # noqa: PLR2004 - a pair
        return False
    start, target = item
    return isinstance(start, int) and isinstance(target, int) and abs(target) <= MAX_LINE


def _items(entry: Entry, name: str, notes: Notes) -> list[object]:
    items = entry.get(name, [])
    if isinstance(items, list):
        return items
    notes.skip(f"{name} is not a list")
    return []
