"""What a report is filed under on the dashboard, and who sends it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from coverup import ci
from coverup.ci import meaningful
from coverup.errors import ConfigError, NoTokenError
from coverup.pipeline.identity import Run
from coverup.settings.dashboard_settings import LANGUAGES
from coverup.values import Secret

DEFAULT_GITHUB_API: Final = "https://api.github.com"
_FULL_SHA: Final = re.compile(r"[0-9a-f]{40}")
_REMOTE: Final = re.compile(r"[:/]([^/:]+)/([^/:]+?)(?:\.git)?/*\Z")
"""Owner and name at the end of a remote's address: `git@host:owner/name.git`, `https://...`"""
_PREFIX: Final = re.compile(r"\A(?:bearer|token)\s+", re.IGNORECASE)

Parameters = Mapping[str, str]
"""The server's parameters by its own names."""


@dataclass(frozen=True, slots=True)
class _Parameter:
    """One of the server's parameters.

    Attributes:
        what: How messages call it.
        find: Its value, if one is known.
        check: What is wrong with a value, if anything is.
        hint: How to give it.
    """

    what: str
    find: Callable[[Run], str | None]
    check: Callable[[str], str | None]
    hint: str


def parameters(run: Run, *names: str) -> Parameters:
    """Return the parameters of these names, each checked.

    The server makes folders of some of them, and does not look at what it makes them of.

    Raises:
        ConfigError: Some are not known or cannot be right; all are told at once.
    """
    found: dict[str, str] = {}
    problems: list[ConfigError] = []
    for name in names:
        each = _PARAMETERS[name]
        value = each.find(run)
        problem = "is not known" if value is None else each.check(value)
        if value is None or problem:
            problems.append(ConfigError(f"the {each.what} {problem}", hint=each.hint))
        else:
            found[name] = value
    if problems:
        raise ConfigError.of(problems)
    return found


def known(run: Run, *names: str) -> Parameters:
    """Return those of the parameters of these names that are known and can be right."""
    pairs = ((name, _PARAMETERS[name], _PARAMETERS[name].find(run)) for name in names)
    return {name: value for name, each, value in pairs if value and not each.check(value)}


def server_of(run: Run) -> str:
    """Return the address of the dashboard's API, without a slash at the end.

    Raises:
        ConfigError: None is set.
    """
    url = run.settings.text("dashboard_url")
    if url is None:
        hint = "give --url or COVERUP_DASHBOARD_URL, as https://coverage.example.com/coverages-api"
        raise ConfigError("no dashboard is set", hint=hint)
    return url


def token_of(run: Run) -> Secret:
    """Return the token as the server wants it: bare, without a word in front.

    Raises:
        NoTokenError: None is set.
    """
    found = run.settings.values.get("dashboard_token")
    if found and isinstance(found.value, Secret):
        return Secret(_PREFIX.sub("", found.value.reveal()))
    if ci.github_token_allowed(run.settings.detected):
        if token := meaningful(run.env.get("GITHUB_TOKEN", "")):
            return Secret(token)
        hint = "add `env: GITHUB_TOKEN: ${{ github.token }}` and `permissions: statuses: write`"
    else:
        hint = "set COVERUP_DASHBOARD_TOKEN to a GitHub token that may write commit statuses"
    raise NoTokenError("no token for the dashboard is set", hint=hint)


def _owner_and_name(run: Run) -> tuple[str | None, str | None]:
    """Return the two halves of the repository's name, as the CI or else git's remotes tell it."""
    told = run.settings.text("repo_name")
    if told and "/" in told:
        owner, _, name = told.rpartition("/")
        return owner, name
    remotes = run.repository.remotes() if run.repository else ()
    by_name = {each.name: each.url for each in remotes}
    found = _REMOTE.search(by_name.get("origin", next(iter(by_name.values()), "")))
    return (found[1], found[2]) if found else (None, told)


def _author(run: Run) -> str | None:
    head = run.git_data().get("head")
    name = head.get("author_name") if isinstance(head, dict) else None
    return run.settings.text("dashboard_author") or name or None


def _folder_problem(text: str) -> str | None:
    if "/" in text or "\\" in text:
        return f"is {text!r}, but must be a bare name"
    return _branch_problem(text)


def _branch_problem(text: str) -> str | None:
    if ".." in text or text == "." or not text.isprintable():
        return f"is {text!r}, of which the server would make another folder"
    return None


def _commit_problem(text: str) -> str | None:
    return None if _FULL_SHA.fullmatch(text) else f"is {text!r}, but must be all of its 40 digits"


def _language_problem(text: str) -> str | None:
    return None if text in LANGUAGES else f"is {text!r}"


def _none(_text: str) -> None:
    return None


_PARAMETERS: Final[Mapping[str, _Parameter]] = {
    "org_name": _Parameter(
        "repository's owner",
        lambda run: run.settings.text("dashboard_org") or _owner_and_name(run)[0],
        _folder_problem,
        "give it with --org",
    ),
    "repo_name": _Parameter(
        "repository's name",
        lambda run: run.settings.text("dashboard_repo") or _owner_and_name(run)[1],
        _folder_problem,
        "give it with --repo, without the owner",
    ),
    "branch_name": _Parameter(
        "branch",
        lambda run: run.settings.text("service_branch"),
        _branch_problem,
        "give it with --branch",
    ),
    "commit_hash": _Parameter(
        "commit",
        lambda run: run.settings.text("commit_sha"),
        _commit_problem,
        "give it with --commit",
    ),
    "commit_author": _Parameter("commit's author", _author, _none, "give it with --author"),
    "github_api_url": _Parameter(
        "address of GitHub's API",
        lambda run: run.settings.text("dashboard_github_api") or DEFAULT_GITHUB_API,
        _none,
        "give it with --github-api",
    ),
    "language": _Parameter(
        "language",
        lambda run: run.settings.text("dashboard_language"),
        _language_problem,
        f"give --language {'|'.join(LANGUAGES)}: a label only, take the nearest",
    ),
}
