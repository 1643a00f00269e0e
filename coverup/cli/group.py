"""The group of commands, each imported when it is used."""

from importlib import import_module
from typing import Final, NamedTuple

import click

from coverup import __version__
from coverup.cli import VERSION
from coverup.cli.options import switches

_AROUND: Final = 6
"""Columns around the two of a list of commands, as Click counts them."""


class Listed(NamedTuple):
    """A command that is not imported yet.

    Attributes:
        module: Where it is, as `command`.
        help: The first sentence of its help, for the list of all commands.
    """

    module: str
    help: str


COMMANDS: Final = {
    "report": Listed(
        "coverup.cli.report", "Read coverage reports and deliver one job to Coveralls."
    ),
    "done": Listed("coverup.cli.done", "Close a parallel build: all of its jobs have been sent."),
    "rerun": Listed(
        "coverup.cli.rerun", "Ask Coveralls to calculate a build again from the jobs that it has."
    ),
    "resend": Listed(
        "coverup.cli.resend", "Deliver jobs that an earlier run could not, oldest first."
    ),
    "doctor": Listed(
        "coverup.cli.doctor", "Show every value with its source, and check what an upload needs."
    ),
    "check": Listed(
        "coverup.cli.check",
        "Judge coverage reports here and now: totals, changed lines, thresholds.",
    ),
    "html": Listed(
        "coverup.cli.html",
        "Write an HTML report: totals, folders, and each file with its source.",
    ),
    "gitlab": Listed("coverup.cli.gitlab", "Use the reports and jobs of a GitLab pipeline."),
    "dashboard": Listed("coverup.cli.dashboard", "Show coverage on a code-coverage-dashboard."),
    "sandbox": Listed("coverup.cli.sandbox", "Run a local stand-in for Coveralls."),
}
"""Every command, in the order in which a pipeline meets them."""


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of a pipeline, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name].module).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List all commands, of which none is imported for that."""
        room = formatter.width - _AROUND - max(map(len, COMMANDS))
        rows = [
            (name, click.Command(name, help=each.help).get_short_help_str(room))
            for name, each in COMMANDS.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or propose the one that is spelled most like it."""
        if args[0] not in COMMANDS:
            from difflib import get_close_matches

            if close := get_close_matches(args[0], COMMANDS, n=1):
                ctx.fail(f"no such command {args[0]!r}, did you mean {close[0]!r}?")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message=VERSION)
@switches
def cli() -> None:
    """Upload coverage reports of any tool to Coveralls."""
