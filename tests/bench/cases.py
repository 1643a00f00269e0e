"""What `compare` runs: projects, and for each the work of coverup and of who else does it."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench.programs import COVERUP, LIMITS, PEER, figures_of, uploads_of_lcov
from tests.bench.project.making import commit, make
from tests.bench.workloads import WORKLOADS, write_sources

FILES: Final = {"small": 50, "medium": 2_000, "large": 20_000}
"""Files of the projects; the large one has 2.7 million lines and 1.2 million branches."""
FORMATS: Final = "formats"
"""A report of 10 MB of every other format, in a project of its own."""
MEGABYTES: Final = 10
IMPORTS: Final = "imports alone"
"""The peer that loads the same libraries, and does nothing."""
_IN_PROJECTS: Final = frozenset({"lcov", "cobertura", "coveragepy"})

Command = Sequence[str]

_LOOP: Final[Mapping[str, Command]] = {"loop over lines": (*LIMITS, "lines", "lcov.info")}
_EXPAT: Final[Mapping[str, Command]] = {"expat into dicts": (*LIMITS, "expat", "cobertura.xml")}


@dataclass(frozen=True)
class Case:
    """One piece of work, and who else does it.

    Attributes:
        name: What is done.
        ours: The command of coverup.
        theirs: Commands by the name of the peer.
        report: The report that is read; its size is told.
        before: A command that is run once, and not measured.
    """

    name: str
    ours: Command
    theirs: Mapping[str, Command] = field(default_factory=dict)
    report: str | None = None
    before: Command | None = None


@dataclass(frozen=True)
class Project:
    """A project, and what is done in it.

    Attributes:
        name: Its size.
        make: Makes it in an empty folder.
        cases: What is done.
    """

    name: str
    make: Callable[[Path], None]
    cases: Sequence[Case]


def projects(size: str, url: str, codecov: str | None) -> Iterator[Project]:
    """Yield the projects of a size, with the peers that are here.

    Args:
        size: One of FILES, or FORMATS.
        url: The server that is uploaded to.
        codecov: The command of codecov-cli, if it is installed.
    """
    if size == FORMATS:
        yield from map(_of_format, (name for name in WORKLOADS if name not in _IN_PROJECTS))
        return
    cases = {"small": _small, "medium": _medium, "large": _large}[size](url, codecov)
    reports = sorted({case.report for case in cases if case.report} | {".coverage"})
    if size == "large":
        reports.remove(".coverage")
    yield Project(size, partial(make, count=FILES[size], reports=reports), cases)


def _report(name: str, file: str, theirs: Mapping[str, Command]) -> Case:
    return Case(name, (*COVERUP, "report", file), theirs, file)


def _small(url: str, codecov: str | None) -> list[Case]:
    done = (*COVERUP, "done", "--build-number", "1")
    # The one on PyPI reads its own data only, so that is what it uploads in each case.
    peer = {"coveralls": PEER}
    return [
        Case("--version", (*COVERUP, "--version"), {"coveralls": (*PEER, "--version")}),
        Case("done", done, {"coveralls": (*PEER, "--finish")}),
        _report("LCOV", "lcov.info", {**peer, **uploads_of_lcov(url, codecov)}),
        _report("Cobertura", "cobertura.xml", peer),
        _report(".coverage", ".coverage", peer),
    ]


def _medium(url: str, codecov: str | None) -> list[Case]:
    others = uploads_of_lcov(url, codecov)
    return [
        _report(".coverage", ".coverage", {"coveralls": PEER}),
        _report("LCOV", "lcov.info", {**_LOOP, **others}),
        _report("Cobertura", "cobertura.xml", _EXPAT),
    ]


def _large(_url: str, _codecov: str | None) -> list[Case]:
    loaded = ("imported.txt", "report", "cobertura.xml")
    return [
        _report("LCOV", "lcov.info", _LOOP),
        Case(
            "Cobertura",
            (*COVERUP, "report", "cobertura.xml"),
            {**_EXPAT, IMPORTS: (*LIMITS, "imports", "imported.txt")},
            "cobertura.xml",
            before=(sys.executable, "-m", "tests.bench.imported", *loaded),
        ),
    ]


def _of_format(name: str) -> Project:
    workload = WORKLOADS[name]
    report = workload.file_name

    def made(folder: Path) -> None:
        figures_of("tests.bench.workloads", name, folder, str(MEGABYTES * 1_000_000))
        if not workload.has_sources:
            files = figures_of("tests.bench.reading", name, folder / report)["files"]
            write_sources(folder, workload.pattern, int(files))
        commit(folder)

    return Project(f"{MEGABYTES} MB", made, [_report(name, report, {})])
