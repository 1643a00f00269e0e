"""`coverup gitlab coverage`: the percentage that jobs printed."""

from typing import Any

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.cli.gitlab import access, shown
from coverup.errors import NoReportError


@click.command("coverage")
@click.argument("job_id", required=False, type=click.IntRange(1), metavar="[JOB_ID]")
@access.pipeline
@click.option("--regex", metavar="PATTERN", help="Look for this in the log instead.")
@access.server
@options.network
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Print the coverage of jobs: what GitLab found, else what is in their log.

    Without JOB_ID of all jobs of the pipeline that are over.
    """
    from coverup.gitlab.coverage import figure_of, pattern_of
    from coverup.gitlab.pipelines import jobs_of, pipeline_of

    app = app_of(context)
    patterns = [pattern_of(parameters["regex"])] if parameters["regex"] else None
    with access.opened(app, parameters) as opened:
        gitlab, run = opened.gitlab, opened.run
        if parameters["job_id"]:
            jobs = [gitlab.job(parameters["job_id"])]
        else:
            chosen = access.chosen(parameters, run, statuses=("success", "failed"))
            number = pipeline_of(gitlab, run.settings, chosen)
            jobs = list(jobs_of(gitlab, number, chosen, app.console))
        found = [figure_of(gitlab, job, patterns) for job in jobs]
    if parameters["as_json"]:
        from coverup.render import json

        app.console.document(json.to_text({"jobs": [shown.figure(each) for each in found]}))
    else:
        for line in shown.figures(found):
            app.console.result(line)
    if all(each.percent is None for each in found):
        hint = "look at the log with `coverup gitlab job trace ID`, and name a pattern with --regex"
        raise NoReportError("no job shows a percentage", hint=hint)
