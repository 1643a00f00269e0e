"""`coverup dashboard push`: put coverage on the dashboard."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coverup.cli import options
from coverup.cli.app import App, app_of
from coverup.cli.dashboard import _shared
from coverup.dashboard.identity import server_of, token_of
from coverup.errors import CoverupError, OutputError

if TYPE_CHECKING:
    from coverup.dashboard.push import Given, Ready
    from coverup.pipeline.identity import Run


@click.command("push")
@options.reading
@options.paths
@click.option(
    "--min-resolved", metavar="PERCENT", help="Fail below this share of files found (50)."
)
@click.option(
    "--strict", is_flag=True, default=None, help="Fail on warnings about reports, or of another %."
)
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Show this HTML report, not coverup's.",
)
@click.option(
    "--xml", type=click.Path(path_type=Path), metavar="FILE", help="Send this XML, not coverup's."
)
@_shared.report
@_shared.repository
@click.option("--author", "dashboard_author", metavar="NAME", help="Whose commit it is.")
@_shared.credentials
@_shared.server
@click.option(
    "--max-archive-size",
    "dashboard_max_size",
    metavar="SIZE",
    help="Send no larger archive (100MB).",
)
@click.option("--dry-run", is_flag=True, help="Do everything but send.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the archive here, too.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@options.switches
@click.pass_context
def push(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Put the coverage of a branch on the dashboard, from reports of any format.

    Sends an HTML report and a coverage XML. What the server would not take is found before anything
    is sent, since it removes the branch's earlier report before it looks at the new one.
    """
    app = app_of(context)
    outcome: dict[str, object] = {"status": "failed", "percentage": None, "url": None}
    failure: CoverupError | None = None
    try:
        run = _shared.run_of(app, parameters)
        _push(app, run, parameters, outcome)
    except CoverupError as error:
        failure = error
        raise
    finally:
        if parameters["as_json"]:
            _print_json(app, outcome, failure)
    if not parameters["as_json"]:
        app.console.result(f"{outcome['percentage']:.2f} % of {outcome['what']}")
        app.console.result(str(outcome["url"] or "dry run: nothing was sent"))


def _push(app: App, run: "Run", parameters: dict[str, Any], outcome: dict[str, object]) -> None:
    from coverup.dashboard.push import prepare, send

    if not parameters["dry_run"]:
        # What is missing is told before reports are read, which may take long.
        server_of(run)
        app.console.hide([token_of(run).reveal()])
    ready = prepare(run, _given(run, parameters), app.console)
    outcome.update(_shape(ready))
    _write(parameters["output"], ready)
    if parameters["dry_run"]:
        outcome["status"] = "dry-run"
        return
    with _shared.connected(app, run, parameters) as dashboard:
        pushed = send(dashboard, ready, token_of(run), app.console)
    outcome["status"] = "sent"
    outcome["percentage"] = pushed.percentage
    outcome["url"] = dashboard.report_url(ready.filed)


def _given(run: "Run", parameters: dict[str, Any]) -> "Given":
    from coverup.dashboard.push import Given
    from coverup.pipeline.html import reads_stdin

    named = (*parameters["files"], *parameters["more_files"])
    stdin = sys.stdin.buffer.read() if reads_stdin(run, named) else None
    return Given(reports=named, html=parameters["html"], xml=parameters["xml"], stdin=stdin)


def _write(path: Path | None, ready: "Ready") -> None:
    if path is None:
        return
    try:
        path.write_bytes(ready.archive.content)
    except OSError as error:
        hint = "name a file that can be written with -o"
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error


def _shape(ready: "Ready") -> dict[str, object]:
    filed = ready.filed
    return {
        "percentage": ready.percentage,
        "what": f"{filed['org_name']}/{filed['repo_name']}, branch {filed['branch_name']}",
        "filed": dict(filed),
        "archive": {"bytes": len(ready.archive.content), "files": ready.archive.files},
    }


def _print_json(app: App, outcome: dict[str, object], failure: CoverupError | None) -> None:
    from coverup.render import json

    shown = {key: value for key, value in outcome.items() if key != "what"}
    app.console.document(json.to_text({**shown, "error": json.error(failure)}))
