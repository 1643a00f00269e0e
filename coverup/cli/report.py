"""`coverup report`: the main job."""

import sys
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from coverup.cli import gates, options, verdict_outputs
from coverup.cli.app import App, app_of
from coverup.cli.documents import check_output, write_all
from coverup.errors import CoverupError, NetworkError
from coverup.pipeline.inputs import MIN_RESOLVED, STDIN, Wanted
from coverup.pipeline.report import Outcome, report
from coverup.render import text

if TYPE_CHECKING:
    from coverup.http import Http
    from coverup.pipeline.gather import Gathered
    from coverup.pipeline.identity import Run
    from coverup.verdict import Verdict

_TRUST: Final = ("allow_http", "ca_bundle")
_ASKED: Final = ("diff", "cobertura", "comment", "badge", "annotate")
_GATES: Final = frozenset(
    {
        *("fail_under", "fail_under_branches", "fail_under_patch", "max_drop", "thresholds"),
        *("flag_thresholds", "base", "previous", "compare_ref", "compare_sha"),
    }
)
"""Options and settings for which a measurement is judged before it is sent."""


@click.command("report")
@options.reading
@options.paths
@options.server
@options.build
@options.job
@options.demands
@options.outages
@options.verdict
@gates.further
@verdict_outputs.outputs
@click.option("--split-flags", multiple=True, metavar="GLOB", help="One job per such folder.")
@click.option(
    "--on-closed",
    type=click.Choice(["fail", "skip", "new-attempt", "rerun"]),
    help="What to do when the build is closed already.",
)
@click.option("--max-size", metavar="SIZE", help="Warn of a larger job (20MB).")
@click.option("--include-source", is_flag=True, help="Send the sources' text too (Enterprise).")
@click.option("--dry-run", is_flag=True, help="Do everything but send.")
@click.option("-o", "--output", metavar="FILE", help="Write the job document (- is stdout).")
@click.option("--timings", is_flag=True, help="Tell how long each stage takes.")
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
    if parameters["timings"]:
        outcome.stages.start()
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
        report(
            *(run, wanted, http, app.console, outcome),
            dry_run=parameters["dry_run"],
            judge=partial(_judge, app, run, parameters, http),
        )
    finally:
        http.close()
        if output:
            write_all(app, output, outcome.uploads, several=outcome.is_split)
        if app.debug:
            _dump(app, outcome)


def _judge(
    app: App, run: "Run", parameters: dict[str, Any], http: "Http", gathered: "Gathered"
) -> "Verdict | None":
    """Judge a measurement before it is sent, if there is anything to hold it against."""
    settings = run.settings
    asked = any(parameters[name] for name in _ASKED)
    if not asked and not settings.detected.base and settings.values.keys().isdisjoint(_GATES):
        return None
    from coverup.pipeline.check import CheckOptions, judge
    from coverup.render import verdict_text
    from coverup.verdict.view import View

    waits = settings.flag("wait")
    aside = not asked and settings.values.keys().isdisjoint(_GATES)
    check = CheckOptions(diff=parameters["diff"], http=lambda: http, waits=waits, is_aside=aside)
    found = judge(run, gathered, app.console, check)
    if parameters["as_json"] or parameters["output"] == STDIN:
        app.console.keep_stdout()
    for line in verdict_text.summary(found, len(found.files), View()):
        app.console.info(line)
    wishes = verdict_outputs.Wishes.of(parameters)
    verdict_outputs.spread(app, found, View(), wishes, gathered.files)
    return found


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

        job = orjson.loads(upload.document.plain())
        job["source_files"] = f"{len(job['source_files'])} files, see -o FILE"
        app.console.info(f"debug: job = {orjson.dumps(job).decode()}")


def _print(app: App, outcome: Outcome, parameters: dict[str, Any]) -> None:
    from coverup.render import json

    app.console.outcome = json.outcome(outcome)
    if parameters["as_json"]:
        app.console.document(json.to_text(app.console.outcome))
        return
    for line in text.timings(outcome.stages):
        app.console.info(line)
    if parameters["output"] != STDIN:
        for line in text.outcome(outcome):
            app.console.result(line)
        if parameters["sandbox"]:
            _print_understood(app, outcome)


def _print_understood(app: App, outcome: Outcome) -> None:
    """Ask the sandbox over HTTP what it made of each job."""
    import orjson

    from coverup.http import Http

    http = Http(retries=0)
    with closing(http):
        for url in (upload.url for upload in outcome.uploads if upload.url):
            answer = http.get(f"{url}.json")
            if not answer.ok:
                raise NetworkError(f"{url}.json answered {answer.status}")
            for line in text.understood(orjson.loads(answer.body)):
                app.console.result(line)
