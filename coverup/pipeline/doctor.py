"""Looking at a run without sending anything: every value, its source, and what may go wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from coverup import formats
from coverup.discover import discover
from coverup.errors import InvalidReportError
from coverup.formats.source import Source
from coverup.pipeline.identity import Run
from coverup.settings import DEFAULT_ENDPOINT
from coverup.values import Sourced

CheckStatus = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What it is about.
        status: Whether the upload will work.
        message: What was found.
        hint: What to type about it.
    """

    name: str
    status: CheckStatus
    message: str
    hint: str | None = None


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
        _token_check(run),
        _service_check(run),
        _build_check(run),
        _git_check(run),
        _reports_check(diagnosis.reports),
        *(Check("configuration", "warning", warning) for warning in run.settings.warnings),
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


def _token_check(run: Run) -> Check:
    token = run.settings.values.get("repo_token")
    if token is not None:
        return Check("token", "ok", f"a token is set, from {token.source}")
    hint = run.settings.token_hint()
    return Check("token", "problem", "no token is set: the upload would be refused", hint)


def _service_check(run: Run) -> Check:
    detected = run.settings.detected
    if detected.others and detected.service:
        others = ", ".join(detected.others)
        message = f"{detected.service.title} was detected; variables of {others} are set too"
        return Check("ci", "warning", message, "override single values with COVERALLS_*")
    if detected.service is None:
        return Check("ci", "warning", "no CI service was detected", "set COVERALLS_SERVICE_NAME")
    return Check("ci", "ok", f"{detected.service.title} was detected")


def _build_check(run: Run) -> Check:
    settings = run.settings
    number = settings.values.get("service_number")
    if number is not None:
        return Check("build number", "ok", f"the build is {number.value}, from {number.source}")
    status: CheckStatus = "problem" if settings.flag("parallel") else "warning"
    hint = "set COVERALLS_SERVICE_NUMBER to the same value in all jobs and in `coverup done`"
    return Check("build number", status, "no build number: jobs cannot be joined", hint)


def _git_check(run: Run) -> Check:
    if run.repository is None:
        hint = "run it in the checkout, or set COVERALLS_GIT_COMMIT and COVERALLS_GIT_BRANCH"
        return Check("git", "warning", f"{run.top} is in no git repository", hint)
    sha = run.settings.text("commit_sha")
    if sha and run.repository.commit(sha) is None:
        message = f"commit {sha} is not in this clone: its author and message stay unknown"
        return Check("git", "warning", message, f"git fetch --depth=1 origin {sha}")
    if run.settings.text("service_branch") is None:
        return Check("git", "warning", "the branch is not known", "set COVERALLS_GIT_BRANCH")
    return Check("git", "ok", f"commit {sha} on {run.settings.text('service_branch')}")


def _reports_check(reports: Sequence[FoundReport]) -> Check:
    if not reports:
        hint = "name it: coverup report path/to/lcov.info"
        return Check("reports", "problem", "no coverage report was found here", hint)
    return Check("reports", "ok", f"{len(reports)} found")


def has_problem(diagnosis: Diagnosis) -> bool:
    """Tell whether an upload would fail for sure."""
    return any(check.status == "problem" for check in diagnosis.checks)
