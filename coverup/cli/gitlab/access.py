"""Options about the GitLab server and its pipelines, and the session that they make."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from coverup.cli import options
from coverup.cli.app import App, app_of
from coverup.gitlab.pipelines import Chosen

if TYPE_CHECKING:
    from coverup.gitlab.client import GitLab
    from coverup.http import Http
    from coverup.pipeline.identity import Run

Command = TypeVar("Command", bound=Callable[..., Any])
_TRUST: Final = ("allow_http", "ca_bundle")


@dataclass(frozen=True, slots=True)
class Opened:
    """A command's settings, its session, and the project on GitLab."""

    run: "Run"
    http: "Http"
    gitlab: "GitLab"


@contextmanager
def opened(app: App, parameters: dict[str, Any], *, use_git: bool = False) -> Iterator[Opened]:
    """Open what a command about GitLab needs.

    Raises:
        ConfigError: The settings are wrong.
    """
    from coverup.gitlab.access import Access
    from coverup.gitlab.client import GitLab

    run = app.run(options.settings_of(parameters), use_git=use_git)
    access = Access.of(run.settings, run.env)
    if access.credential:
        app.console.hide([access.credential.token.reveal()])
    trusted = {name: parameters[name] for name in _TRUST}
    with (
        closing(app.http(run.settings, **trusted)) as http,
        closing(GitLab(access, http)) as gitlab,
    ):
        yield Opened(run, http, gitlab)


def chosen(parameters: dict[str, Any], run: "Run", **more: Any) -> Chosen:  # noqa: ANN401 - Chosen's fields
    """Return which pipeline and which jobs the options mean."""
    return Chosen(
        ref=parameters.get("ref"),
        sha=parameters.get("sha"),
        jobs=run.settings.items("gitlab_jobs"),
        children=parameters["children"],
        **more,
    )


def server(command: Command) -> Command:
    """Add the options about the GitLab server."""
    return options.stacked(
        command,
        click.option(
            "--gitlab-token",
            metavar="TOKEN",
            callback=_hidden,
            help="A token with the scope read_api (better: GITLAB_TOKEN).",
        ),
        click.option(
            "--gitlab-token-type",
            type=click.Choice(["private", "job", "bearer"]),
            help="What the token is, if it is not found out.",
        ),
        click.option("--gitlab-url", metavar="URL", help="The GitLab server (gitlab.com)."),
        click.option("--project", "gitlab_project", metavar="ID", help="Its number or path."),
    )


def pipeline(command: Command) -> Command:
    """Add the options that say which pipeline is meant, and which of its jobs."""
    return options.stacked(
        command,
        click.option(
            "--pipeline", "gitlab_pipeline", metavar="ID", help="The pipeline (CI_PIPELINE_ID)."
        ),
        click.option("--ref", metavar="BRANCH", help="The newest pipeline of a branch or tag."),
        click.option("--sha", metavar="COMMIT", help="The newest pipeline of a commit."),
        click.option(
            "--job", "gitlab_jobs", multiple=True, metavar="GLOB", help="Only these (repeatable)."
        ),
        click.option("--children", is_flag=True, help="Also the jobs of child pipelines."),
    )


def artifacts(command: Command) -> Command:
    """Add the options that say which files are meant."""
    return options.stacked(
        command,
        click.option(
            "--path",
            "gitlab_paths",
            multiple=True,
            metavar="GLOB",
            help="These files are the reports (repeatable; else by their names).",
        ),
        click.option(
            "--max-archive",
            "most",
            metavar="SIZE",
            callback=_bytes,
            help="The most that a job's artifacts may have (1GB).",
        ),
    )


def _bytes(_context: click.Context, _parameter: click.Parameter, given: str | None) -> int | None:
    if given is None:
        return None
    from coverup.settings.kinds import parse
    from coverup.settings.setting import Setting
    from coverup.values import Sourced

    read = parse(Setting("max_size", "size", ""), Sourced(given, "--max-archive"))
    return int(read) if isinstance(read, str) else None


def _hidden(context: click.Context, _parameter: click.Parameter, given: str | None) -> str | None:
    app_of(context).console.hide([given])
    return given
