"""`python -m tests.bench against OLD NEW`: what became of the figures of an earlier commit.

The machine is never twice as fast as it was. Where a peer ran in turn, times are compared as
multiples of the peer's; where none did, as they are. Memory is compared as it is. Ends with 1 if
anything got worse by more than the tolerance.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.bench.records import Record, read

TOLERANCE: Final = 0.1
_TIMES: Final = ("wall", "cpu")
_SHOWN: Final = ("wall", "cpu", "peak")


def main(arguments: Sequence[str]) -> None:
    """Print a row for each piece of work that both files have, and what only one has."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench against", description=__doc__)
    parser.add_argument("old", type=Path, help="of --json, at the earlier commit")
    parser.add_argument("new", type=Path, help="of --json, at this one")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help="0.1 is 10 %%")
    options = parser.parse_args(arguments)
    old, new = read(options.old), read(options.new)
    print("| new over old | wall | CPU | memory | |\n|---|---:|---:|---:|---|")
    bad = False
    for name in (name for name in new if name in old):
        values = ratios(old[name], new[name])
        worse = [each for each, ratio in values.items() if ratio > 1 + options.tolerance]
        bad = bad or bool(worse)
        print(_shown(name, values, worse))
    print("\n".join(_alone(old, new)))
    sys.exit(1 if bad else 0)


def ratios(old: Record, new: Record) -> dict[str, float]:
    """Return each figure of the new record as a multiple of the old one's."""
    return {
        figure: _value(new, figure, old) / _value(old, figure, new)
        for figure in new.ours
        if old.ours.get(figure)
    }


def _value(record: Record, figure: str, other: Record) -> float:
    value = record.ours[figure]
    if figure in _TIMES and record.theirs and other.theirs:
        return value / record.theirs[figure]
    return value


def _shown(name: str, values: Mapping[str, float], worse: Sequence[str]) -> str:
    cells = [f"{values[each]:.2f}" if each in values else "" for each in _SHOWN]
    return f"| {name} | {' | '.join(cells)} | {'worse: ' + ', '.join(worse) if worse else ''} |"


def _alone(old: Mapping[str, Record], new: Mapping[str, Record]) -> Iterator[str]:
    yield from (f"only in the old file: {name}" for name in old if name not in new)
    yield from (f"only in the new file: {name}" for name in new if name not in old)
