"""`coverup dashboard list`: what the dashboard knows."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.cli.dashboard import _shared

if TYPE_CHECKING:
    from coverup.dashboard.client import Row


@click.command("list")
@_shared.repository
@click.option("--all", "everything", is_flag=True, help="List all repositories.")
@click.option("--author", metavar="NAME", help="List commits of this author only.")
@click.option("--full", is_flag=True, help="List earlier reports, too.")
@_shared.server
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@options.switches
@click.pass_context
def list_reports(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """List the repository's reports on the dashboard. Needs no token."""
    from coverup.dashboard.identity import known
    from coverup.dashboard.identity import parameters as wanted_of

    app = app_of(context)
    run = _shared.run_of(app, parameters)
    names = ("org_name", "repo_name")
    wanted = dict(known(run) if parameters["everything"] else wanted_of(run, *names))
    if parameters["author"]:
        wanted["commit_author"] = parameters["author"]
    with _shared.connected(app, run, parameters) as dashboard:
        rows = list(dashboard.rows(wanted, full=parameters["full"]))
    if parameters["as_json"]:
        from coverup.render import json

        app.console.document(json.to_text({"reports": [asdict(each) for each in rows]}))
        return
    for line in table(rows):
        app.console.result(line)
    if not rows:
        app.console.result("the dashboard has no report here")


def table(rows: Sequence["Row"]) -> Iterator[str]:
    """Yield the lines of a table, each column as wide as it must be."""
    cells = [
        (
            *(f"{each.org}/{each.repo}", each.branch, each.language),
            *(f"{each.percentage:6.2f} %", each.commit[:10], each.author, each.when[:10]),
        )
        for each in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()
