"""Asking Coveralls to calculate a build again."""

from coverup.coveralls import client
from coverup.coveralls.answers import Said
from coverup.errors import ConfigError
from coverup.http import Http
from coverup.pipeline.done import build_problems
from coverup.pipeline.identity import Run
from coverup.pipeline.listener import Listener


def rerun(run: Run, http: Http, tell: Listener, *, dry_run: bool = False) -> Said | None:
    """Ask Coveralls to calculate a build from the jobs that it has; None if it is a dry run.

    Raises:
        ConfigError: The token or the build number is missing.
        CoverupError: The server could not be reached, failed or refused.
    """
    settings = run.settings
    problems = list(build_problems(run, dry_run=dry_run))
    if problems:
        raise ConfigError.of(problems)
    number = settings.values["service_number"]
    tell.info(f"recalculating build {number.value} ({number.source}) at {settings.endpoint}")
    return None if dry_run else client.rerun_build(http, settings)
