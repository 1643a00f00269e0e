"""Which CI this is, and what it says about the build."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coverup.ci.env import Env
from coverup.ci.major import GITHUB
from coverup.ci.rules import first
from coverup.ci.service import BASE_FIELDS, JOB_FIELDS, Service
from coverup.ci.services import GENERIC, LOCAL, SERVICES
from coverup.ci.texts import (
    branch_name,
    commit_hash,
    meaningful,
    pull_request_number,
    truth,
    web_address,
)
from coverup.values import Sourced

__all__ = [
    "LOCAL",
    "SERVICES",
    "Detected",
    "Service",
    "branch_name",
    "commit_hash",
    "detect",
    "github_token_allowed",
    "meaningful",
    "pull_request_number",
    "truth",
    "web_address",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """What the environment says about the build. No value is ever empty.

    Attributes:
        service: The CI service, None when none was found.
        fields: Fields of the job document.
        generic: What the generic `CI_*` variables say; it ranks below `fields`.
        base: `compare_ref` and `compare_sha` of a pull request's target.
        merge_commit: Set when `commit_sha` is only a temporary merge of the pull request into its
            target: the second parent of that commit is the head of the pull request.
        fork: The fork that the pull request comes from, if it comes from one.
        warnings: What could not be read. Detection itself never fails.
        others: Names of further services whose variables are set.
    """

    service: Service | None = None
    fields: Mapping[str, Sourced[str]] = field(default_factory=dict)
    generic: Mapping[str, Sourced[str]] = field(default_factory=dict)
    base: Mapping[str, Sourced[str]] = field(default_factory=dict)
    merge_commit: str | None = None
    fork: Sourced[str] | None = None
    warnings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def detect(env: Mapping[str, str]) -> Detected:
    """Find the CI service and read its variables, and those of no other service."""
    seen = Env(env)
    present = [service for service in SERVICES if service.told_by(seen)]
    generic = {name: first(name, rules, seen) for name, rules in GENERIC.items()}
    told = {name: value for name, value in generic.items() if value}
    service = next(iter(present), LOCAL if LOCAL.told_by(seen) else None)
    if service is None:
        return Detected(generic=told)
    fields = _identity(service, seen) | service.fields(seen, JOB_FIELDS)
    return Detected(
        service=service,
        fields=fields,
        generic=told,
        base=service.fields(seen, BASE_FIELDS),
        merge_commit=_merge_commit(service, fields, seen),
        fork=first("fork", service.fork, seen),
        warnings=tuple(seen.warnings),
        others=tuple(other.name for other in present[1:] if other.name not in service.mimics),
    )


def github_token_allowed(detected: Detected) -> bool:
    """Tell whether GITHUB_TOKEN is a token for this build.

    Elsewhere it may be a personal one, and that of Gitea or Forgejo is not GitHub's.
    """
    return detected.service is GITHUB


def _identity(service: Service, env: Env) -> dict[str, Sourced[str]]:
    source = service.told_by(env) or service.title
    identity = {"service_name": Sourced(service.name, source)}
    if service.event_type:
        identity["service_event_type"] = Sourced(service.event_type, source)
    return identity


def _merge_commit(service: Service, fields: Mapping[str, Sourced[str]], env: Env) -> str | None:
    merge = first("commit_sha", service.merge_commit, env)
    return merge.value if merge and merge == fields.get("commit_sha") else None
