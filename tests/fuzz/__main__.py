"""`python -m tests.fuzz`: reads real reports of every format that were damaged by chance."""
# ruff: noqa: T201 - it prints its table

import argparse
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from coverup import formats
from tests.fuzz.mutate import mutated
from tests.fuzz.reading import Finding, attempt
from tests.fuzz.reports import Report, copied

ADDRESS_SPACE: Final = 4 << 30
"""What takes more is refused it by the system, before the machine suffers."""


@dataclass
class Tally:
    """What became of the damaged reports of one format.

    Attributes:
        read: How many were read, at least in part.
        refused: How many were refused with an explanation.
        failed: How many failed, by the place of the fault.
    """

    read: int = 0
    refused: int = 0
    failed: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Damage and read reports, print the counts of each format, and keep what must not happen."""
    options = _parsed()
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    keep: Path = options.keep or Path(tempfile.mkdtemp(prefix="coverup-fuzz-"))
    names = [options.format] if options.format else [form.NAME for form in formats.FORMATS]
    count = -(-options.mutations // len(names))
    faults: Counter[str] = Counter()
    print(f"seed {options.seed}\n{'format':<20}{'mutations':>10}{'read':>10}{'refused':>10}")
    with tempfile.TemporaryDirectory() as folder:
        reports = copied(Path(folder))
        for name in names:
            tally = run(reports[name], options.seed, count, keep)
            print(f"{name:<20}{count:>10}{tally.read:>10}{tally.refused:>10}", flush=True)
            faults += tally.failed
    print(f"{faults.total()} failed, at {len(faults)} places; the inputs are in {keep}")
    return 1 if faults else 0


def run(reports: list[Report], seed: int, count: int, keep: Path) -> Tally:
    """Read damaged reports of one format; the first input that fails at a place is kept.

    Args:
        reports: The sound ones.
        seed: Another one gives other damage; the same one the same, with any count.
        count: How many to make.
        keep: The folder for inputs that fail.
    """
    tally = Tally()
    name = reports[0].form.NAME
    for number, (report, content) in enumerate(damaged(reports, seed, count)):
        result = attempt(report, content)
        if isinstance(result, Finding):
            tally.failed[result.place] += 1
            if tally.failed[result.place] == 1:
                file = keep / f"{name}-seed{seed}-{number}-{report.path.name}"
                file.write_bytes(content)
                print(f"{result.trace}{result.place}\n  coverup report --format {name} '{file}'")
        elif result:
            tally.read += 1
        else:
            tally.refused += 1
    return tally


def damaged(reports: list[Report], seed: int, count: int) -> Iterator[tuple[Report, bytes]]:
    """Yield reports that were damaged, each with what is left of it."""
    for number in range(count):
        random = Random(f"{seed} {reports[0].form.NAME} {number}")
        report, other = random.choice(reports), random.choice(reports)
        yield report, mutated(report.content, other.content, random)


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--mutations", type=int, default=30_000, help="in all formats together")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other mutations")
    parser.add_argument("--format", choices=[form.NAME for form in formats.FORMATS])
    parser.add_argument("--keep", type=Path, help="an existing folder for inputs that fail")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
