"""Closing a parallel build; it needs neither git nor a checkout."""

from collections.abc import Iterator

from coverup.coveralls import client
from coverup.coveralls.answers import Said
from coverup.errors import ConfigError
from coverup.http import Http
from coverup.pipeline.checks import upload_warnings
from coverup.pipeline.identity import Run, require_build_number
from coverup.pipeline.listener import Listener


def done(run: Run, http: Http, tell: Listener, *, dry_run: bool = False) -> Said | None:
    """Tell Coveralls that a parallel build has all of its jobs; None if it is a dry run.

    Raises:
        ConfigError: The token or the build number is missing.
        CoverupError: The server could not be reached, failed or refused.
    """
    settings = run.settings
    for warning in upload_warnings(run, closes_build=True):
        tell.warn(warning)
    problems = list(_problems(run, dry_run=dry_run))
    if problems:
        raise ConfigError.of(problems)
    number = settings.values["service_number"]
    flags = ", ".join(settings.items("carryforward"))
    carrying = f", carrying forward {flags}" if flags else ""
    tell.info(f"closing build {number.value} ({number.source}) at {settings.endpoint}{carrying}")
    return None if dry_run else client.close_build(http, settings)


def _problems(run: Run, *, dry_run: bool) -> Iterator[ConfigError]:
    try:
        require_build_number(run.settings)
    except ConfigError as error:
        yield error
    try:
        if not dry_run:
            run.settings.required_token()
    except ConfigError as error:
        yield error
