"""The `coverup` command: the group of commands, each imported when it is used."""

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Final, NoReturn

import click

from coverup import __version__
from coverup.cli.app import App
from coverup.cli.boundary import guarded
from coverup.cli.options import switches

COMMANDS: Final = {
    "report": "coverup.cli.report",
    "done": "coverup.cli.done",
    "rerun": "coverup.cli.rerun",
    "resend": "coverup.cli.resend",
    "doctor": "coverup.cli.doctor",
    "sandbox": "coverup.cli.sandbox",
}
"""The module of each command, in the order in which a pipeline meets them."""


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of a pipeline, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name]).command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or propose the one that is spelled most like it."""
        if args[0] not in COMMANDS and (close := get_close_matches(args[0], COMMANDS, n=1)):
            ctx.fail(f"no such command {args[0]!r}, did you mean {close[0]!r}?")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="coverup %(version)s")
@switches
def cli() -> None:
    """Upload coverage reports of any tool to Coveralls."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run the command line and return the exit code."""
    app = App.of_process(arguments)
    return guarded(
        app, lambda: cli.main(arguments, prog_name="coverup", standalone_mode=False, obj=app)
    )
