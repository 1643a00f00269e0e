"""`coverup gitlab upload`: one Coveralls job for each GitLab job that has reports."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from coverup.cli import options
from coverup.cli.app import App, app_of
from coverup.cli.documents import check_output, write_all
from coverup.cli.gitlab import access
from coverup.cli.gitlab.collect import collected_of, collector_of
from coverup.errors import ConfigError, CoverupError
from coverup.pipeline.inputs import STDIN as STDOUT

if TYPE_CHECKING:
    from coverup.gitlab.upload import Sent, Uploader


@click.command("upload")
@access.pipeline
@access.artifacts
@click.option(
    "--flag",
    default="{job}",
    show_default=True,
    metavar="TEXT",
    help="What the flags are called; {job} and {stage} are replaced.",
)
@click.option("--done", is_flag=True, help="Close the build when all jobs have been sent.")
@click.option(
    "--carryforward", metavar="FLAGS", help="With --done: flags whose last coverage stands in."
)
@click.option("--format", metavar="FORMAT", help="Force the reports' format.")
@options.paths
@click.option("--strict", is_flag=True, default=None, help="Fail on warnings about reports.")
@access.server
@options.server
@options.build
@options.outages
@options.verdict
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep the reports here."
)
@click.option("--dry-run", is_flag=True, help="Do everything but send.")
@click.option("-o", "--output", metavar="DIR", help="Write the job documents into this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Send the coverage of a pipeline's jobs to Coveralls, each with its name as the flag.

    For one last CI job, in place of an upload in each. It needs the checkout.
    """
    from coverup.gitlab.upload import Sent

    app = app_of(context)
    sent = Sent()
    check_output(parameters["output"], several=True)
    try:
        with ExitStack() as stack:
            opened = stack.enter_context(access.opened(app, parameters, use_git=True))
            out = parameters["keep"] or Path(stack.enter_context(_temporary()))
            _upload(app, opened, parameters, sent, out)
    except CoverupError as error:
        sent.outcome.error = error
        raise
    finally:
        _print(app, sent, parameters)


def _upload(
    app: App, opened: access.Opened, parameters: dict[str, Any], sent: "Sent", out: Path
) -> None:
    from coverup.gitlab.collect import no_reports
    from coverup.gitlab.upload import deliver

    dry_run = parameters["dry_run"]
    uploader = _uploader(app, opened, parameters)
    problems = list(uploader.problems(dry_run=dry_run))
    if problems:
        raise ConfigError.of(problems)
    collector = collector_of(app, opened, parameters, out)
    collected, number = collected_of(app, opened, parameters, collector)
    if not collected:
        raise no_reports(number)
    formats = uploader.prepare(collected, sent.outcome)
    try:
        deliver(
            *(uploader, formats, opened.http, sent),
            done=parameters["done"],
            dry_run=dry_run,
            clock=app.clock,
            sleep=app.sleep,
        )
    finally:
        if parameters["output"]:
            write_all(app, parameters["output"], sent.outcome.uploads, several=True)


def _uploader(app: App, opened: access.Opened, parameters: dict[str, Any]) -> "Uploader":
    """Return what makes the jobs; of a pipeline other than the own one GitLab is asked."""
    from coverup.gitlab.pipelines import pipeline_of
    from coverup.gitlab.upload import Uploader, as_build, tell_other_commit

    run = opened.run
    number = pipeline_of(opened.gitlab, run.settings, access.chosen(parameters, run))
    is_own = run.env.get("CI_PIPELINE_ID") == str(number)
    pipeline = None if is_own else opened.gitlab.pipeline(number)
    if pipeline is not None:
        tell_other_commit(run, pipeline, app.console)
    parameters |= {"gitlab_pipeline": str(number), "ref": None, "sha": None}
    return Uploader(run=as_build(run, pipeline), tell=app.console, flag=parameters["flag"])


def _temporary() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="coverup-")


def _print(app: App, sent: "Sent", parameters: dict[str, Any]) -> None:
    from coverup.render import json, text

    document = json.outcome(sent.outcome)
    if sent.closed:
        closed = sent.closed
        document["done"] = json.done(closed.status, closed.message, closed.url, None)
    app.console.outcome = document
    if parameters["as_json"]:
        app.console.document(json.to_text(document))
    elif parameters["output"] != STDOUT:
        for line in text.outcome(sent.outcome) if sent.outcome.uploads else ():
            app.console.result(line)
        if sent.closed and sent.closed.status == "sent":
            for line in filter(None, (sent.closed.message, sent.closed.url)):
                app.console.result(line)
            if sent.closed.verdict:
                app.console.result(str(sent.closed.verdict))
