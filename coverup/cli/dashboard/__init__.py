"""`coverup dashboard`: rakutentech's code-coverage-dashboard."""

import click

from coverup.cli.dashboard.badge import badge
from coverup.cli.dashboard.list import list_reports
from coverup.cli.dashboard.push import push
from coverup.cli.dashboard.sync import sync


@click.group("dashboard")
def command() -> None:
    """Show coverage on a code-coverage-dashboard."""


for each in (push, list_reports, badge, sync):
    command.add_command(each)
