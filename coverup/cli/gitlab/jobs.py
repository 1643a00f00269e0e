"""`coverup gitlab jobs`: the jobs of a pipeline, or of the whole project."""

from itertools import islice
from typing import Any

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.cli.gitlab import access, shown
from coverup.gitlab.records import STATUSES


@click.command("jobs")
@access.pipeline
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(STATUSES),
    metavar="STATUS",
    help="Only jobs in this state, such as success (repeatable).",
)
@click.option("--include-retried", is_flag=True, help="Earlier attempts too.")
@click.option("--all", "of_all", is_flag=True, help="The newest jobs of all pipelines.")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    help="With --all, so many.",
)
@access.server
@options.network
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """List the jobs of a pipeline, with what they measured and keep."""
    from coverup.gitlab.pipelines import jobs_of, matching, pipeline_of

    app = app_of(context)
    with access.opened(app, parameters) as opened:
        gitlab, run = opened.gitlab, opened.run
        chosen = access.chosen(
            parameters,
            run,
            statuses=parameters["statuses"],
            retried=parameters["include_retried"],
        )
        if parameters["of_all"]:
            found = matching(gitlab.project_jobs(chosen.statuses), chosen.jobs)
            jobs = list(islice(found, parameters["limit"]))
        else:
            number = pipeline_of(gitlab, run.settings, chosen)
            jobs = list(jobs_of(gitlab, number, chosen, app.console))
    if parameters["as_json"]:
        from coverup.render import json

        app.console.document(json.to_text({"jobs": [shown.job(each) for each in jobs]}))
        return
    for line in shown.table(jobs):
        app.console.result(line)
