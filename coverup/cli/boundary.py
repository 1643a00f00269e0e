"""The one place where errors become messages and exit codes."""

import os
import platform
import sys
from collections.abc import Callable
from typing import Final

import click

from coverup import __version__
from coverup.cli import aftermath
from coverup.cli.app import App
from coverup.errors import CoverupError

BUG: Final = 1
INTERRUPTED: Final = 130
DOCS: Final = "https://coverup-cli.readthedocs.io/en/stable"
ISSUES: Final = "https://github.com/coverup-cli/coverup/issues"
_SECRET_OPTIONS: Final = ("-r", "--repo-token", "--gitlab-token", "--github-token")


def guarded(app: App, command: Callable[[], object]) -> int:
    """Run a command and return its exit code; everything that can go wrong ends here."""
    _hide_tokens(app)
    try:
        code = command()
    except click.ClickException as error:
        app.console.err.write(app.console.masked(_usage(error)))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        app.console.error("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _abandon_stdout()
        return 0
    except CoverupError as error:
        return _explained(app, error)
    except Exception as error:  # noqa: BLE001 - the boundary: a bug becomes a bug report
        return _bug(app, error)
    aftermath.conclude(app)
    return code if isinstance(code, int) else 0


def _explained(app: App, error: CoverupError) -> int:
    if app.debug:
        app.console.info(_traceback(error))
    app.console.error(error.message, error.hint, f"{DOCS}/reference/errors/#{error.slug}")
    code = aftermath.exit_code(app, error)
    aftermath.conclude(app, error)
    return code


def _bug(app: App, error: Exception) -> int:
    console = app.console
    console.error(f"{type(error).__name__}: {error}", "this is a bug in coverup, please report it")
    system = f"Python {platform.python_version()} on {platform.platform()}"
    console.warn(f"coverup {__version__}, {system}; report it at {ISSUES}")
    console.warn(f"command: coverup {' '.join(app.argv)}")
    if app.debug:
        console.warn(_traceback(error))
    else:
        console.warn("run it again with --debug and add what it prints")
    return aftermath.exit_code(app, error)


def _traceback(error: Exception) -> str:
    from traceback import format_exception

    return "".join(format_exception(error)).rstrip()


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    usage = f"{context.get_usage()}\n" if context is not None else ""
    hint = f"hint: {context.command_path} --help\n" if context is not None else ""
    return f"{usage}error: {error.format_message()}\n{hint}"


def _hide_tokens(app: App) -> None:
    """Mask the tokens on the command line, also where parsing it fails."""
    for option, value in zip(app.argv, [*app.argv[1:], ""], strict=True):
        if option in _SECRET_OPTIONS:
            app.console.hide([value])
        for name in _SECRET_OPTIONS:
            if option.startswith(name) and option != name:
                app.console.hide([option.removeprefix(name).removeprefix("=")])


def _abandon_stdout() -> None:
    """Let Python's last flush go nowhere, when the reader of a pipe has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
