"""`coverup dashboard badge`: the badge of a branch."""

from pathlib import Path
from typing import Any

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.cli.dashboard import _shared
from coverup.errors import OutputError


@click.command("badge")
@_shared.report
@_shared.repository
@_shared.server
@click.option("--markdown", is_flag=True, help="Print Markdown that shows it and links the report.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the SVG here.",
)
@options.switches
@click.pass_context
def badge(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Print the address of a branch's badge, once the dashboard has shown that it has one.

    Needs no token.
    """
    from coverup.dashboard.identity import parameters as wanted_of

    app = app_of(context)
    run = _shared.run_of(app, parameters)
    wanted = wanted_of(run, "org_name", "repo_name", "branch_name", "language")
    with _shared.connected(app, run, parameters) as dashboard:
        svg = dashboard.badge(wanted)
    if parameters["output"]:
        _write(parameters["output"], svg)
    address, report = dashboard.badge_url(wanted), dashboard.report_url(wanted)
    markdown = f"[![coverage of {wanted['branch_name']}]({address})]({report})"
    app.console.result(markdown if parameters["markdown"] else address)


def _write(path: Path, svg: bytes) -> None:
    try:
        path.write_bytes(svg)
    except OSError as error:
        hint = "name a file that can be written with -o"
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error
