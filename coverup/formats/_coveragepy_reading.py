"""Reading coverage.py's data: from finding the measured files to telling what was left out."""

import platform
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._coveragepy_analysis import Analyst, Findings, Located
from coverup.formats._coveragepy_analysis import batches as dealt
from coverup.formats._coveragepy_config import Project
from coverup.formats._coveragepy_data import XML_HINT, Part, opened
from coverup.formats._coveragepy_entry import file_coverage
from coverup.formats._coveragepy_paths import Locator
from coverup.formats._coveragepy_team import Task, findings, worthwhile
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import FileCoverage

EXAMPLES: Final = 3
"""How many files a remark names."""
MISSING_HINT: Final = (
    "map the paths with [paths] in coverage.py's configuration, or set `relative_files = true` "
    "there and run the tests again, or upload `coverage xml`"
)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the measured files; the contract is that of `coverup.formats.coveragepy.read`."""
    with (
        TemporaryDirectory(prefix="coverup-", ignore_cleanup_errors=True) as folder,
        opened(source, Path(folder)) as parts,
    ):
        project = Project(source, parts[0].folder, Path(folder))
        batches = dealt(_locate(source, parts, Locator(source, project)))
        data = [part.data for part in parts]
        copies = [Path(each.data_filename()) for each in data]
        task = Task(source, parts[0].folder, copies, Path(folder))
        result = _Result()
        with Analyst(source, project, Path(folder), data, batches) as analyst:
            for each in findings(analyst, batches, task, worthwhile(batches)):
                result.add(each, source.notes)
                for path, entry in each.entries:
                    yield file_coverage(path, entry, source.notes)
        result.tell(source)


def _locate(source: Source, parts: list[Part], locator: Locator) -> list[Located]:
    """Find the measured files; tell which are missing, and raise an error if all are."""
    located = []
    measured: set[str] = set()
    missing: set[str] = set()
    for part in parts:
        paths = part.data.measured_files()
        found = locator.find_all(paths, part.folder)
        located.append((part, found))
        measured |= paths
        missing |= paths - found.keys()
    if missing:
        examples = _some(sorted(missing))
        problem = f"{len(missing)} of {len(measured)} measured files are not here: {examples}"
        if missing == measured:
            raise InvalidReportError(source.name, problem, hint=MISSING_HINT)
        source.notes.remark(problem)
    return located


@dataclass(slots=True)
class _Result:
    """What became of the files.

    Attributes:
        is_empty: Whether there is no entry of any.
        failed: Why files could not be analysed.
        unplugged: The files that were left out for want of each plugin.
    """

    is_empty: bool = True
    failed: list[str] = field(default_factory=list)
    unplugged: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, findings: Findings, notes: Notes) -> None:
        self.is_empty = self.is_empty and not findings.entries
        self.failed += findings.failed
        for tracer, path in findings.unplugged:
            self.unplugged[tracer].add(path)
        for remark in findings.remarks:
            notes.remark(remark)

    def tell(self, source: Source) -> None:
        """Tell which files were left out, and raise an error if these were all."""
        problems = [
            f"measured by {tracer}, a plugin that is not installed beside coverup or not "
            f"configured: {_some(sorted(files))}"
            for tracer, files in self.unplugged.items()
        ]
        if self.failed:
            version = platform.python_version()
            problems.append(f"cannot be analysed with Python {version}: {_some(self.failed)}")
        if problems and self.is_empty:
            raise InvalidReportError(source.name, "; ".join(problems), hint=XML_HINT)
        for problem in problems:
            source.notes.remark(f"left out, {problem}; {XML_HINT}")


def _some(items: list[str]) -> str:
    more = len(items) - EXAMPLES
    return ", ".join(items[:EXAMPLES]) + (f" and {more} more" if more > 0 else "")
