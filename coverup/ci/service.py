"""What a row of the table of CI services is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from coverup.ci.env import Env
from coverup.ci.rules import Rules, first
from coverup.values import Sourced

JOB_FIELDS: Final[Mapping[str, str]] = {
    "service_number": "number",
    "service_job_id": "job_id",
    "service_job_number": "job_number",
    "service_attempt": "attempt",
    "service_branch": "branch",
    "service_build_url": "build_url",
    "service_job_url": "job_url",
    "service_pull_request": "pull_request",
    "commit_sha": "commit",
    "repo_name": "repo_name",
}
"""Fields of the job document and the columns of the table they come from."""
BASE_FIELDS: Final[Mapping[str, str]] = {"compare_ref": "base_branch", "compare_sha": "base_commit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A CI service: how to tell it, and which variables hold what Coveralls asks for.

    Of each column the first rule that finds something counts.

    Attributes:
        name: What is sent as `service_name`.
        title: What people call it.
        url: The vendor's page about these variables.
        markers: Any of these tells the service. `A & B`: both must be on. `A=b`: A must be b.
        number: The build's number, the same in all its jobs; `done` closes the build by it.
        job_id: Tells the jobs of a build apart.
        branch: The branch under test: a pull request's own, never its target; on a tag the tag.
        commit: The commit under test: a pull request's head where the service tells it.
        merge_commit: The commit variable, where it may hold a temporary merge of the pull request
            into its target, whose second parent is the head.
        base_branch: The branch that a pull request is to be merged into.
        base_commit: A commit of that branch to compare with.
        fork: The repository that a pull request comes from, when it is another one: then most
            services keep their secrets back.
        event_type: A fixed text that is sent as `service_event_type`.
        needs_flags: Parallel jobs may have the same job id: only flags tell them apart.
        mimics: Services whose variables this one sets too, to be taken for them.
        parallel: What to know about the number in a parallel build.
    """

    name: str
    title: str
    url: str
    markers: tuple[str, ...]
    number: Rules = ()
    job_id: Rules = ()
    job_number: Rules = ()
    attempt: Rules = ()
    branch: Rules = ()
    build_url: Rules = ()
    job_url: Rules = ()
    pull_request: Rules = ()
    commit: Rules = ()
    merge_commit: Rules = ()
    repo_name: Rules = ()
    base_branch: Rules = ()
    base_commit: Rules = ()
    fork: Rules = ()
    event_type: str | None = None
    needs_flags: bool = False
    mimics: tuple[str, ...] = ()
    parallel: str = ""

    def told_by(self, env: Env) -> str | None:
        """Return the variables that tell this service, as a source; None if it is not this one."""
        for marker in self.markers:
            conditions = marker.split(" & ")
            if all(_holds(condition, env) for condition in conditions):
                return " and ".join(f"${condition.partition('=')[0]}" for condition in conditions)
        return None

    def fields(self, env: Env, columns: Mapping[str, str]) -> dict[str, Sourced[str]]:
        """Return the fields that this service has a value for."""
        found = {field: first(field, getattr(self, columns[field]), env) for field in columns}
        return {field: value for field, value in found.items() if value}


def _holds(condition: str, env: Env) -> bool:
    name, equals, value = condition.partition("=")
    if equals:
        return (env.get(name) or "").lower() == value
    return env.is_on(name)
