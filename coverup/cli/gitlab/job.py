"""`coverup gitlab job`: look at one job, or change it."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from coverup.cli import options
from coverup.cli.app import App, app_of
from coverup.cli.gitlab import access, shown

Command = TypeVar("Command", bound=Callable[..., Any])
_ACTIONS: Final = {
    "keep": ("artifacts/keep", "keep the artifacts of", "Keep a job's artifacts for good."),
    "retry": ("retry", "run again", "Run a job again, as a new job."),
    "cancel": ("cancel", "cancel", "Cancel a job."),
    "play": ("play", "start", "Start a manual job."),
    "erase": ("erase", "erase artifacts and log of", "Delete a job's artifacts and its log."),
}
"""What each command asks for, what it says that it will do, and its help."""


@click.group("job")
@options.switches
def command() -> None:
    """Look at one job, or change it."""


def _on_server(function: Command) -> Command:
    for decorator in (options.switches, options.network, access.server):
        function = decorator(function)
    return function


@command.command("show")
@click.argument("job_id", required=False, type=click.IntRange(1), metavar="[ID]")
@_on_server
@click.option("--json", "as_json", is_flag=True, help="Print all that GitLab says as JSON.")
@click.pass_context
def show(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Show a job; without ID the one whose token this is."""
    app = app_of(context)
    with access.opened(app, parameters) as opened:
        number = parameters["job_id"]
        found = opened.gitlab.job(number) if number else opened.gitlab.own_job()
    if parameters["as_json"]:
        from coverup.render import json

        app.console.document(json.to_text(dict(found.document)))
        return
    for line in shown.details(found):
        app.console.result(line)


@command.command("trace")
@click.argument("job_id", type=click.IntRange(1), metavar="ID")
@_on_server
@click.option("--raw", is_flag=True, help="With colours and markers of sections.")
@click.pass_context
def trace(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Print the log of a job."""
    from coverup.gitlab.coverage import plain
    from coverup.render.console import visible

    app = app_of(context)
    with access.opened(app, parameters) as opened:
        text = opened.gitlab.trace(parameters["job_id"]).decode("utf-8", errors="replace")
    if not text:
        app.console.warn("the job has no log")
        return
    lines = text.rstrip("\n") if parameters["raw"] else plain(text).rstrip("\n")
    app.console.document(lines if parameters["raw"] else "\n".join(map(visible, lines.split("\n"))))


def _add(name: str) -> None:
    action, words, help_text = _ACTIONS[name]

    @click.argument("job_id", type=click.IntRange(1), metavar="ID")
    @_on_server
    @click.option("--dry-run", is_flag=True, help="Only say what would be done.")
    @click.pass_context
    def change(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
        _change(app_of(context), parameters, action, words)

    if name == "cancel":
        change = click.option("--force", is_flag=True, help="Also if it does not react.")(change)
    if name == "play":
        change = click.option(
            "--variable",
            "pairs",
            multiple=True,
            metavar="KEY=VALUE",
            help="A variable for the job (repeatable).",
        )(change)
    if name == "erase":
        change = click.option("--yes", is_flag=True, help="Really do it.")(change)
    command.command(name, help=f"{help_text} Needs a token with the scope api.")(change)


def _change(app: App, parameters: dict[str, Any], action: str, words: str) -> None:
    said = _document(parameters)
    with access.opened(app, parameters) as opened:
        gitlab = opened.gitlab
        before = gitlab.job(parameters["job_id"])
        project = gitlab.access.project
        what = f"{words} job {before.id} {before.name!r} ({before.status}) of {project}"
        if parameters["dry_run"]:
            app.console.result(f"dry run: would {what}")
            return
        if parameters.get("yes") is False:
            message = f"this would {what}, for good: add --yes"
            raise click.UsageError(message)
        app.console.info(f"will {what}")
        after = gitlab.act(before.id, action, said)
    state = after.status or before.status
    new = f" as job {after.id}" if after.id not in {0, before.id} else ""
    app.console.result(f"job {before.id} {before.name!r}: {action} done{new}, now {state}")


def _document(parameters: dict[str, Any]) -> object:
    from coverup.gitlab.client import variables

    if parameters.get("force"):
        return {"force": True}
    pairs = {}
    for pair in parameters.get("pairs", ()):
        key, equals, value = pair.partition("=")
        if not (key and equals):
            message = f"{pair!r} is not KEY=VALUE"
            raise click.BadParameter(message, param_hint="--variable")
        pairs[key] = value
    return variables(pairs)


for each in _ACTIONS:
    _add(each)
