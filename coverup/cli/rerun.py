"""`coverup rerun`: have a build calculated again."""

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.errors import CoverupError
from coverup.pipeline.rerun import rerun

if TYPE_CHECKING:
    from coverup.coveralls.answers import Said


@click.command("rerun")
@options.server
@options.build
@options.outages
@click.option("--dry-run", is_flag=True, help="Do everything but send.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Ask Coveralls to calculate a build again from the jobs that it has.

    Needs no checkout and adds nothing to the build.
    """
    app = app_of(context)
    said: Said | None = None
    status, failure = "failed", None
    try:
        run = app.run(options.settings_of(parameters), use_git=False)
        trusted = {name: parameters[name] for name in ("allow_http", "ca_bundle")}
        with closing(app.http(run.settings, **trusted)) as http:
            said = rerun(run, http, app.console, dry_run=parameters["dry_run"])
        status = "sent" if said else "dry-run"
    except CoverupError as error:
        failure = error
        raise
    finally:
        from coverup.render import json

        message, url = (said.message, said.url) if said else (None, None)
        app.console.outcome = json.done(status, message, url, failure)
        if parameters["as_json"]:
            app.console.document(json.to_text(app.console.outcome))
    if not parameters["as_json"]:
        if said is None:
            app.console.result("dry run: nothing was sent")
            return
        app.console.result(said.message or "the build is being calculated again")
        if said.url:
            app.console.result(said.url)
