"""`coverup done`: close a parallel build."""

from contextlib import closing
from typing import Any

import click

from coverup.cli import options
from coverup.cli.app import App, app_of
from coverup.errors import CoverupError
from coverup.pipeline.done import Outcome, done


@click.command("done")
@click.option(
    "--carryforward",
    metavar="FLAGS",
    help="Flags whose last coverage stands in (`missing`: those expected that were not sent).",
)
@click.option("--expect", metavar="N", help="Close the build only with so many jobs.")
@click.option("--expect-flags", metavar="FLAGS", help="Close the build only with these flags.")
@options.server
@options.build
@options.outages
@options.verdict
@click.option("--dry-run", is_flag=True, help="Do everything but send.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Close a parallel build: all of its jobs have been sent.

    Needs no checkout: the build number comes from the CI, as in `coverup report`.
    """
    app = app_of(context)
    outcome = Outcome()
    failure: CoverupError | None = None
    try:
        run = app.run(options.settings_of(parameters), use_git=False)
        trusted = {name: parameters[name] for name in ("allow_http", "ca_bundle")}
        with closing(app.http(run.settings, **trusted)) as http:
            done(
                *(run, http, app.console, outcome),
                dry_run=parameters["dry_run"],
                clock=app.clock,
                sleep=app.sleep,
            )
    except CoverupError as error:
        failure = error
        raise
    finally:
        from coverup.render import json

        app.console.outcome = _shape(outcome, failure)
        if parameters["as_json"]:
            app.console.document(json.to_text(app.console.outcome))
        else:
            _print(app, outcome)


def _shape(outcome: Outcome, failure: CoverupError | None) -> dict[str, object]:
    from coverup.render import json

    return {
        **json.done(outcome.status, outcome.message, outcome.url, failure),
        "carryforward": list(outcome.carryforward),
        "verdict": json.verdict(outcome.verdict),
    }


def _print(app: App, outcome: Outcome) -> None:
    if outcome.status == "dry-run":
        app.console.result("dry run: nothing was sent")
    if outcome.status == "sent":
        app.console.result(outcome.message or "the build is closed")
    if outcome.url:
        app.console.result(outcome.url)
    if outcome.verdict:
        app.console.result(str(outcome.verdict))
