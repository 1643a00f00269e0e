"""What follows a command: its exit code, and what the CI is told beside the log."""

from typing import Final

from coverup.cli.app import App
from coverup.errors import CoverupError, NetworkError
from coverup.values import Sourced

OPTION: Final = "--on-error"
_CHOICES: Final = ("fail", "warn", "ignore")
_TITLES: Final = {
    "report": ("Coverage was sent to Coveralls", "Coverage was NOT sent to Coveralls"),
    "resend": ("Coverage was sent to Coveralls", "Coverage was NOT sent to Coveralls"),
    "done": ("The build on Coveralls was closed", "The build on Coveralls was NOT closed"),
    "rerun": ("Coveralls calculates the build again", "The build was NOT calculated again"),
    "check": ("The coverage holds", "The coverage could NOT be checked"),
}
"""Commands whose outcome the CI is told: what they came to if all went well, and else."""
_OTHERS: Final = ("coverup did what it was asked", "A server had a fault")
_WITH_VALUE: Final = frozenset({"-c", "--config-path", "--color"})
"""Options that may stand before the command, and whose value is no command."""
_WANTED_BY: Final = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
"""Variables by which a CI says that it takes outcomes."""
_UNDONE: Final = ("failed", "spooled")


def exit_code(app: App, error: Exception) -> int:
    """Return what the process answers to an error, which has been printed.

    `--on-error warn` turns a server's fault into 0, and nothing else; it says so in the way of the
    CI. `ignore`, like `--no-fail`, turns every error of coverup into 0.
    """
    code = (error if isinstance(error, CoverupError) else CoverupError).exit_code
    chosen = what_becomes(app)
    instead = f"exit code 0 instead of {code}, because of {_named(chosen)}"
    if chosen.value == "ignore":
        app.console.info(instead)
        return 0
    if chosen.value == "warn" and isinstance(error, NetworkError):
        app.console.warn(instead)
        _warn_loudly(app, error)
        return 0
    return code


def _warn_loudly(app: App, error: CoverupError) -> None:
    from coverup.render import ci_messages

    text = f"{error.message}\n{error.hint}" if error.hint else error.message
    ci_messages.warn(app.console, app.env, _title(app, undone=True), text)


def conclude(app: App, error: CoverupError | None = None) -> None:
    """Hand an outcome to the CI as outputs and a summary, where it takes such things.

    Without an outcome, of an error what is known.
    """
    document = app.console.outcome
    if document is None and error is not None and _command(app) in _TITLES:
        told = {"slug": error.slug, "message": error.message, "hint": error.hint}
        document = {"status": "failed", "error": told}
    if document is not None and any(name in app.env for name in _WANTED_BY):
        from coverup.render import job_summary

        undone = document.get("status") in _UNDONE
        job_summary.publish(app.console, app.env, document, _title(app, undone=undone))


def what_becomes(app: App) -> Sourced[object]:
    """Return what becomes of errors: `--no-fail`, then `--on-error`, then the configuration.

    The option is read from the command line itself, since an error may come before any command has
    settings; and when these are the error, the option alone counts.
    """
    if app.no_fail:
        return Sourced("ignore", "--no-fail")
    option = _option(app.argv)
    if option:
        return Sourced(option, OPTION)
    try:
        found = app.ran.settings.values.get("on_error") if app.ran else None
    except Exception:  # noqa: BLE001 - a second error must not hide the one that is being told
        found = None
    return found or Sourced("fail", "default")


def _option(argv: list[str]) -> str | None:
    """Return the option's value; the last one counts, as for every option."""
    found = None
    for word, following in zip(argv, [*argv[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        chosen = value if equals else following
        if name == OPTION and chosen in _CHOICES:
            found = chosen
    return found


def _named(chosen: Sourced[object]) -> str:
    return chosen.source if chosen.source == "--no-fail" else f"{chosen.source} {chosen.value}"


def _command(app: App) -> str:
    words = iter(app.argv)
    for word in words:
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def _title(app: App, *, undone: bool) -> str:
    return _TITLES.get(_command(app), _OTHERS)[undone]
