"""`coverup report`: the main job."""

import os
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import click

from coverup.cli import options
from coverup.cli.app import App, app_of
from coverup.errors import CoverupError, OutputError
from coverup.pipeline.inputs import MIN_RESOLVED, STDIN, Wanted
from coverup.pipeline.report import Outcome, report
from coverup.render import text


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
            if parameters["as_json"]:
                _print_json(app, outcome)
        if not parameters["as_json"]:
            _print_text(app, outcome, parameters)
            if parameters["sandbox"] and parameters["output"] != STDIN:
                _print_understood(app, outcome)


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
        min_resolved=float(run.settings.text("min_resolved") or MIN_RESOLVED),
    )
    http = app.http(allow_http=parameters["allow_http"], ca_bundle=parameters["ca_bundle"])
    try:
        report(run, wanted, http, app.console, outcome, dry_run=parameters["dry_run"])
    finally:
        http.close()
        if parameters["output"] and outcome.document:
            _write(app, parameters["output"], outcome.document)
        if app.debug:
            _dump(app, outcome)


def _started_sandbox(stack: ExitStack) -> dict[str, str]:
    from coverup.sandbox import Sandbox

    sandbox = stack.enter_context(Sandbox())
    return {"endpoint": sandbox.url, "repo_token": "sandbox-token"}


def _write(app: App, output: str, document: bytes) -> None:
    """Write the job document; a file appears whole or not at all."""
    if output == STDIN:
        app.console.document(document.decode())
        return
    path = Path(output)
    whole = path.is_file() or not path.exists()
    target = path.with_name(f".{path.name}.{os.getpid()}") if whole else path
    try:
        target.write_bytes(document)
        if whole:
            target.replace(path)
    except OSError as error:
        if whole:
            with suppress(OSError):
                target.unlink()
        hint = "give -o/--output a file in a folder that can be written to"
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error
    app.console.info(f"wrote {path}")


def _dump(app: App, outcome: Outcome) -> None:
    if outcome.settings is None:
        return
    for name, each in outcome.settings.values.items():
        app.console.info(f"debug: {name} = {each.value!r} ({each.source})")
    if outcome.document:
        import orjson

        job = orjson.loads(outcome.document)
        job["source_files"] = f"{len(job['source_files'])} files, see -o FILE"
        app.console.info(f"debug: job = {orjson.dumps(job).decode()}")


def _print_json(app: App, outcome: Outcome) -> None:
    from coverup.render import json

    app.console.document(json.to_text(json.outcome(outcome)))


def _print_text(app: App, outcome: Outcome, parameters: dict[str, Any]) -> None:
    if parameters["output"] == STDIN:
        return
    for line in text.outcome(outcome):
        app.console.result(line)


def _print_understood(app: App, outcome: Outcome) -> None:
    """Ask the sandbox over HTTP what it made of the job."""
    if outcome.url is None:
        return
    import requests

    answer = requests.get(f"{outcome.url}.json", timeout=10)
    answer.raise_for_status()
    for line in text.understood(answer.json()):
        app.console.result(line)
