"""`coverup gitlab collect`: download the reports of a pipeline's jobs."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coverup.cli import options
from coverup.cli.app import App, app_of
from coverup.cli.gitlab import access
from coverup.pipeline.wording import counted

if TYPE_CHECKING:
    from coverup.gitlab.collect import Collected, Collector


@click.command("collect")
@access.pipeline
@access.artifacts
@click.option(
    "--from-ref",
    metavar="BRANCH",
    help="Its newest successful pipeline, jobs by name (a job token will do).",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("gitlab-coverage"),
    show_default=True,
    help="Make a folder for each job in this one.",
)
@access.server
@options.network
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Download the coverage reports among the artifacts of a pipeline's jobs.

    Only reports are unpacked; an archive that is not an honest one is refused.
    """
    app = app_of(context)
    with access.opened(app, parameters) as opened:
        from coverup.gitlab.collect import no_reports

        collector = collector_of(app, opened, parameters, parameters["out"])
        if parameters["from_ref"]:
            names = opened.run.settings.items("gitlab_jobs")
            if not names:
                message = "--from-ref needs the names of jobs: --job NAME"
                raise click.UsageError(message)
            collected = list(collector.collect_of_ref(parameters["from_ref"], names))
            number = len(names)
        else:
            collected, number = collected_of(app, opened, parameters, collector)
        if not collected:
            raise no_reports(number)
    _print(app, collected, as_json=parameters["as_json"])


def collector_of(
    app: App, opened: access.Opened, parameters: dict[str, Any], out: Path
) -> "Collector":
    """Return what downloads the reports that the options mean."""
    from coverup.gitlab.collect import MAX_SIZE, Collector

    return Collector(
        gitlab=opened.gitlab,
        out=out,
        tell=app.console,
        globs=opened.run.settings.items("gitlab_paths"),
        limit=parameters["most"] or MAX_SIZE,
    )


def collected_of(
    app: App, opened: access.Opened, parameters: dict[str, Any], collector: "Collector"
) -> "tuple[list[Collected], int]":
    """Download the reports of a pipeline's jobs that are over; return them, and how many jobs.

    Raises:
        ConfigError: No job is meant.
    """
    from coverup.gitlab.pipelines import Chosen, jobs_of, none_matches, pipeline_of
    from coverup.gitlab.upload import tell_failed

    chosen = access.chosen(parameters, opened.run)
    number = pipeline_of(opened.gitlab, opened.run.settings, chosen)
    jobs = list(jobs_of(opened.gitlab, number, chosen, app.console))
    if chosen.jobs and not jobs:
        raise none_matches(jobs_of(opened.gitlab, number, Chosen(), app.console))
    running = [job.label for job in jobs if not job.is_over and job.archive is not None]
    if running:
        app.console.warn(f"not over yet, left out: {', '.join(running)}")
    over = [job for job in jobs if job.is_over]
    collected = list(collector.collect(over))
    tell_failed((each.job for each in collected if each.job), app.console)
    return collected, len(over)


def _print(app: App, collected: "list[Collected]", *, as_json: bool) -> None:
    if as_json:
        from coverup.render import json

        jobs: list[object] = [
            {
                "id": each.job.id if each.job else None,
                "name": each.label,
                "folder": str(each.folder),
                "files": [str(path) for path in each.files],
            }
            for each in collected
        ]
        app.console.document(json.to_text({"jobs": jobs}))
        return
    for each in collected:
        for path in each.files:
            app.console.result(str(path))
    files = sum(len(each.files) for each in collected)
    app.console.info(f"{counted(files, 'file')} of {counted(len(collected), 'job')}")
