"""What several JSON formats share: lists of hits, branches, and objects with equal keys."""

import json
from collections import Counter
from collections.abc import Iterable

from coverup.formats._counts import hits_of
from coverup.formats.notes import Notes
from coverup.formats.source import Source, decode
from coverup.model import MAX_BRANCHES, MAX_HITS, BranchKey, FileCoverage


def line_hits(
    cells: list[object], notes: Notes, irrelevant: tuple[object, ...] = (None,)
) -> list[int | None]:
    """Return the hits of lines 1, 2, 3 and so on, None for a line that is not relevant.

    A cell that is no number is noted, and its line is not relevant; strings of digits, fractions
    and negative numbers are read as in the text formats.

    Args:
        cells: One value for each line.
        notes: Where broken cells are noted.
        irrelevant: What the format writes for a line that is not relevant.
    """
    return [
        cell
        if type(cell) is int and 0 <= cell <= MAX_HITS
        else None
        if cell in irrelevant
        else hits_of(cell, notes)
        for cell in cells
    ]


def take_branches(
    file: FileCoverage, branches: Iterable[tuple[BranchKey, int]], notes: Notes
) -> None:
    """Add the hits of branches to a file; those beyond MAX_BRANCHES of a line are noted."""
    per_line: Counter[int] = Counter()
    for key, hits in branches:
        if key not in file.branches:
            per_line[key[0]] += 1
            if per_line[key[0]] > MAX_BRANCHES:
                notes.skip(f"more than {MAX_BRANCHES} branches on a line")
                continue
        file.take(key, hits)


class Repeating(dict[str, object]):
    """An object of JSON in which a key stands several times.

    Attributes:
        pairs: All its members; as a dict it has the last of those with the same key.
    """

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def with_repeats(
    source: Source, parsed: dict[str, object], marker: bytes, once: int
) -> dict[str, object]:
    """Return the document, parsed anew if it has objects with equal keys.

    Tools write from a table, which has no equal keys; who joins reports by hand makes them. orjson
    keeps the last of equal ones in silence. The text of the whole report is only counted through:
    parsing it in a way that keeps all would take longer than reading it.

    Args:
        source: The report.
        parsed: What orjson made of it.
        marker: A key with its quotes, which each file of the format has.
        once: How often it is in `parsed`.
    """
    content = source.read()
    if content.count(marker) <= once:
        return parsed
    try:
        again = json.loads(decode(content), object_pairs_hook=_object)
    except (RecursionError, ValueError):
        source.notes.remark("equal keys: only the last file of a name counts")
        return parsed
    return again if isinstance(again, dict) else parsed


def members(value: dict[str, object]) -> Iterable[tuple[str, object]]:
    """Return the members of an object, of a repeating one all."""
    return value.pairs if isinstance(value, Repeating) else value.items()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else Repeating(pairs)
