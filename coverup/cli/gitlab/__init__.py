"""`coverup gitlab`: GitLab's Jobs API."""

import click

from coverup.cli import options
from coverup.cli.gitlab import collect, coverage, job, jobs, upload, wait


@click.group("gitlab")
@options.switches
def command() -> None:
    """Use the reports and jobs of a GitLab pipeline."""


for each in (upload, collect, wait, jobs, coverage, job):
    command.add_command(each.command)
