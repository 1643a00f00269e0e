"""What may go wrong with a run, each with one line on what to type.

`doctor` shows all of it; `report` and `done` warn of what matters to an upload.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from coverup.ci import meaningful
from coverup.pipeline.identity import Run
from coverup.settings.setting import COMPARE_AUTO
from coverup.settings.table import SETTINGS
from coverup.settings.token import is_github_token

CheckStatus = Literal["ok", "warning", "problem"]
OTHERS_SHOWN: Final = 3


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


Found = Iterator[Check]


def checks(run: Run) -> Found:
    """Yield every check; the network is never asked."""
    for look in CHECKS:
        yield from look(run)


def upload_warnings(run: Run, *, closes_build: bool = False) -> Iterator[str]:
    """Yield what `report`, or `done` when it closes a build, should warn of; a line each."""
    for look in SERVER_CHECKS if closes_build else (*SERVER_CHECKS, *JOB_CHECKS):
        for check in look(run):
            if check.status != "ok":
                yield f"{check.message}; {check.hint}" if check.hint else check.message


def _token(run: Run) -> Found:
    token = run.settings.values.get("repo_token")
    if token is not None:
        yield Check("token", "ok", f"a token is set, from {token.source}")
        return
    advice = run.settings.token_advice
    yield Check("token", "problem", advice.reason, advice.hint)


def _token_kind(run: Run) -> Found:
    token, service = run.settings.token, run.settings.text("service_name")
    if token is None:
        return
    if is_github_token(token) and service != "github":
        message = f"the token is one of GitHub's, but the service name is {service!r}"
        hint = "a GITHUB_TOKEN goes with --service-name github; else set COVERALLS_REPO_TOKEN"
        yield Check("token kind", "warning", message, hint)
    elif service == "github" and not is_github_token(token):
        message = "service name 'github' goes with a GITHUB_TOKEN, which this token is not"
        hint = "pass GITHUB_TOKEN, or add --service-name github-actions if Coveralls refuses it"
        yield Check("token kind", "warning", message, hint)


def _service(run: Run) -> Found:
    detected = run.settings.detected
    if detected.service is None:
        hint = "set COVERALLS_SERVICE_NAME, and CI_* or COVERALLS_* for the build"
        yield Check("ci", "warning", "no CI service was detected", hint)
        return
    yield Check("ci", "ok", f"{detected.service.title} was detected")


def _several_services(run: Run) -> Found:
    detected = run.settings.detected
    if detected.others and detected.service:
        others = ", ".join(detected.others[:OTHERS_SHOWN])
        message = f"{detected.service.title} was detected, but variables of {others} are set too"
        hint = "override single values with COVERALLS_*, or unset the other's variables"
        yield Check("several ci services", "warning", message, hint)


def _ci_values(run: Run) -> Found:
    for warning in run.settings.warnings:
        yield Check("configuration", "warning", warning)


def _unexpanded(run: Run) -> Found:
    for variable in (name for setting in SETTINGS for name in setting.env):
        value = run.env.get(variable, "").strip()
        if value and meaningful(value) is None:
            message = f"{variable} is an unexpanded macro and counts as unset"
            hint = f"define what {variable} refers to, or leave it out"
            yield Check("unexpanded macro", "warning", message, hint)


def _build_number(run: Run) -> Found:
    settings = run.settings
    number = settings.values.get("service_number")
    if number is not None:
        yield Check("build number", "ok", f"the build is {number.value}, from {number.source}")
        return
    hint = "set COVERALLS_SERVICE_NUMBER to the same value in all jobs and in `coverup done`"
    if settings.flag("parallel"):
        message = "a parallel job without a build number cannot be joined with the others"
        yield Check("build number", "problem", message, hint)
    else:
        yield Check("build number", "ok", "no build number: Coveralls counts by itself")


def _flag(run: Run) -> Found:
    settings = run.settings
    service = settings.detected.service
    if settings.flag("parallel") and service and service.needs_flags:
        if settings.text("flag_name") is None:
            message = f"parallel jobs of {service.title} may replace each other without a flag"
            hint = "give each job its own: --job-flag NAME or COVERALLS_FLAG_NAME"
            yield Check("flag", "warning", message, hint)
        else:
            yield Check("flag", "ok", f"the job's flag is {settings.text('flag_name')}")


def _commit(run: Run) -> Found:
    repository, sha = run.repository, run.settings.text("commit_sha")
    if repository is None:
        hint = "run it in the checkout, or set COVERALLS_GIT_COMMIT and COVERALLS_GIT_BRANCH"
        yield Check("git", "warning", f"{run.top} is in no git repository", hint)
        return
    head = repository.head()
    if sha is None or head is None:
        yield Check("git", "warning", "the repository has no commit yet", "commit first")
    elif head.id != sha and sha not in head.parents:
        message = f"checked out is {head.id[:12]}, but the job is about {sha[:12]}"
        hint = f"check out {sha[:12]}, or set COVERALLS_GIT_COMMIT={head.id}"
        yield Check("git", "warning", message, hint)
    else:
        yield Check("git", "ok", f"the job is about commit {sha}")


def _branch(run: Run) -> Found:
    branch = run.settings.values.get("service_branch")
    if branch is None:
        yield Check("branch", "warning", "the branch is not known", "set COVERALLS_GIT_BRANCH")
    else:
        yield Check("branch", "ok", f"the branch is {branch.value}, from {branch.source}")


def _shallow(run: Run) -> Found:
    repository, sha = run.repository, run.settings.text("commit_sha")
    if repository is None or not repository.shallow:
        return
    if sha and repository.commit(sha) is None:
        message = f"shallow clone without commit {sha[:12]}: its author and message are not sent"
        hint = f"git fetch --depth=1 origin {sha}"
        yield Check("shallow clone", "warning", message, hint)
    else:
        yield Check("shallow clone", "ok", "the clone is shallow, which is enough for an upload")


def _ownership(run: Run) -> Found:
    if run.repository is None or not hasattr(os, "geteuid"):
        return
    if run.root.stat().st_uid != os.geteuid():
        message = "the checkout belongs to another user: git refuses it, coverup reads it"
        hint = f"git config --global --add safe.directory {run.root}"
        yield Check("ownership", "warning", message, hint)


def _compare(run: Run) -> Found:
    base = run.settings.detected.base.get("compare_ref")
    if base and run.settings.text("compare") != COMPARE_AUTO:
        message = f"the pull request's base is {base.value}; it is sent with --compare auto"
        yield Check("compare", "ok", message)


Look = Callable[[Run], Found]

CHECKS: Final[tuple[Look, ...]] = (
    _token,
    _token_kind,
    _service,
    _several_services,
    _ci_values,
    _unexpanded,
    _build_number,
    _flag,
    _commit,
    _branch,
    _shallow,
    _ownership,
    _compare,
)
"""All of them, in the order in which doctor shows them."""
SERVER_CHECKS: Final[tuple[Look, ...]] = (_token_kind, _several_services, _ci_values, _unexpanded)
"""Those that `report` and `done` warn of; the rest are errors there, or no matter."""
JOB_CHECKS: Final[tuple[Look, ...]] = (_build_number, _flag, _commit, _shallow)
"""Those that `report` warns of, too; `done` has no checkout and is no job."""
