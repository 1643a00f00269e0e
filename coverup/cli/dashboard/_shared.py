"""What the commands about the dashboard share: options, and the way from them to its API."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from coverup.cli import options
from coverup.cli.app import App
from coverup.dashboard.client import Dashboard
from coverup.dashboard.identity import server_of
from coverup.dashboard.session import DashboardHttp
from coverup.pipeline.identity import Run
from coverup.settings.dashboard_settings import LANGUAGES

Command = TypeVar("Command", bound=Callable[..., Any])


def server(command: Command) -> Command:
    """Add the options about where the dashboard is and how it is reached."""
    return options.stacked(
        command,
        click.option("--url", "dashboard_url", metavar="URL", help="The dashboard's API."),
        options.network,
    )


def repository(command: Command) -> Command:
    """Add the options about which repository is meant."""
    return options.stacked(
        command,
        click.option("--org", "dashboard_org", metavar="NAME", help="The repository's owner."),
        click.option("--repo", "dashboard_repo", metavar="NAME", help="Its name, without owner."),
    )


def report(command: Command) -> Command:
    """Add the options about which report of the repository is meant."""
    return options.stacked(
        command,
        click.option("--branch", "service_branch", metavar="NAME", help="The branch."),
        click.option(
            "--language",
            "dashboard_language",
            type=click.Choice(LANGUAGES),
            help="The label of the coverage.",
        ),
    )


def credentials(command: Command) -> Command:
    """Add the options by which the dashboard asks GitHub who this is."""
    return options.stacked(
        command,
        click.option(
            "--github-token",
            "dashboard_token",
            metavar="TOKEN",
            help="A GitHub token that may write commit statuses.",
        ),
        click.option(
            "--github-api",
            "dashboard_github_api",
            metavar="URL",
            help="The GitHub that knows the token (https://api.github.com).",
        ),
        click.option("--commit", "commit_sha", metavar="SHA", help="The commit, all 40 digits."),
    )


def run_of(app: App, parameters: dict[str, Any]) -> Run:
    """Return the run that these options describe, with the dashboard's token masked."""
    app.console.hide([parameters.get("dashboard_token"), app.env.get("COVERUP_DASHBOARD_TOKEN")])
    return app.run(options.settings_of(parameters))


@contextmanager
def connected(app: App, run: Run, parameters: dict[str, Any]) -> Iterator[Dashboard]:
    """Give the dashboard's API, and close the connections in the end."""
    trusted = {name: parameters[name] for name in ("allow_http", "ca_bundle")}
    http = DashboardHttp.like(app.http(run.settings, **trusted))
    try:
        yield Dashboard(server_of(run), http)
    finally:
        http.close()
