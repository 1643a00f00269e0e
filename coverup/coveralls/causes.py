"""Why Coveralls says something: the cause, the settings concerned, and what to type."""

from dataclasses import dataclass
from typing import Final

from coverup.http import origin
from coverup.settings import Settings
from coverup.settings.token import is_github_token

_ADDRESSES: Final = ("endpoint", "proxy")


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a server says something, and what helps.

    Attributes:
        why: The cause.
        action: What the user can type.
        settings: The settings concerned; they are told with their values and sources.
    """

    why: str
    action: str
    settings: tuple[str, ...] = ()

    def hint(self, settings: Settings) -> str:
        """Return all of it in one sentence."""
        concerned = ", ".join(told(settings, name) for name in self.settings)
        return f"{self.why}{f' ({concerned})' if concerned else ''}: {self.action}"


def told(settings: Settings, name: str) -> str:
    """Return a setting with its value and source; tokens and logins are left out."""
    found = settings.values.get(name)
    if found is None:
        return f"{name} unset"
    if name == "repo_token":
        return f"{name} from {found.source}"
    value = origin(str(found.value)) if name in _ADDRESSES else found.value
    return f"{name} {value} from {found.source}"


def no_repository(settings: Settings) -> Cause:
    """Return why no repository goes with the token: it is the wrong one, or of the wrong kind."""
    is_github = settings.text("service_name") == "github"
    of_github = _is_of_github(settings)
    concerned = ("repo_token", "service_name")
    if of_github and not is_github:
        action = "add --service-name github, or set COVERALLS_REPO_TOKEN to the repository's token"
        return Cause("a GITHUB_TOKEN goes with the service name github only", action, concerned)
    if is_github and not of_github:
        action = "pass that, or add --service-name github-actions"
        return Cause("the service name github goes with a GITHUB_TOKEN", action, concerned)
    return _unknown_to_coveralls(settings, of_github=of_github)


def _is_of_github(settings: Settings) -> bool:
    found = settings.values.get("repo_token")
    if found is None or settings.token is None:
        return False
    return found.source == "$GITHUB_TOKEN" or is_github_token(settings.token)


def _unknown_to_coveralls(settings: Settings, *, of_github: bool) -> Cause:
    server = origin(settings.endpoint)
    if not of_github:
        why = f"the token is not the one of a repository on {server}"
        action = "copy the token from the repository's page there to COVERALLS_REPO_TOKEN"
        return Cause(why, action, ("repo_token", "service_name"))
    concerned = ("repo_name", "service_job_id", "repo_token")
    if settings.text("repo_name") is None:
        why = "with a GITHUB_TOKEN the repository is found by its name"
        return Cause(why, "set COVERALLS_REPO_NAME=owner/name", concerned)
    if settings.text("service_job_id") is None:
        why = "with a GITHUB_TOKEN the job must have an id"
        return Cause(why, "add --service-job-id ID", concerned)
    why = f"{server} does not know the repository, or could not ask GitHub about it"
    action = "add the repository there; if it is, run this again when GitHub has no outage"
    return Cause(why, action, concerned)


def closed(settings: Settings) -> Cause:
    """Return why a build was closed before a job came."""
    concerned = ("service_number", "service_attempt", "parallel")
    if not settings.flag("parallel"):
        why = "without --parallel a build is closed by its first job"
        action = (
            "use --parallel in every job and run `coverup done` last; a build that is run again "
            "needs a number of its own (--build-number), or choose with --on-closed"
        )
        return Cause(why, action, concerned)
    why = "`coverup done` came before this job, or the CI ran this build again"
    action = (
        "run `coverup done` after the last job; in a build that is run again, give every job and "
        "`done` the same new --attempt or --build-number, or choose with --on-closed"
    )
    return Cause(why, action, concerned)
