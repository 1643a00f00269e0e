"""`python -m tests.bench paths`: how long it takes to find a report's files in a repository."""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.programs import figures_of
from tests.bench.trees import KINDS, make, names
from tests.bench.workloads.run import KINDS as RESULTS
from tests.bench.workloads.run import MeasuredFile
from tests.bench.workloads.texts import LCOV

LINEAR: Final = 1.3
"""Seconds per file of the report that grow by more than this are flagged."""
_PATH: Final = "@PATH@"


@dataclass(frozen=True)
class Row:
    """What one report cost.

    Attributes:
        kind: How it calls the files.
        tracked: How many files the repository has.
        files: How many the report has.
        placed: How many of these were found.
        read: Seconds to read it.
        place: Seconds to find its files.
        peak: MiB of memory that finding them needed.
    """

    kind: str
    tracked: int
    files: int
    placed: int
    read: float
    place: float
    peak: float


def main(arguments: Sequence[str]) -> None:
    """Make repositories and reports, measure, print a row for each and the growth."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench paths", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", help="files of the repositories")
    parser.add_argument("--paths", type=int, default=20_000, help="most files of a report")
    parser.add_argument("--kind", choices=KINDS, action="append", help="repeat for several")
    options = parser.parse_args(arguments)
    print(
        f"{'kind':<23}{'tracked':>8}{'report':>8}{'placed':>8}{'read':>9}{'place':>9}{'share':>7}"
        f"{'memory':>10}"
    )
    rows: list[Row] = []
    for size in map(int, options.sizes.split(",")):
        for row in _measured(size, options.paths, options.kind or list(KINDS)):
            rows.append(row)
            print(_shown(row), flush=True)
    print("", *_table(rows), sep="\n")
    _print_growth(rows)


def _measured(size: int, most: int, kinds: Sequence[str]) -> Iterator[Row]:
    tracked = names(size)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        make(root, tracked)
        listed = Path(folder) / "tracked"
        listed.write_text("\n".join(tracked))
        for kind in kinds:
            place, called = KINDS[kind]
            paths = called(tracked)
            wanted = min(most, size // 5)
            report = root / place / "lcov.info"
            report.parent.mkdir(exist_ok=True)
            _write(report, paths[:: max(1, len(paths) // wanted)][:wanted])
            figures = figures_of("tests.bench.placing", root, listed, report)
            report.unlink()
            yield Row(
                kind,
                size,
                int(figures["files"]),
                int(figures["placed"]),
                figures["read"],
                figures["place"],
                figures["peak"],
            )


def _write(report: Path, paths: Sequence[str]) -> None:
    entries = [LCOV.entry(MeasuredFile(_PATH, number)) for number in range(RESULTS)]
    with report.open("w", encoding="utf-8") as file:
        for number, path in enumerate(paths):
            file.write(entries[number % RESULTS].replace(_PATH, path))


def _shown(row: Row) -> str:
    share = row.place / row.read
    return (
        f"{row.kind:<23}{row.tracked:>8}{row.files:>8}{row.placed:>8}"
        f"{row.read:>7.3f} s{row.place:>7.3f} s{share:>7.2f}{row.peak:>6.0f} MiB"
    )


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the table of the documentation."""
    columns = "files tracked | in the report | read, s | find, s | share | memory"
    yield f"| the report's paths are | {columns} |\n|---|---|---|---|---|---|---|"
    for kind in dict.fromkeys(row.kind for row in rows):
        for number, row in enumerate(row for row in rows if row.kind == kind):
            figures = f"{row.read:.3f} | {row.place:.3f} | {row.place / row.read:.2f}"
            place = f"{row.tracked:,} | {row.files:,} | {figures} | {row.peak:.0f} MiB"
            yield f"| {'' if number else kind} | {place} |"


def _print_growth(rows: Sequence[Row]) -> None:
    print("\nper file of the report, largest repository over smallest")
    for kind in dict.fromkeys(row.kind for row in rows):
        first, *_, last = [row for row in rows if row.kind == kind] * 2
        if last.tracked <= first.tracked:
            continue
        read = (last.read / last.files) / (first.read / first.files)
        place = (last.place / last.files) / (first.place / first.files)
        flag = "  <-- not linear" if place > LINEAR * read else ""
        print(f"{kind:<23} reading {read:>5.2f}   finding {place:>5.2f}{flag}")
