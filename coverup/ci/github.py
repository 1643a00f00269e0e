"""What GitHub Actions, Gitea Actions and Forgejo Actions say only in their event file.

Which commit GITHUB_SHA is depends on the event, see
https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
"""

from dataclasses import dataclass
from typing import Final

from coverup.ci.env import Env
from coverup.ci.rules import Found
from coverup.values import Sourced

HEADS: Final = {
    "pull_request": (
        "pull_request.head.ref",
        "pull_request.head.user.login",
        "pull_request.head.repo.full_name",
    ),
    "workflow_run": (
        "workflow_run.head_branch",
        "workflow_run.head_repository.owner.login",
        "workflow_run.head_repository.full_name",
    ),
}
"""Where an event names the branch under test, its owner and its repository."""


@dataclass(frozen=True, slots=True)
class FromEvent:
    """A value of the event file, when the event is about its first part."""

    path: str

    def __call__(self, env: Env) -> Found:
        """Look the value up; warn if it is needed and the file is of no use."""
        if self.path.partition(".")[0] != subject(env):
            return None
        if env.event.problem:
            env.warn(f"{env.event.problem}; branch and commit are taken from the variables alone")
        value = env.event.text(self.path)
        return Sourced(value, f"event file: {self.path}") if value else None

    def __str__(self) -> str:
        return f"event file: {self.path}"


@dataclass(frozen=True, slots=True)
class Unmerged:
    """A variable about the pull request, unless the run is about its having been merged."""

    name: str

    def __call__(self, env: Env) -> Found:
        """Take the variable."""
        value = None if is_merged(env) else env.get(self.name)
        return Sourced(value, f"${self.name}") if value else None

    def __str__(self) -> str:
        return self.name


def subject(env: Env) -> str | None:
    """Name the part of the event file that tells what is tested; None if the variables do."""
    name = env.get("GITHUB_EVENT_NAME") or ""
    if name.startswith("pull_request"):
        return None if is_merged(env) else "pull_request"
    return name if name in {"workflow_run", "merge_group"} else None


def is_merged(env: Env) -> bool:
    """Tell whether the event is a pull request's merge: a build of the target branch.

    Its variables still name the branch that was merged, which may be gone already.
    """
    match env.get("GITHUB_EVENT_NAME"):
        case "pull_request":
            return (env.get("GITHUB_REF") or "").startswith("refs/heads/")
        case "pull_request_target":
            closed = env.event.at("action") == "closed"
            return closed and env.event.at("pull_request.merged") is True
        case _:
            return False


def fork_branch(env: Env) -> Found:
    """`octocat:main`, if a fork's branch is called like the default branch.

    Sent as `main`, a stranger's pull request would count as the state of the default branch.
    """
    paths = HEADS.get(subject(env) or "")
    if paths is None:
        return None
    branch, owner, repository = (env.event.text(path) for path in paths)
    is_fork = repository != env.get("GITHUB_REPOSITORY")
    is_default = branch == env.event.text("repository.default_branch")
    if not (branch and owner and is_fork and is_default):
        return None
    return Sourced(f"{owner}:{branch}", f"event file: {paths[0]}")


def fork_repository(env: Env) -> Found:
    """The repository of a pull request's branch, if it is a fork."""
    paths = HEADS.get(subject(env) or "")
    name = env.event.text(paths[2]) if paths else None
    if name is None or paths is None or name == env.get("GITHUB_REPOSITORY"):
        return None
    return Sourced(name, f"event file: {paths[2]}")


def run_pull_request(env: Env) -> Found:
    """The first pull request of the run that a `workflow_run` follows.

    None if that run was not started by a pull request; for forks GitHub tells no number.
    """
    cause = env.event.text("workflow_run.event") if subject(env) == "workflow_run" else None
    if not (cause or "").startswith("pull_request"):
        return None
    return FromEvent("workflow_run.pull_requests.0.number")(env)


def ref_name(env: Env) -> Found:
    """GITHUB_REF_NAME, unless it is the `42/merge` of a pull request."""
    value = env.get("GITHUB_REF_NAME")
    if value is None or (env.get("GITHUB_REF") or "").startswith("refs/pull/"):
        return None
    return Sourced(value, "$GITHUB_REF_NAME")


def pushed_commit(env: Env) -> Found:
    """GITHUB_SHA, unless it is the target branch's commit of a `pull_request_target`.

    Without the event file nothing but git can then say which commit was tested.
    """
    value = env.get("GITHUB_SHA")
    targets = env.get("GITHUB_EVENT_NAME") == "pull_request_target" and not is_merged(env)
    return Sourced(value, "$GITHUB_SHA") if value and not targets else None
