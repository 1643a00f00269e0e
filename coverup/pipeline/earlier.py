"""The totals of earlier runs, from the JSON that they printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coverup.model import Totals
from coverup.pipeline.listener import Listener

_LARGEST: Final = 50_000_000
"""Bytes; an outcome lists files that were left out, and nothing larger."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier run.

    Attributes:
        name: What its file is called.
        totals: What it counted.
    """

    name: str
    totals: Totals


def read_earlier(paths: Iterable[Path], tell: Listener) -> list[Earlier]:
    """Return the runs that these files are about, in their order.

    Each file is what `coverup report --json` or another command printed, or the `coverup.json` of
    an earlier HTML report. One that is missing or has no totals is told and left out: a first run
    has no earlier one.
    """
    found = []
    for path in paths:
        try:
            found.append(Earlier(path.name, _totals(_content(path))))
        except OSError as error:
            tell.warn(f"{path}: cannot be read: {error.strerror}; left out of the trend")
        except (ValueError, TypeError, KeyError):
            tell.warn(f"{path}: no outcome of coverup with totals; left out of the trend")
    return found


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(path)
    return content


def _totals(content: bytes) -> Totals:
    import orjson

    totals = orjson.loads(content)["totals"]
    lines, covered_lines = _share(totals["lines"])
    branches, covered_branches = _share(totals["branches"])
    return Totals(
        lines=lines,
        covered_lines=covered_lines,
        branches=branches,
        covered_branches=covered_branches,
    )


def _share(share: dict[str, object]) -> tuple[int, int]:
    relevant, covered = share["relevant"], share["covered"]
    if not isinstance(relevant, int) or not isinstance(covered, int):
        raise TypeError(share)
    if not 0 <= covered <= relevant:
        raise ValueError(share)
    return relevant, covered
