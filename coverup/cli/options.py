"""Options that several commands share, spelled as the official client spells them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coverup.cli.app import app_of

if TYPE_CHECKING:
    from coverup.render.console import ColorWhen
    from coverup.settings.resolve import Options

Command = TypeVar("Command", bound=Callable[..., Any])


def switches(command: Command) -> Command:
    """Add the switches that work before and after the command's name."""
    return stacked(
        command,
        click.option("-q", "--quiet", **_switch("quiet"), help="Print warnings and errors only."),
        click.option("-v", "--verbose", **_switch("verbose"), help="Print more."),
        click.option("--debug", **_switch("debug"), help="Print tracebacks and what is sent."),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            expose_value=False,
            callback=_set_color,
            help="Colour the output (auto: on a terminal).",
        ),
        click.option(
            "-c",
            "--config-path",
            type=click.Path(path_type=Path),
            expose_value=False,
            callback=_set_config_path,
            help="Read this configuration file instead of searching for one.",
        ),
        click.option("--no-fail", **_switch("no_fail"), help="Exit with 0 whatever happens."),
        click.option("-n", "--no-logo", is_flag=True, expose_value=False, hidden=True),
    )


def server(command: Command) -> Command:
    """Add the options about Coveralls itself."""
    return stacked(
        command,
        click.option("-r", "--repo-token", metavar="TOKEN", help="The repository's token."),
        click.option("--endpoint", metavar="URL", help="The server (default: coveralls.io)."),
        network,
    )


def network(command: Command) -> Command:
    """Add the options about how any server is reached."""
    return stacked(
        command,
        click.option("--allow-http", is_flag=True, help="Send the token over plain http."),
        click.option("--proxy", metavar="URL", help="Reach servers through this proxy."),
        click.option("--timeout", metavar="TIME", help="Wait so long for an answer."),
        click.option("--retries", metavar="N", help="Repeat a failed request so often (4)."),
        click.option("--deadline", metavar="TIME", help="Give up after this time in all (5m)."),
        click.option(
            "--ca-bundle",
            type=click.Path(exists=True, dir_okay=False),
            help="Trust the certificates in this file.",
        ),
    )


def demands(command: Command) -> Command:
    """Add the options about what the reports must be like."""
    return stacked(
        command,
        click.option(
            "--allow-empty", is_flag=True, default=None, help="Go on without any coverage."
        ),
        click.option(
            "--min-resolved", metavar="PERCENT", help="Fail below this share of files found (50)."
        ),
        click.option(
            "--lcov-exclusions",
            is_flag=True,
            default=None,
            help="Honour LCOV_EXCL comments in gcov's reports.",
        ),
        click.option(
            "--strict", is_flag=True, default=None, help="Fail on warnings about reports."
        ),
    )


def build(command: Command) -> Command:
    """Add the options that say which build this is."""
    return stacked(
        command,
        click.option("--build-number", "service_number", metavar="ID", help="The build."),
        click.option("--attempt", "service_attempt", metavar="N", help="The build's attempt."),
        click.option("--service-name", metavar="NAME", help="The CI service."),
    )


def outages(command: Command) -> Command:
    """Add the options about a server that has a fault."""
    return stacked(
        command,
        click.option(
            "--on-error",
            type=click.Choice(["fail", "warn", "ignore"]),
            help="What becomes of a server's fault.",
        ),
        click.option("--spool", metavar="DIR", help="Keep jobs here that are not delivered."),
    )


def verdict(command: Command) -> Command:
    """Add the options about waiting for what Coveralls makes of a build."""
    return stacked(
        command,
        click.option("--wait", is_flag=True, default=None, help="Wait for Coveralls' verdict."),
        click.option("--wait-for", metavar="TIME", help="Wait no longer than this (10m)."),
        click.option("--fail-under", metavar="PERCENT", help="Fail below this coverage."),
        click.option("--max-drop", metavar="PERCENT", help="Fail if coverage falls by more."),
    )


def job(command: Command) -> Command:
    """Add the options that describe one job of the build."""
    return stacked(
        command,
        click.option("-j", "--job-flag", "flag_name", metavar="FLAG", help="This job's flag."),
        click.option(
            "-p",
            "--parallel",
            is_flag=True,
            default=None,
            help="The build has more jobs; `coverup done` closes it.",
        ),
        click.option("--service-job-id", metavar="ID", help="The job within the build."),
        click.option("--service-build-url", metavar="URL", help="The build's page."),
        click.option("--service-job-url", metavar="URL", help="The job's page."),
        click.option("--service-branch", metavar="NAME", help="The branch."),
        click.option("--service-pull-request", metavar="NUMBER", help="The pull request."),
        click.option(
            "--compare",
            type=click.Choice(["auto"]),
            help="Compare with the base of the pull request, where the CI tells it.",
        ),
        click.option("--compare-ref", metavar="REF", help="Compare with this branch."),
        click.option("--compare-sha", metavar="SHA", help="Compare with this commit."),
    )


def reading(command: Command) -> Command:
    """Add the options about reading reports."""
    return stacked(
        command,
        click.argument("files", nargs=-1, metavar="[FILE]..."),
        click.option("-f", "--file", "more_files", multiple=True, hidden=True),
        click.option("--format", metavar="FORMAT", help="Force the reports' format."),
    )


def paths(command: Command) -> Command:
    """Add the options about which files of the repository the reports speak of."""
    return stacked(
        command,
        click.option("-b", "--base-path", metavar="DIR", help="Where the reports' paths start."),
        click.option(
            "--source-root", multiple=True, metavar="DIR", help="One more such folder (repeatable)."
        ),
        click.option(
            "--path-map",
            multiple=True,
            metavar="FROM=TO",
            help="Replace the front of paths (repeatable).",
        ),
        click.option(
            "--include", multiple=True, metavar="GLOB", help="Send only these files (repeatable)."
        ),
        click.option(
            "--exclude", multiple=True, metavar="GLOB", help="Leave these out (repeatable)."
        ),
        click.option(
            "--include-untracked",
            is_flag=True,
            default=None,
            help="Send files too that git does not track.",
        ),
    )


def settings_of(parameters: dict[str, Any]) -> "Options":
    """Return those of a command's parameters that are settings."""
    from coverup.settings.table import BY_NAME

    return {name: parameters[name] for name in BY_NAME if name in parameters}


def stacked(command: Command, *decorators: Callable[[Any], Any]) -> Command:
    """Add several options, in the order in which `--help` shows them."""
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def _switch(name: str) -> dict[str, Any]:
    def switch_on(context: click.Context, _parameter: click.Parameter, given: bool) -> None:
        if given:
            app = app_of(context)
            target: object = app.console if name in {"quiet", "verbose"} else app
            setattr(target, name, True)

    return {"is_flag": True, "expose_value": False, "callback": switch_on}


def _set_color(
    context: click.Context, _parameter: click.Parameter, given: "ColorWhen | None"
) -> None:
    if given:
        app_of(context).console.color = given


def _set_config_path(
    context: click.Context, _parameter: click.Parameter, given: Path | None
) -> None:
    if given and str(given) != ".":
        app_of(context).config_path = given
