"""The analysis of the measured files by coverage.py, a few files at a time.

File by file, since a file that this Python cannot parse must not take the others with it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeAlias, cast

from coverup.errors import InvalidReportError
from coverup.formats._collector import collector_paused
from coverup.formats._coveragepy_config import Project
from coverup.formats._coveragepy_data import Part, close
from coverup.formats._coveragepy_entry import Entry
from coverup.formats._coveragepy_merge import Named, is_usual, merge
from coverup.formats._coveragepy_report import Reporter
from coverup.formats.source import Source

if TYPE_CHECKING:
    from coverage import Coverage, CoverageData

Located: TypeAlias = tuple[Part, dict[str, str]]
"""A data file, and for each measured path that was found the real local path."""

RERUN_HINT: Final = "check out the commit that was tested, or run the tests again"
BATCH_SIZE: Final = 8
"""The most files in a batch."""
SHARES: Final = 16
"""The last batches are small, so that processes that share them end at about the same time."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some files that were measured alike, with branches or without.

    Attributes:
        has_branches: Whether they were measured with branches.
        files: For each local path, the parts that measured it, by their numbers, and what they
            call it.
    """

    has_branches: bool
    files: dict[str, list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found out about the files of a batch.

    Attributes:
        entries: Local paths with their entries; none for files that the project omits.
        failed: Why files could not be analysed, one text per file.
        unplugged: Plugins that are wanting, each with a file that was left out for it.
        remarks: What is worth a warning.
    """

    entries: list[tuple[str, Entry]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unplugged: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def batches(located: Sequence[Located]) -> list[Batch]:
    """Deal out the measured files: with branches first, and sorted by their local paths."""
    return [batch for has_branches in (True, False) for batch in _alike(located, has_branches)]


def _alike(located: Sequence[Located], has_branches: bool) -> Iterator[Batch]:
    files: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, (part, found) in enumerate(located):
        if part.has_branches is has_branches:
            for path, local in found.items():
                files[local].append((number, path))
    paths = sorted(files)
    while paths:
        size = max(1, min(len(paths) // SHARES, BATCH_SIZE))
        yield Batch(has_branches, {path: files[path] for path in paths[:size]})
        paths = paths[size:]


@dataclass(frozen=True, slots=True)
class _Gathering:
    """The data of files that were measured alike, under their local paths, and its analysis.

    Attributes:
        data: What was gathered, and will be.
        reporter: What analyses it.
        is_merged: Whether the data is complete.
    """

    data: "CoverageData"
    reporter: Reporter
    is_merged: bool


class Analyst:
    """Analyses the files of one measurement; to be closed after use, as a context manager."""

    def __init__(
        self,
        source: Source,
        project: Project,
        scratch: Path,
        parts: Sequence["CoverageData"],
        batches: Sequence[Batch] = (),
    ) -> None:
        """Take the parts of the measurement, numbered as in the batches, and a scratch folder.

        What is known beforehand of the batches may be merged at once.
        """
        self._source = source
        self._project = project
        self._scratch = scratch
        self._parts = parts
        self._batches = batches
        self._open: dict[bool, _Gathering] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def findings(self, batch: Batch) -> Findings:
        """Analyse the files of a batch.

        Raises:
            InvalidReportError: The data is damaged or contradicts itself or the sources.
        """
        findings = Findings(remarks=self._source.notes.remarks)
        with collector_paused():
            gathering = self._gathering(batch.has_branches)
            for path, tracer in self._gather(gathering, batch, findings).items():
                entry = self._entry(gathering.reporter, path, tracer, findings)
                if entry is not None:
                    if not tracer:
                        self._check(path, entry, gathering.data)
                    findings.entries.append((path, entry))
        return findings

    def _gathering(self, has_branches: bool) -> "_Gathering":
        """Return where data of this kind is gathered, and what reports on it."""
        if has_branches not in self._open:
            parts = self._named_parts(has_branches)
            coverage = self._coverage()
            is_merged = bool(parts) and is_usual(parts, has_branches=has_branches)
            if is_merged and not merge(coverage.get_data(), parts, has_branches=has_branches):
                is_merged, coverage = False, self._coverage()
            reporter = Reporter(coverage, self._scratch)
            self._open[has_branches] = _Gathering(coverage.get_data(), reporter, is_merged)
        return self._open[has_branches]

    def _coverage(self) -> "Coverage":
        coverage = self._project.coverage()
        self._stack.callback(close, coverage.get_data())
        return coverage

    def _named_parts(self, has_branches: bool) -> list[Named]:
        names: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for batch in self._batches:
            if batch.has_branches is has_branches:
                for local, places in batch.files.items():
                    for number, path in places:
                        names[number][path] = local
        return [(self._parts[number], names[number]) for number in sorted(names)]

    def _gather(self, gathering: "_Gathering", batch: Batch, findings: Findings) -> dict[str, str]:
        """Add up the parts under local paths, without contexts, as `coverage combine` would.

        Returns:
            The local paths in their order, each with the name of its plugin, if it has one.
        """
        if gathering.is_merged:
            return dict.fromkeys(batch.files, "")
        tracers: dict[str, str] = {}
        data = gathering.data
        try:
            for local, places in batch.files.items():
                for number, path in places:
                    part = self._parts[number]
                    tracer = part.file_tracer(path) or ""
                    if tracer and not self._has_plugin(tracer):
                        findings.unplugged.append((tracer, path))
                        continue
                    _copy(part, path, data, local, has_branches=batch.has_branches)
                    data.touch_file(local, tracer)
                    tracers[local] = tracers.get(local) or tracer
        except Exception as error:  # In a damaged database, a value can be anything.
            problem = f"damaged or contradictory data: {error}"
            raise InvalidReportError(self._source.name, problem, hint=RERUN_HINT) from error
        return tracers

    def _has_plugin(self, tracer: str) -> bool:
        # A tracer is named after the plugin's module and its class.
        return tracer.rpartition(".")[0] in self._project.plugins

    def _entry(
        self, reporter: Reporter, path: str, tracer: str, findings: Findings
    ) -> Entry | None:
        from coverage.exceptions import CoverageException, NoDataError

        try:
            with self._project.undisturbed():
                entry = reporter.entry(path, has_plugin=bool(tracer))
        except NoDataError:
            return None  # The project's configuration omits the file.
        except CoverageException as error:
            findings.failed.append(str(error))
            return None
        except Exception as error:  # noqa: BLE001 - plugins, and parsers on odd input, raise anything
            findings.failed.append(f"{path}: {type(error).__name__}: {error}")
            return None
        if entry is None:
            findings.failed.append(f"{path}: not Python")
        return entry

    def _check(self, path: str, entry: Entry, data: "CoverageData") -> None:
        """Refuse to say that nothing was covered of a file of which something was executed.

        Lines that are excluded are not in the entry though executed.
        """
        if entry["executed_lines"] or not entry["missing_lines"]:
            return
        executed = set(data.lines(path) or [])
        if executed and executed.isdisjoint(cast(list[int], entry["excluded_lines"])):
            problem = f"none of the lines that were executed is a line of code in {path}"
            raise InvalidReportError(self._source.name, problem, hint=RERUN_HINT)


def _copy(
    part: "CoverageData", path: str, data: "CoverageData", local: str, *, has_branches: bool
) -> None:
    if has_branches:
        data.add_arcs({local: part.arcs(path) or []})
    else:
        data.add_lines({local: part.lines(path) or []})
