"""`python -m tests.bench compare`: coverup and its peers in turn, small to large, with ratios."""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tests.bench.growth import make
from tests.bench.measure import Figures, measure, medians, sink
from tests.bench.peers import COVERUP, PEER, environment

SIZES: Final = {"small": 50, "medium": 2_000, "large": 20_000}
"""Files of the projects; the large one has 2.7 million lines and 1.2 million branches."""
_ROOT: Final = Path(__file__).parents[2]
_NPM: Final = _ROOT / "tests/peers/node_modules/.bin/coveralls"
_LIMITS: Final = [sys.executable, "-m", "tests.bench.limits"]
_SHA: Final = "0" * 40


@dataclass(frozen=True)
class Case:
    """One piece of work, and who else does it.

    Attributes:
        name: What is done.
        ours: The command of coverup.
        theirs: Commands by the name of the peer; the first is the one that counts.
        sizes: For which projects it is run.
    """

    name: str
    ours: list[str]
    theirs: Mapping[str, list[str]]
    sizes: Sequence[str] = ("small",)


@dataclass(frozen=True)
class Row:
    """What one piece of work cost with one peer in turn.

    Attributes:
        size: The project.
        case: What was done.
        peer: Who else did it.
        ours: Medians of coverup.
        theirs: Medians of the peer.
    """

    size: str
    case: str
    peer: str
    ours: Figures
    theirs: Figures


def cases(url: str, codecov: str | None) -> list[Case]:
    """Return all work, with the peers that are here.

    Args:
        url: The sink.
        codecov: The command of codecov-cli, if it is installed.
    """
    npm = {"npm coveralls": ["sh", "-c", f"{_NPM} < lcov.info"]} if _NPM.exists() else {}
    upload = ["do-upload", "--disable-search", "--sha", _SHA, "--token", "bench", "--slug", "a/b"]
    theirs = [str(codecov), "--disable-telem", "-u", url, *upload, "--git-service", "github"]
    other = {"codecov-cli": [*theirs, "--file", "lcov.info"]} if codecov else {}
    report = [*COVERUP, "report"]
    all_sizes = tuple(SIZES)
    return [
        Case("--version", [*COVERUP, "--version"], {"coveralls": [*PEER, "--version"]}),
        Case("done", [*COVERUP, "done", "--build-number", "1"], {"coveralls": [*PEER, "--finish"]}),
        Case("LCOV", [*report, "lcov.info"], {"coveralls": PEER, **npm, **other}),
        Case("Cobertura", [*report, "cobertura.xml"], {"coveralls": PEER}),
        Case(".coverage", [*report, ".coverage"], {"coveralls": PEER}, ("small", "medium")),
        Case("LCOV", [*report, "lcov.info"], {**npm, **other}, ("medium",)),
        Case(
            "LCOV",
            [*report, "lcov.info"],
            {"loop over lines": [*_LIMITS, "lines", "lcov.info"]},
            all_sizes[1:],
        ),
        Case(
            "Cobertura",
            [*report, "cobertura.xml"],
            {"expat into dicts": [*_LIMITS, "expat", "cobertura.xml"]},
            all_sizes[1:],
        ),
    ]


def main(arguments: Sequence[str]) -> None:
    """Make the projects, run every case, print a table and write what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench compare", description=__doc__)
    parser.add_argument("--sizes", default=",".join(SIZES), help="small, medium, large")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--codecov", default=shutil.which("codecovcli"), help="codecov-cli")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures here")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the table here")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    print("\n".join(_HEAD))
    with sink() as url:
        for size in options.sizes.split(","):
            chosen = [case for case in cases(url, options.codecov) if options.only in case.name]
            for row in _rows(size, [case for case in chosen if size in case.sizes], url, options):
                rows.append(row)
                print(_shown(row), flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
    if options.markdown:
        options.markdown.write_text("\n".join([*_HEAD, *map(_shown, rows)]) + "\n")


def _rows(
    size: str, chosen: Sequence[Case], url: str, options: argparse.Namespace
) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), SIZES[size])
        named = {"COVERALLS_ENDPOINT": url, "COVERALLS_HOST": url, "CODECOV_TOKEN": "bench"}
        env = {**environment(), **named, "COVERALLS_SERVICE_NAME": "bench"}
        for case in chosen:
            runs = [
                [measure(each, Path(folder), env) for each in (case.ours, *case.theirs.values())]
                for _ in range(options.runs + 1)
            ]
            # In turn, so that a slow moment of the machine hits all; the first round warms up.
            ours, *theirs = [medians(each) for each in zip(*runs[1:], strict=True)]
            for peer, figures in zip(case.theirs, theirs, strict=True):
                yield Row(size, case.name, peer, ours, figures)


_HEAD: Final = (
    "| project | work | coverup | peer | its figures | wall | CPU | memory |",
    "|---|---|---|---|---|---:|---:|---:|",
)


def _shown(row: Row) -> str:
    ours, theirs = row.ours, row.theirs
    pairs = ((ours.wall, theirs.wall), (ours.cpu, theirs.cpu), (ours.peak, theirs.peak))
    ratios = " | ".join(f"{ours / max(theirs, 0.001):.2f}" for ours, theirs in pairs)
    figures = f"{_figures(row.ours)} | {row.peer} | {_figures(row.theirs)}"
    return f"| {row.size} | {row.case} | {figures} | {ratios} |"


def _figures(figures: Figures) -> str:
    return f"{figures.wall:.2f} s, CPU {figures.cpu:.2f} s, {figures.peak:.0f} MiB"
