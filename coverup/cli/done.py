"""`coverup done`: close a parallel build."""

from typing import TYPE_CHECKING, Any

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.errors import CoverupError
from coverup.pipeline.done import done

if TYPE_CHECKING:
    from coverup.coveralls.answers import Said


@click.command("done")
@click.option("--carryforward", metavar="FLAGS", help="Flags whose last coverage stands in.")
@options.server
@options.build
@click.option("--dry-run", is_flag=True, help="Do everything but send.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Close a parallel build: all of its jobs have been sent.

    Needs no checkout: the build number comes from the CI, as in `coverup report`.
    """
    app = app_of(context)
    said: Said | None = None
    status, failure = "failed", None
    http = app.http(allow_http=parameters["allow_http"], ca_bundle=parameters["ca_bundle"])
    try:
        run = app.run(options.settings_of(parameters), use_git=False)
        said = done(run, http, app.console, dry_run=parameters["dry_run"])
        status = "sent" if said else "dry-run"
    except CoverupError as error:
        failure = error
        raise
    finally:
        http.close()
        if parameters["as_json"]:
            from coverup.render import json

            message, url = (said.message, said.url) if said else (None, None)
            app.console.document(json.to_text(json.done(status, message, url, failure)))
    if not parameters["as_json"]:
        if said is None:
            app.console.result("dry run: nothing was sent")
            return
        app.console.result(said.message or "the build is closed")
        if said.url:
            app.console.result(said.url)
