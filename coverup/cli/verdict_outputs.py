"""Where people look at a verdict: the terminal, files, and what the CI shows."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from os import get_terminal_size
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from coverup.cli.app import App
from coverup.errors import OutputError

if TYPE_CHECKING:
    from coverup.model import FileCoverage
    from coverup.verdict import Verdict
    from coverup.verdict.view import View

Command = TypeVar("Command", bound=Callable[..., Any])
_NO_TERMINAL: Final = 100
"""Columns where there is no terminal: the log of a CI shows so many without scrolling."""


def outputs(command: Command) -> Command:
    """Add the options about files that are written, and about notes in the diff."""
    for option in reversed(
        (
            click.option("--cobertura", metavar="FILE", help="Write all as one Cobertura report."),
            click.option("--comment", metavar="FILE", help="Write Markdown for a comment."),
            click.option("--badge", metavar="FILE", help="Write a badge, as SVG."),
            click.option(
                "--annotate", is_flag=True, help="Note changed lines that are not covered (10)."
            ),
        )
    ):
        command = option(command)
    return command


class Wishes(NamedTuple):
    """What a verdict is made into, beside what is printed.

    Attributes:
        cobertura: The file for a Cobertura report.
        comment: The file for the Markdown of a comment.
        badge: The file for a badge.
        annotate: Whether uncovered changed lines are noted in the way of the CI.
    """

    cobertura: str | None = None
    comment: str | None = None
    badge: str | None = None
    annotate: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "Wishes":
        """Take them from a command's parameters."""
        names = ("cobertura", "comment", "badge", "annotate")
        return cls(**{name: parameters[name] for name in names})


def print_verdict(app: App, verdict: "Verdict", view: "View") -> None:
    """Print a verdict as text, as wide as the terminal."""
    from coverup.render import verdict_text

    paper = verdict_text.Paper(width=_width(app), whole=app.console.verbose)
    for line in verdict_text.verdict(verdict, view, paper):
        app.console.result(line)


def markdown(verdict: "Verdict", view: "View") -> str:
    """Return a verdict as Markdown."""
    from coverup.render import verdict_markdown

    return "\n".join((*verdict_markdown.verdict(verdict, view), ""))


def spread(
    app: App, verdict: "Verdict", view: "View", wishes: Wishes, files: "Mapping[str, FileCoverage]"
) -> None:
    """Write the files that are wished for, and tell the CI.

    Raises:
        OutputError: A file cannot be written.
    """
    from coverup.render import annotations, badge, verdict_ci

    text = markdown(verdict, view)
    if wishes.cobertura:
        _write(app, wishes.cobertura, _cobertura(app, files))
    if wishes.comment:
        content = verdict_ci.comment(text).encode(errors="backslashreplace")
        _write(app, wishes.comment, content)
    if wishes.badge:
        _write(app, wishes.badge, badge.badge(verdict.totals).encode())
    verdict_ci.publish(app.console, app.env, verdict, text)
    if wishes.annotate:
        annotations.annotate(app.console, app.env, verdict)


def _cobertura(app: App, files: "Mapping[str, FileCoverage]") -> bytes:
    from datetime import UTC, datetime

    from coverup.ci import meaningful
    from coverup.render.cobertura import GITLAB_LIMIT, cobertura

    now = int(datetime.now(tz=UTC).timestamp() * 1000)
    content = cobertura(files, milliseconds=now)
    if len(content) > GITLAB_LIMIT and meaningful(app.env.get("GITLAB_CI", "")):
        app.console.warn("GitLab ignores Cobertura of more than 10 MiB: divide it over jobs")
    return content


def _write(app: App, name: str, content: bytes) -> None:
    """Write a file; it appears whole or not at all."""
    path = Path(name)
    target = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        target.write_bytes(content)
        target.replace(path)
    except OSError as error:
        with suppress(OSError):
            target.unlink()
        hint = "name a file in a folder that can be written to"
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error
    app.console.info(f"wrote {path}")


def _width(app: App) -> int:
    """Return how wide the output may be: `$COLUMNS`, or what the terminal says."""
    columns = app.env.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return get_terminal_size(app.console.out.fileno()).columns or _NO_TERMINAL
    except (OSError, ValueError):
        return _NO_TERMINAL
