"""`coverup report`: the main job."""

import sys
from contextlib import ExitStack
from typing import Any, Final

import click

from coverup.cli import options
from coverup.cli.app import App, app_of
from coverup.cli.documents import check_output, write_all
from coverup.errors import CoverupError
from coverup.pipeline.inputs import MIN_RESOLVED, STDIN, Wanted
from coverup.pipeline.report import Outcome, report
from coverup.render import text

_TRUST: Final = ("allow_http", "ca_bundle")


@click.command("report")
@options.reading
@options.paths
@options.server
@options.build
@options.job
@click.option("--allow-empty", is_flag=True, default=None, help="Go on without any coverage.")
@click.option(
    "--min-resolved", metavar="PERCENT", help="Fail below this share of files found (50)."
)
@click.option(
    "--lcov-exclusions",
    is_flag=True,
    default=None,
    help="Honour LCOV_EXCL comments in gcov's reports.",
)
@options.outages
@options.verdict
@click.option("--split-flags", multiple=True, metavar="GLOB", help="One job per such folder.")
@click.option(
    "--on-closed",
    type=click.Choice(["fail", "skip", "new-attempt", "rerun"]),
    help="What to do when the build is closed already.",
)
@click.option("--max-size", metavar="SIZE", help="Warn of a larger job (20MB).")
@click.option("--strict", is_flag=True, default=None, help="Fail on warnings about reports.")
@click.option("--include-source", is_flag=True, help="Send the sources' text too (Enterprise).")
@click.option("--dry-run", is_flag=True, help="Do everything but send.")
@click.option("-o", "--output", metavar="FILE", help="Write the job document (- is stdout).")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.option("--sandbox", is_flag=True, help="Deliver to a local server; needs no account.")
@options.switches
@click.pass_context
def command(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Read coverage reports and deliver one job to Coveralls.

    Without FILE the reports are discovered. `-` is standard input, with --format.
    """
    app = app_of(context)
    outcome = Outcome()
    if parameters["as_json"] and parameters["output"] == STDIN:
        message = "--json and -o - both want stdout: give -o a file"
        raise click.UsageError(message)
    with ExitStack() as stack:
        settings = dict(options.settings_of(parameters))
        if parameters["sandbox"] and not parameters["dry_run"]:
            settings |= _started_sandbox(stack)
        try:
            _report(app, settings, parameters, outcome)
        except CoverupError as error:
            outcome.error = error
            raise
        finally:
            _print(app, outcome, parameters)


def _report(
    app: App, settings: dict[str, Any], parameters: dict[str, Any], outcome: Outcome
) -> None:
    run = app.run(settings)
    reports = (*parameters["files"], *parameters["more_files"]) or run.settings.items("reports")
    wanted = Wanted(
        reports=tuple(reports),
        format_name=run.settings.text("format"),
        stdin=sys.stdin.buffer.read() if STDIN in reports else None,
        allow_empty=run.settings.flag("allow_empty"),
        lcov_exclusions=run.settings.flag("lcov_exclusions"),
        strict=run.settings.flag("strict"),
        keep_sources=parameters["include_source"],
        selection=run.selection(),
        min_resolved=run.settings.number("min_resolved", MIN_RESOLVED),
    )
    output, trusted = parameters["output"], {key: parameters[key] for key in _TRUST}
    check_output(output, several=bool(run.settings.items("split_flags")))
    http = app.http(run.settings, **trusted)
    try:
        report(run, wanted, http, app.console, outcome, dry_run=parameters["dry_run"])
    finally:
        http.close()
        if output:
            write_all(app, output, outcome.uploads, several=outcome.is_split)
        if app.debug:
            _dump(app, outcome)


def _started_sandbox(stack: ExitStack) -> dict[str, str]:
    from coverup.sandbox import Sandbox

    sandbox = stack.enter_context(Sandbox())
    return {"endpoint": sandbox.url, "repo_token": "sandbox-token"}


def _dump(app: App, outcome: Outcome) -> None:
    if outcome.settings is None:
        return
    for name, each in outcome.settings.values.items():
        app.console.info(f"debug: {name} = {each.value!r} ({each.source})")
    for upload in outcome.uploads:
        import orjson

        job = orjson.loads(upload.document)
        job["source_files"] = f"{len(job['source_files'])} files, see -o FILE"
        app.console.info(f"debug: job = {orjson.dumps(job).decode()}")


def _print(app: App, outcome: Outcome, parameters: dict[str, Any]) -> None:
    from coverup.render import json

    app.console.outcome = json.outcome(outcome)
    if parameters["as_json"]:
        app.console.document(json.to_text(app.console.outcome))
    elif parameters["output"] != STDIN:
        for line in text.outcome(outcome):
            app.console.result(line)
        if parameters["sandbox"]:
            _print_understood(app, outcome)


def _print_understood(app: App, outcome: Outcome) -> None:
    """Ask the sandbox over HTTP what it made of each job."""
    import requests

    for url in (upload.url for upload in outcome.uploads if upload.url):
        answer = requests.get(f"{url}.json", timeout=10)
        answer.raise_for_status()
        for line in text.understood(answer.json()):
            app.console.result(line)
