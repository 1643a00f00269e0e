"""Options about what a measurement must come to, and what it is compared with."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def totals(command: Command) -> Command:
    """Add the gates for all files that `--wait` has too."""
    return click.option("--fail-under", metavar="PERCENT", help="Fail below this coverage.")(
        click.option("--max-drop", metavar="PERCENT", help="Fail if coverage falls by more.")(
            command
        )
    )


def further(command: Command) -> Command:
    """Add the gates that Coveralls has not, so that they are judged here."""
    added = (
        click.option(
            "--fail-under-branches", metavar="PERCENT", help="Fail below this share of branches."
        ),
        click.option(
            "--fail-under-patch", metavar="PERCENT", help="Fail below this share of changed lines."
        ),
        click.option(
            "--threshold",
            "thresholds",
            multiple=True,
            metavar="GLOB=PERCENT",
            help="Fail if these files have less (repeatable).",
        ),
        click.option(
            "--flag-threshold",
            "flag_thresholds",
            multiple=True,
            metavar="FLAG=PERCENT",
            help="Fail if this flag has less (repeatable).",
        ),
        click.option("--base", metavar="REF", help="Find changed lines against this branch."),
        click.option(
            "--diff",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Take changed lines from this unified diff.",
        ),
        click.option(
            "--previous",
            metavar="FILE",
            help="Compare with this JSON of an earlier check, or with `coveralls`.",
        ),
    )
    for option in reversed(added):
        command = option(command)
    return command
