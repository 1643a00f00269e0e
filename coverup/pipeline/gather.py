"""From report files to measured repository files: discover, read, resolve paths, merge."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coverup.errors import InvalidReportError, NoReportError, NothingResolvedError, ReportError
from coverup.model import FileCoverage, Totals, merge, totals_of
from coverup.paths import Dropped, Repository
from coverup.paths.sources import SourceText
from coverup.pipeline.inputs import Wanted, find_sources, identified, joined, searched_folders
from coverup.pipeline.listener import Listener
from coverup.pipeline.placing import Placer
from coverup.pipeline.same_run import Measured, passed_over
from coverup.pipeline.stages import Stages
from coverup.pipeline.wording import counted

if TYPE_CHECKING:
    from coverup.paths.advice import Advice

_CHECKOUT: Final = "run it in the checkout, or say with --base-path where the paths start"


@dataclass(slots=True)
class Complaints:
    """Passes on what is told of the reports, and counts the warnings."""

    tell: Listener
    count: int = 0

    def info(self, text: str) -> None:
        """Pass on a line about the normal course."""
        self.tell.info(text)

    def detail(self, text: str) -> None:
        """Pass on a detail."""
        self.tell.detail(text)

    def warn(self, text: str) -> None:
        """Count a warning and pass it on."""
        self.count += 1
        self.tell.warn(text)


@dataclass(slots=True)
class Gathered:
    """Everything that was measured, by the repository's own names.

    Attributes:
        files: Measured files in the order of their names.
        sources: Digest and length of each of them.
        dropped: Files of reports that are not in `files`, each with its reason.
        reports: The reports that were read.
        found: Names in the repository, by the paths that the reports call them.
        advice: What would place files that were not found.
    """

    files: dict[str, FileCoverage] = field(default_factory=dict)
    sources: dict[str, SourceText] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    reports: list[Measured] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    advice: "Advice | None" = None

    def unresolved(self) -> list[Dropped]:
        """Return the files that should have been found and were not."""
        return [each for each in self.dropped if each.is_unresolved]

    def totals(self) -> Totals:
        """Count lines and branches of all files."""
        return totals_of(self.files.values())


def gather(
    wanted: Wanted,
    repository: Repository,
    top: Path,
    tell: Listener,
    show: Callable[[Gathered], None] = lambda _: None,
    *,
    stages: Stages | None = None,
) -> Gathered:
    """Read the wanted reports and merge what they measured.

    Args:
        wanted: What to read.
        repository: The files that a job may name.
        top: The current folder: named reports are relative to it, discovery starts there.
        tell: Who is told about the course.
        show: Gets what was gathered before it is refused for being too little: then most of all
            it matters what was left out, and why.
        stages: Is told which stage is under way.

    Raises:
        NoReportError: There is no report, or none has any coverage.
        InvalidReportError: A report that the user named cannot be read.
        NothingResolvedError: No file of the reports is in the repository, or too few are.
        ReportError: There was a warning about a report, and `wanted.strict` forbids it.
    """
    complaints = Complaints(tell)
    gathered = read(wanted, repository, top, complaints, stages)
    _merge(gathered)
    if lost := [each.path for each in gathered.unresolved()]:
        from coverup.paths.advice import advise

        gathered.advice = advise(lost, repository.index, gathered.found)
    show(gathered)
    _refuse_nothing(gathered, wanted)
    if wanted.strict and complaints.count:
        warnings = counted(complaints.count, "warning")
        hint = "mend the reports, or leave --strict out"
        raise ReportError(f"{warnings} about the reports, which --strict forbids", hint=hint)
    return gathered


def read(
    wanted: Wanted,
    repository: Repository,
    top: Path,
    tell: Listener,
    stages: Stages | None = None,
) -> Gathered:
    """Read the wanted reports, each once, but do not merge them yet.

    Raises:
        NoReportError: There is no report.
        InvalidReportError: A report that the user named cannot be read.
    """
    named = bool(wanted.reports)
    stages = stages or Stages()
    with stages.running("discovery"):
        found = find_sources(wanted, repository, top, tell)
        # Those in folders that the user named are looked into one by one, to be let go again.
        sources = [] if named else list(found)
        known = list(identified(sources or found, wanted.format_name, named=named, tell=tell))
    placer = Placer(repository, wanted.selection, wanted.keep_sources, stages=stages)
    gathered = Gathered(sources=placer.sources, found=placer.found)
    for form, source in joined(known):
        try:
            gathered.reports.append(placer.measure(form, source))
        except InvalidReportError as error:
            if named or len(known) == 1:
                raise
            tell.warn(f"{error.message}; left out")
        source.forget()
    folders = searched_folders(wanted, top)
    searched = [each for each in gathered.reports if any(map(each.folder.is_relative_to, folders))]
    for less, more in passed_over(searched):
        gathered.reports.remove(less)
        tell.info(f"{less.name} ({less.format_name}) passed over: same run as {more.name}")
    for warning in (each for report in gathered.reports for each in report.warnings):
        tell.warn(warning)
    if not (gathered.reports or named or wanted.allow_empty):
        from coverup.pipeline.nothing_found import nothing_found

        raise nothing_found(sources, wanted.format_name, top)
    return gathered


def _merge(gathered: Gathered) -> None:
    parts: defaultdict[str, list[FileCoverage]] = defaultdict(list)
    for report in gathered.reports:
        for part in report.parts:
            parts[part.path].append(part)
        gathered.dropped += report.dropped
    gathered.dropped = list(dict.fromkeys(gathered.dropped))
    gathered.files = {name: merge(parts[name]) for name in sorted(parts)}


def _refuse_nothing(gathered: Gathered, wanted: Wanted) -> None:
    unresolved = gathered.unresolved()
    if gathered.files:
        all_files = len(gathered.files) + len(unresolved)
        if len(gathered.files) * 100 < wanted.min_resolved * all_files:
            raise NothingResolvedError(
                f"only {len(gathered.files)} of {all_files} files of the reports are in this "
                f"repository, less than {wanted.min_resolved:g} %: {_first_of(unresolved)}",
                hint=f"{gathered.advice or _CHECKOUT}; --min-resolved 0 goes on all the same",
            )
    if wanted.allow_empty or any(_has_lines(file) for file in gathered.files.values()):
        return
    if gathered.dropped and not gathered.files:
        raise NothingResolvedError(
            f"no file of the reports is in this repository: {_first_of(gathered.dropped)}",
            hint=str(gathered.advice or _CHECKOUT),
        )
    raise NoReportError(
        "the reports have no coverage in them",
        hint="did the tests run? --allow-empty sends the job all the same",
    )


def _first_of(dropped: Sequence[Dropped]) -> str:
    first = f"{dropped[0].path} ({dropped[0].reason})"
    return first if len(dropped) == 1 else f"of {len(dropped)} the first is {first}"


def _has_lines(file: FileCoverage) -> bool:
    return any(hits is not None for hits in file.lines)
