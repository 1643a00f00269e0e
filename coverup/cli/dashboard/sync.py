"""`coverup dashboard sync`: delete what the dashboard has of branches that are gone."""

import sys
from typing import Any, Final

import click

from coverup.cli import options
from coverup.cli.app import app_of
from coverup.cli.dashboard import _shared
from coverup.cli.dashboard.list import table
from coverup.pipeline.wording import counted

STDIN: Final = "-"


@click.command("sync")
@click.argument("branches", nargs=-1, metavar="BRANCH...")
@click.option("--yes", is_flag=True, help="Delete it.")
@_shared.repository
@_shared.credentials
@_shared.server
@options.switches
@click.pass_context
def sync(context: click.Context, /, **parameters: Any) -> None:  # noqa: ANN401 - click's parameters
    """Delete the reports, with their history, of all branches but these.

    Shows what would be deleted, and deletes it with --yes. `-` reads branches from standard input,
    also as `git ls-remote --heads origin` prints them.
    """
    from coverup.dashboard.identity import parameters as filed_of
    from coverup.dashboard.identity import token_of
    from coverup.dashboard.sync import branches_of, doomed

    app = app_of(context)
    words = [each for each in parameters["branches"] if each != STDIN]
    reads = STDIN in parameters["branches"]
    staying = branches_of(words, sys.stdin if reads else ())
    run = _shared.run_of(app, parameters)
    filed = filed_of(run, "org_name", "repo_name", "commit_hash", "github_api_url")
    token = token_of(run)
    app.console.hide([token.reveal()])
    with _shared.connected(app, run, parameters) as dashboard:
        where = {name: filed[name] for name in ("org_name", "repo_name")}
        gone = doomed(dashboard.rows(where, full=True), staying)
        if not gone:
            app.console.result("nothing to delete: the dashboard has no other branch")
            return
        for line in table([row for rows in gone.values() for row in rows]):
            app.console.result(line)
        what = f"{counted(sum(map(len, gone.values())), 'report')} of {len(gone)} of its branches"
        if not parameters["yes"]:
            message = f"{what} would be deleted for good; add --yes to do it"
            raise click.UsageError(message)
        dashboard.keep_only(staying, filed, token)
    app.console.result(f"deleted {what}")
