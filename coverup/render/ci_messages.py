"""Warnings in the way of the CI that coverup runs in, so that nobody overlooks them."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from coverup.ci import meaningful
from coverup.render import buildkite
from coverup.render.console import Console, visible
from coverup.render.escapes import of_azure, of_github, of_github_property, of_teamcity

_BOLD_YELLOW: Final = "\x1b[1;33m"
_RESET: Final = "\x1b[0m"
_TO_LINE_START: Final = "\x1b[0K"


@dataclass(frozen=True, slots=True)
class Warned:
    """What a CI is told: masked, and without control characters but line ends.

    Attributes:
        title: What happened.
        text: More of it; it may have several lines.
        now: Seconds since 1970.
    """

    title: str
    text: str
    now: int


def warn(
    console: Console,
    env: Mapping[str, str],
    title: str,
    text: str,
    clock: Callable[[], float] = time.time,
) -> None:
    """Warn in the way of the CI, if it has one."""
    warned = Warned(title, visible(console.masked(text)), int(clock()))
    for marker, commands in _WAYS.items():
        if meaningful(env.get(marker, "")):
            for line in commands(warned):
                console.command(line)
    body = f"**{warned.title}**\n\n{as_code(warned.text)}\n"
    buildkite.annotate(console, env, "warning", "coverup", body)


def _github(warned: Warned) -> Iterator[str]:
    """Yield an annotation of the workflow run.

    Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    yield f"::warning title={of_github_property(warned.title)}::{of_github(warned.text)}"


def _azure(warned: Warned) -> Iterator[str]:
    """Yield an issue of the pipeline's run.

    Source: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    """
    yield f"##vso[task.logissue type=warning]{of_azure(f'{warned.title}: {warned.text}')}"


def _teamcity(warned: Warned) -> Iterator[str]:
    """Yield a line in the log, and an addition to the status of the build in all its lists.

    Source: https://www.jetbrains.com/help/teamcity/service-messages.html
    """
    text = of_teamcity(f"{warned.title}: {warned.text}")
    yield f"##teamcity[message text='{text}' status='WARNING']"
    title = of_teamcity(warned.title)
    yield f"##teamcity[buildStatus text='{{build.status.text}}; {title}']"


def _gitlab(warned: Warned) -> Iterator[str]:
    """Yield a section of the job's log, which stays open.

    Source: https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections
    """
    name = f"{warned.now}:coverup_warning"
    title = f"{_BOLD_YELLOW}{warned.title}{_RESET}"
    yield f"{_TO_LINE_START}section_start:{name}\r{_TO_LINE_START}{title}"
    yield warned.text
    yield f"{_TO_LINE_START}section_end:{name}\r{_TO_LINE_START}"


def _buildkite(warned: Warned) -> Iterator[str]:
    """Yield a group of the log, which is open.

    Source: https://buildkite.com/docs/pipelines/configure/managing-log-output
    """
    yield f"+++ :warning: {warned.title}"
    yield warned.text


_WAYS: Final[Mapping[str, Callable[[Warned], Iterator[str]]]] = {
    "GITHUB_ACTIONS": _github,
    "TF_BUILD": _azure,
    "TEAMCITY_VERSION": _teamcity,
    "GITLAB_CI": _gitlab,
    "BUILDKITE": _buildkite,
}
"""By the variable that each of them sets."""


def as_code(text: str) -> str:
    """Return Markdown that shows a text as it is, whatever is in it."""
    return "\n".join(f"    {line}" for line in text.split("\n"))
