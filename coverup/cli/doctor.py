"""`coverup doctor`: every value and its source, and what may go wrong."""

from typing import Any

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.pipeline.doctor import doctor
from coverup.render import text


@click.command("doctor")
@options.reading
@options.paths
@options.server
@options.build
@options.job
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Show every value with its source, and check what an upload needs.

    Never uses the network, never shows a secret, and exits with 0 whatever it finds.
    """
    app = app_of(context)
    run = app.run(options.settings_of(parameters))
    found = doctor(run, (*parameters["files"], *parameters["more_files"]))
    if parameters["as_json"]:
        from coverup.render import json

        app.console.document(json.to_text(json.diagnosis(found)))
        return
    for line in text.diagnosis(found):
        app.console.result(line)
