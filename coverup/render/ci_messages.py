"""Warnings in the way of the CI that coverup runs in, so that nobody overlooks them."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from coverup.ci import meaningful
from coverup.render.console import Console, visible

ANNOTATE_TIMEOUT: Final = 30.0
"""Seconds that Buildkite's agent has for passing on an annotation."""
_AGENT: Final = "buildkite-agent"
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
    if meaningful(env.get("BUILDKITE", "")):
        _annotate(console, env, warned)


def _github(warned: Warned) -> Iterator[str]:
    """Yield an annotation of the workflow run.

    Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions; how
    to escape: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    title = _replaced(warned.title, {"%": "%25", ":": "%3A", ",": "%2C"})
    text = _replaced(warned.text, {"%": "%25", "\n": "%0A"})
    yield f"::warning title={title}::{text}"


def _azure(warned: Warned) -> Iterator[str]:
    """Yield an issue of the pipeline's run.

    Source: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    """
    text = f"{warned.title}: {warned.text}"
    escaped = _replaced(text, {"%": "%AZP25", "\n": "%0A", ";": "%3B", "]": "%5D"})
    yield f"##vso[task.logissue type=warning]{escaped}"


def _teamcity(warned: Warned) -> Iterator[str]:
    """Yield a line in the log, and an addition to the status of the build in all its lists.

    Source: https://www.jetbrains.com/help/teamcity/service-messages.html
    """
    text = _of_teamcity(f"{warned.title}: {warned.text}")
    yield f"##teamcity[message text='{text}' status='WARNING']"
    title = _of_teamcity(warned.title)
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


def _annotate(console: Console, env: Mapping[str, str], warned: Warned) -> None:
    """Put the warning on top of the build's page, where the agent is there to do so.

    Source: https://buildkite.com/docs/agent/cli/reference/annotate
    """
    agent = shutil.which(_AGENT, path=env.get("PATH", ""))
    if agent is None:
        return
    command = [agent, "annotate", "--style", "warning", "--context", "coverup"]
    body = f"**{warned.title}**\n\n{as_code(warned.text)}\n"
    try:
        subprocess.run(
            command,
            input=body.encode(),
            capture_output=True,
            timeout=ANNOTATE_TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        console.info(f"{_AGENT} made no annotation: {type(error).__name__}")


def as_code(text: str) -> str:
    """Return Markdown that shows a text as it is, whatever is in it."""
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _of_teamcity(text: str) -> str:
    marks = {"|": "||", "'": "|'", "\n": "|n", "[": "|[", "]": "|]"}
    return re.sub(r"[^\x00-\x7f]", _teamcity_unicode, _replaced(text, marks))


def _teamcity_unicode(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", errors="replace").hex()
    return "".join(f"|0x{units[at : at + 4]}" for at in range(0, len(units), 4))


def _replaced(text: str, marks: Mapping[str, str]) -> str:
    return "".join(marks.get(character, character) for character in text)
