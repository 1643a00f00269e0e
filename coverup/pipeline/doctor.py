"""Looking at a run without sending anything: every value, its source, and what may go wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from coverup import formats
from coverup.discover import discover
from coverup.errors import InvalidReportError
from coverup.formats.source import Source
from coverup.pipeline.checks import Check, checks
from coverup.pipeline.identity import Run
from coverup.settings import DEFAULT_ENDPOINT
from coverup.values import Sourced


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report that discovery found; nothing of it is read but its start."""

    path: str
    format: str
    size: int


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
    diagnosis.reports = list(_reports(run, named))
    diagnosis.checks = [
        *checks(run),
        _reports_check(diagnosis.reports),
    ]
    return diagnosis


def _git(run: Run) -> dict[str, object]:
    if run.repository is None:
        return {}
    data = run.git_data()
    return {"root": str(run.root), "shallow": run.repository.shallow, **data}


def _reports(run: Run, named: Sequence[str]) -> Iterator[FoundReport]:
    paths = [run.top / each for each in named] if named else discover(run.top)
    for path in paths:
        shown = str(path.relative_to(run.top)) if path.is_relative_to(run.top) else str(path)
        source = Source(path, shown, run.root)
        try:
            yield FoundReport(shown, formats.identify(source).NAME, path.stat().st_size)
        except InvalidReportError:
            continue


def _reports_check(reports: Sequence[FoundReport]) -> Check:
    if not reports:
        hint = "name it: coverup report path/to/lcov.info"
        return Check("reports", "problem", "no coverage report was found here", hint)
    return Check("reports", "ok", f"{len(reports)} found")
