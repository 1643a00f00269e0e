"""`coverup html`: a report to look at."""

import sys
from pathlib import Path
from typing import Any

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.pipeline.earlier import read_earlier
from coverup.pipeline.html import measure, reads_stdin
from coverup.pipeline.wording import counted
from coverup.render import text


@click.command("html")
@options.reading
@options.paths
@options.demands
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("coverage-html"),
    metavar="DIR",
    help="Write to this folder (coverage-html).",
)
@click.option("--title", metavar="TEXT", help="The heading of the first page.")
@click.option(
    "--previous",
    "earlier",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare with what --json printed in an earlier run (repeatable, oldest first).",
)
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Write an HTML report: totals, folders, and each file with its source.

    Needs no server and no network to be looked at. Without FILE the reports are discovered. `-` is
    standard input, with --format.
    """
    from coverup.render.html import About, require, write_report

    require()
    app = app_of(context)
    run = app.run(options.settings_of(parameters))
    named = (*parameters["files"], *parameters["more_files"])
    stdin = sys.stdin.buffer.read() if reads_stdin(run, named) else None
    gathered = measure(run, named, app.console, stdin=stdin)
    about = About(
        title=parameters["title"] or f"Coverage of {run.root.name or 'this folder'}",
        branch=run.settings.text("service_branch"),
        commit=run.settings.text("commit_sha"),
        when=run.settings.text("run_at"),
        earlier=read_earlier(parameters["earlier"], app.console),
    )
    page = write_report(parameters["output"], gathered, about)
    app.console.info(f"wrote {page}")
    count = len(gathered.files)
    app.console.result(f"{counted(count, 'file')}, {text.totals(gathered.totals())}")
