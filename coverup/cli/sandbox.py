"""`coverup sandbox`: a local Coveralls stand-in to try things on."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coverup.cli import options
from coverup.cli.app import app_of

if TYPE_CHECKING:
    from coverup.sandbox.fault_plan import Plan


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
@click.option(
    "--fault",
    metavar="PLAN",
    help="Misbehave, request by request: 503,503,ok or delay=2 or cut (see the documentation).",
)
@options.switches
@click.pass_context
def command(context: click.Context, port: int, store: Path | None, fault: str | None) -> None:
    """Run a local stand-in for Coveralls.

    It has a page for each build and job, which says what was understood.
    It listens on this machine only, and takes any token.
    """
    from coverup.sandbox import Sandbox

    app = app_of(context)
    sandbox = Sandbox(port=port, store=store, faults=_plan(fault) if fault is not None else None)
    with sandbox:
        app.console.result(f"listening on {sandbox.url} (stop it with Ctrl-C)")
        app.console.info(f"send to it with: COVERALLS_ENDPOINT={sandbox.url} coverup report")
        sandbox.serve_forever()


def _plan(text: str) -> "Plan":
    from coverup.sandbox.fault_plan import Plan

    try:
        return Plan.parse(text)
    except ValueError as unknown:
        raise click.BadParameter(str(unknown), param_hint="--fault") from unknown
