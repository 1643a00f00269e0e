"""`coverup gitlab wait`: wait until the jobs of a pipeline are over."""

from typing import Any

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.cli.gitlab import access, shown


@click.command("wait")
@access.pipeline
@click.option("--wait-for", metavar="TIME", help="Wait no longer than this (30m).")
@click.option("--allow-failed", is_flag=True, help="Do not fail because of jobs that failed.")
@access.server
@options.network
@click.option("--json", "as_json", is_flag=True, help="Print the jobs as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Wait until the jobs of a pipeline are over, and fail if one of them failed.

    Never waits for the job that it runs in, for later stages, or for jobs that people start.
    """
    from coverup.gitlab.pipelines import pipeline_of
    from coverup.gitlab.wait import PATIENCE, Own, Waiting, refuse_failed, summary

    app = app_of(context)
    with access.opened(app, parameters) as opened:
        run = opened.run
        chosen = access.chosen(parameters, run)
        number = pipeline_of(opened.gitlab, run.settings, chosen)
        waiting = Waiting(
            gitlab=opened.gitlab,
            pipeline=number,
            chosen=chosen,
            own=Own.of(run.env, number),
            tell=app.console,
        )
        patience = run.settings.number("wait_for", PATIENCE)
        jobs = waiting.wait(patience, clock=app.clock, sleep=app.sleep)
    if parameters["as_json"]:
        from coverup.render import json

        app.console.document(json.to_text({"jobs": [shown.job(each) for each in jobs]}))
    else:
        app.console.result(summary(jobs))
    if not parameters["allow_failed"]:
        refuse_failed(jobs)
