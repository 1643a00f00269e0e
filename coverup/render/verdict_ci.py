"""What the CI is told of a verdict, each in its own way: outputs, a summary, statistics.

- GitHub Actions, and those that do as it does: a step's outputs and the job's summary.
- GitLab: the line that its `coverage` keyword reads.
- Azure Pipelines: output variables and a summary.
- TeamCity: statistics, and the share in the build's status.
- Buildkite: an annotation.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from coverup.ci import meaningful
from coverup.model import Totals
from coverup.render import buildkite
from coverup.render.console import Console
from coverup.render.escapes import of_azure, of_teamcity
from coverup.render.verdict_words import NONE, percent_text, signed
from coverup.verdict import Verdict

MARKER: Final = "<!-- coverup -->"
"""Begins a comment, so that the next one can take its place."""
COMMENT_LIMIT: Final = 65_536
"""Characters that GitHub takes in a comment; other forges take more."""
SUMMARY_LIMIT: Final = 1024 * 1024
"""Bytes that GitHub takes of a step's summary.

Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""
_SUMMARY: Final = "coverup-summary.md"
_FOLDED: Final = "\n\n</details>"
_ENDING: Final = "\n\nThe rest is too long for this place; `coverup check` prints it.\n"


def publish(console: Console, env: Mapping[str, str], verdict: Verdict, markdown: str) -> None:
    """Tell the CI that coverup runs in; elsewhere nothing happens.

    Args:
        console: Where commands go; knows what must be masked.
        env: The environment.
        verdict: What was found.
        markdown: The same for people, as `--format markdown` prints it.
    """
    values = outputs(verdict)
    lines = "".join(f"{name}={value}\n" for name, value in values.items())
    _append(console, env, "GITHUB_OUTPUT", lines)
    _append(console, env, "GITHUB_STEP_SUMMARY", shortened(markdown, SUMMARY_LIMIT))
    if meaningful(env.get("GITLAB_CI", "")) and verdict.totals.lines:
        console.command(coverage_line(verdict.totals))
    if meaningful(env.get("TEAMCITY_VERSION", "")):
        for line in _teamcity(verdict.totals):
            console.command(line)
    if meaningful(env.get("TF_BUILD", "")):
        _tell_azure(console, env, values, markdown)
    style: buildkite.Style = "error" if verdict.failures else "success"
    body = shortened(markdown, buildkite.LIMIT)
    buildkite.annotate(console, env, style, "coverup-check", body)


def outputs(verdict: Verdict) -> dict[str, str]:
    """Return the main values by the names of a step's outputs, those that there are."""
    previous, patch = verdict.previous, verdict.patch
    change = previous.change(verdict.totals) if previous else None
    found = {
        "percent": percent_text(verdict.totals),
        "branches-percent": percent_text(verdict.totals, "branch"),
        "patch-percent": percent_text(patch.totals) if patch else NONE,
        "change": NONE if change is None else signed(float(change)) if change else "0.00",
        "gates": "failed" if verdict.failures else "passed",
    }
    return {name: value for name, value in found.items() if value != NONE}


def coverage_line(totals: Totals) -> str:
    r"""Return the line for GitLab's `coverage: '/Coverage: (\d+\.\d+) %/'`."""
    return f"Coverage: {percent_text(totals)} %"


def comment(markdown: str) -> str:
    """Return the Markdown of a comment on a pull or merge request."""
    return f"{MARKER}\n{shortened(markdown, COMMENT_LIMIT - len(MARKER) - 1)}"


def shortened(markdown: str, limit: int) -> str:
    """Return as many lines as fit a limit, and say so.

    Args:
        markdown: The text.
        limit: Bytes in UTF-8.
    """
    if len(markdown.encode(errors="backslashreplace")) <= limit:
        return markdown
    room = limit - len(_ENDING) - len(_FOLDED)
    kept = markdown.encode(errors="backslashreplace")[:room].decode(errors="ignore")
    kept = kept.rpartition("\n")[0]
    is_folded = kept.count("<details>") > kept.count("</details>")
    return kept + (_FOLDED if is_folded else "") + _ENDING


def _teamcity(totals: Totals) -> Iterator[str]:
    """Yield counts, from which TeamCity itself makes percentages and charts.

    Source: https://www.jetbrains.com/help/teamcity/custom-chart.html
    """
    counts = {
        "CodeCoverageAbsLCovered": totals.covered_lines,
        "CodeCoverageAbsLTotal": totals.lines,
    }
    if totals.branches:
        counts["CodeCoverageAbsRCovered"] = totals.covered_branches
        counts["CodeCoverageAbsRTotal"] = totals.branches
    for key, count in counts.items():
        yield f"##teamcity[buildStatisticValue key='{key}' value='{count}']"
    if totals.lines:
        shown = of_teamcity(f"coverage {percent_text(totals)} %")
        yield f"##teamcity[buildStatus text='{{build.status.text}}; {shown}']"


def _tell_azure(
    console: Console, env: Mapping[str, str], values: Mapping[str, str], markdown: str
) -> None:
    """Set output variables, and attach a summary to the run.

    Source: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    """
    for name, value in values.items():
        variable = f"coverup.{name.replace('-', '_')}"
        console.command(f"##vso[task.setvariable variable={variable};isOutput=true]{value}")
    folder = meaningful(env.get("AGENT_TEMPDIRECTORY", ""))
    if folder is None:
        return
    # The agent reads the file at the end of the job, so it stays.
    path = Path(folder) / _SUMMARY
    if _written(console, path, markdown, "w"):
        console.command(f"##vso[task.uploadsummary]{of_azure(str(path))}")


def _append(console: Console, env: Mapping[str, str], variable: str, text: str) -> None:
    name = meaningful(env.get(variable, ""))
    if name is not None:
        _written(console, Path(name), text, "a")


def _written(console: Console, path: Path, text: str, mode: str) -> bool:
    try:
        with path.open(mode, encoding="utf-8", errors="backslashreplace") as file:
            file.write(console.masked(text))
    except OSError as error:
        # In a container the variable may be there, and the runner's folder not.
        console.detail(f"{path} cannot be written to: {error.strerror}")
        return False
    return True
