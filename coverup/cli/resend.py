"""`coverup resend`: deliver what an earlier run could not."""

from pathlib import Path
from typing import Any

import click

from coverup.cli import options
from coverup.cli.app import App, app_of
from coverup.errors import CoverupError
from coverup.pipeline.resend import Outcome, resend


@click.command("resend")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@options.server
@options.outages
@click.option("--max-size", metavar="SIZE", help="Warn of a larger job (20MB).")
@click.option("--dry-run", is_flag=True, help="List the jobs, send nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Deliver jobs that an earlier run could not, oldest first.

    Without FILE everything in the spool; FILE may also be a job that `report -o FILE` wrote. What
    is delivered goes out of the spool, what fails again stays.
    """
    app = app_of(context)
    outcome = Outcome(dry_run=parameters["dry_run"])
    try:
        run = app.run(options.settings_of(parameters))
        http = app.http(
            run.settings, allow_http=parameters["allow_http"], ca_bundle=parameters["ca_bundle"]
        )
        try:
            resend(run, parameters["files"], http, app.console, outcome)
        finally:
            http.close()
    except CoverupError as error:
        outcome.error = error
        raise
    finally:
        _print(app, outcome, as_json=parameters["as_json"])


def _print(app: App, outcome: Outcome, *, as_json: bool) -> None:
    from coverup.render import json, resend

    app.console.outcome = resend.outcome(outcome)
    if as_json:
        app.console.document(json.to_text(app.console.outcome))
    elif outcome.jobs or outcome.error is None:
        for line in resend.lines(outcome):
            app.console.result(line)
