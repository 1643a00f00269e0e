"""`coverup sandbox`: a local Coveralls stand-in to try things on."""

from pathlib import Path

import click

from coverup.cli import options
from coverup.cli.app import app_of


@click.command("sandbox")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Listen on this port; 0 takes a free one.",
)
@click.option(
    "--store",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep builds in this SQLite file (default: in memory).",
)
@options.switches
@click.pass_context
def command(context: click.Context, port: int, store: Path | None) -> None:
    """Run a local stand-in for Coveralls.

    It has a page for each build and job, which says what was understood.
    It listens on this machine only, and takes any token.
    """
    from coverup.sandbox import Sandbox

    app = app_of(context)
    sandbox = Sandbox(port=port, store=store)
    with sandbox:
        app.console.result(f"listening on {sandbox.url} (stop it with Ctrl-C)")
        app.console.info(f"send to it with: COVERALLS_ENDPOINT={sandbox.url} coverup report")
        sandbox.serve_forever()
