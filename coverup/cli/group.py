"""The group of commands, each imported when it is used."""

from importlib import import_module
from typing import Final

import click

from coverup import __version__
from coverup.cli import VERSION
from coverup.cli.options import switches

COMMANDS: Final = {
    "report": "coverup.cli.report",
    "done": "coverup.cli.done",
    "rerun": "coverup.cli.rerun",
    "resend": "coverup.cli.resend",
    "doctor": "coverup.cli.doctor",
    "check": "coverup.cli.check",
    "html": "coverup.cli.html",
    "gitlab": "coverup.cli.gitlab",
    "dashboard": "coverup.cli.dashboard",
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
