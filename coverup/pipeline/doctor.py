"""Looking at a run without sending anything: every value, its source, and what may go wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coverup.errors import CoverupError
from coverup.pipeline.checks import Check, checks
from coverup.pipeline.gather import Gathered, read
from coverup.pipeline.identity import Run
from coverup.pipeline.inputs import Wanted
from coverup.pipeline.listener import Silence
from coverup.pipeline.same_run import Measured
from coverup.settings import DEFAULT_ENDPOINT
from coverup.values import Sourced


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report that `report` would read.

    Attributes:
        path: Where it is.
        format: Its format.
        size: Its bytes.
        files: How many of its files are in the repository.
        left_out: How many are not.
        mappings: Which folders of it stand for others of the repository, and for how many files.
    """

    path: str
    format: str
    size: int
    files: int = 0
    left_out: int = 0
    mappings: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Diagnosis:
    """What doctor found.

    Attributes:
        fields: Every setting that has a value, secrets masked.
        git: What git says; empty without a repository.
        reports: The reports that `report` would read.
        checks: What works and what does not.
    """

    fields: dict[str, Sourced[object]] = field(default_factory=dict)
    git: dict[str, object] = field(default_factory=dict)
    reports: list[FoundReport] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)


def doctor(run: Run, named: Sequence[str] = ()) -> Diagnosis:
    """Collect every value and check what an upload would need; the network is never asked.

    Raises:
        ConfigError: The configuration itself is wrong.
    """
    diagnosis = Diagnosis()
    values = dict(run.settings.values)
    values.setdefault("endpoint", Sourced(DEFAULT_ENDPOINT, "default"))
    diagnosis.fields = {name: Sourced(each.value, each.source) for name, each in values.items()}
    diagnosis.git = _git(run)
    gathered, problem = _gathered(run, named)
    diagnosis.reports = [_found(each) for each in gathered.reports]
    diagnosis.checks = [*checks(run), _reports_check(gathered, problem)]
    return diagnosis


def _git(run: Run) -> dict[str, object]:
    if run.repository is None:
        return {}
    data = run.git_data()
    return {"root": str(run.root), "shallow": run.repository.shallow, **data}


def _gathered(run: Run, named: Sequence[str]) -> tuple[Gathered, CoverupError | None]:
    """Read the reports as `report` would; return why that fails, if it does."""
    settings = run.settings
    wanted = Wanted(
        reports=tuple(named) or settings.items("reports"),
        format_name=settings.text("format"),
        selection=run.selection(),
    )
    try:
        return read(wanted, run.files(), run.top, Silence()), None
    except CoverupError as error:
        return Gathered(), error


def _found(report: Measured) -> FoundReport:
    return FoundReport(
        path=report.name,
        format=report.format_name,
        size=report.size,
        files=len({part.path for part in report.parts}),
        left_out=len(set(report.dropped)),
        mappings={str(mapping): count for mapping, count in report.mappings.most_common()},
    )


def _reports_check(gathered: Gathered, problem: CoverupError | None) -> Check:
    if problem:
        return Check("reports", "problem", problem.message, problem.hint)
    lost = {each for report in gathered.reports for each in report.dropped if each.is_unresolved}
    if not lost:
        return Check("reports", "ok", f"{len(gathered.reports)} found")
    first = min(lost, key=lambda each: each.path)
    message = f"{len(lost)} of the reports' files are not found, as {first.path} ({first.reason})"
    hint = "`coverup report --dry-run` names them, and what would place them"
    return Check("reports", "warning", message, hint)
