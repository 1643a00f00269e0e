"""Annotations of a build on Buildkite, which its agent makes.

Source: https://buildkite.com/docs/agent/cli/reference/annotate
"""

from collections.abc import Mapping
from typing import Final, Literal

from coverup.ci import meaningful
from coverup.render.console import Console

TIMEOUT: Final = 30.0
"""Seconds that the agent has."""
LIMIT: Final = 1024 * 1024
"""Bytes that an annotation may have."""
_AGENT: Final = "buildkite-agent"

Style = Literal["success", "info", "warning", "error"]


def annotate(
    console: Console, env: Mapping[str, str], style: Style, context: str, body: str
) -> None:
    """Put Markdown on top of the build's page, if this is Buildkite and the agent is there.

    Args:
        console: Knows what must be masked, and is told if the agent fails.
        env: The environment.
        style: How it looks.
        context: Its name: an annotation takes the place of an earlier one of the same name.
        body: The Markdown.
    """
    if meaningful(env.get("BUILDKITE", "")) is None:
        return
    import shutil
    import subprocess

    agent = shutil.which(_AGENT, path=env.get("PATH", ""))
    if agent is None:
        return
    try:
        subprocess.run(
            [agent, "annotate", "--style", style, "--context", context],
            input=console.masked(body).encode(errors="backslashreplace"),
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        console.info(f"{_AGENT} made no annotation: {type(error).__name__}")
