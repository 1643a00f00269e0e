"""The `coverup` command. This module imports nothing that a mere `--version` does not need."""

import gc
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from coverup import __version__

VERSION: Final = f"coverup {__version__}"
"""What `--version` prints."""
_OFTEN_ENOUGH: Final = 50_000
"""New objects, after which Python looks for those in cycles that nobody uses any more."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit."""
    # Importing makes many objects and no garbage: by Python's usual 700, a short run spends a
    # twentieth of its time on looking for some.
    gc.set_threshold(_OFTEN_ENOUGH)
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run the command line and return the exit code."""
    if arguments == ["--version"] and _say_version():
        return 0
    from coverup.cli.app import App
    from coverup.cli.boundary import guarded
    from coverup.cli.group import cli

    app = App.of_process(arguments)
    return guarded(
        app, lambda: cli.main(arguments, prog_name="coverup", standalone_mode=False, obj=app)
    )


def _say_version() -> bool:
    """Print the version; where that fails, return False: the usual way knows why, and what to do.

    This saves the time of importing Click, which is most of what the whole command would take.
    """
    try:
        print(VERSION, flush=True)  # noqa: T201 - the console is what takes time
    except (OSError, ValueError):
        return False
    return True
