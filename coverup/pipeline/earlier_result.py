"""The earlier result that a verdict is compared with: a saved one, or Coveralls' own."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from coverup.coveralls import builds
from coverup.errors import ConfigError, CoverupError
from coverup.http import Http
from coverup.pipeline.identity import FULL_SHA, Run
from coverup.pipeline.listener import Listener
from coverup.pipeline.patch import bases_of
from coverup.settings import Settings
from coverup.values import Sourced
from coverup.verdict.comparison import LARGEST, Previous, from_json

COVERALLS: Final = "coveralls"
_OF_THIS_BUILD: Final = ("service_number", "service_attempt", "service_build_url")
"""Settings that would rule out the build of another commit."""


def earlier_result(
    run: Run, tell: Listener, http: Callable[[], Http] | None, *, needed: bool
) -> Previous | None:
    """Return what a verdict is compared with, None if there is nothing.

    Args:
        run: Whose setting `previous` names it.
        tell: Is told why there is nothing, although it was asked for.
        http: Opens the session for Coveralls.
        needed: Whether a gate needs it. A file that is not there is no error even then, since a
            first run has no earlier one; that it cannot be read, or that Coveralls cannot be asked,
            is one.

    Raises:
        ConfigError: The file is none that coverup wrote.
        CoverupError: A gate needs Coveralls' numbers, and there is no answer.
    """
    previous = run.settings.text("previous")
    if previous is None:
        if needed:
            _tell_nothing(run, tell)
        return None
    if previous == COVERALLS and http is not None:
        try:
            return _of_coveralls(run, tell, http())
        except CoverupError as error:
            if needed:
                raise
            tell.warn(f"not compared with Coveralls: {error.message}")
            return None
    return _saved(run.top / previous, previous, tell)


def _tell_nothing(run: Run, tell: Listener) -> None:
    """Refuse a gate that cannot be held, where it was asked for on the command line.

    In a configuration file it is also for `report --wait`, which asks Coveralls.
    """
    source = run.settings.values["max_drop"].source
    message = f"{source}: there is no earlier result to compare with"
    hint = "save one with `coverup check --json`, and give it as --previous FILE"
    if source == "--max-drop":
        raise ConfigError(message, hint=hint)
    tell.info(f"{message} ({hint})")


def _saved(path: Path, name: str, tell: Listener) -> Previous | None:
    hint = "save it with `coverup check --json >FILE`"
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ConfigError(f"{name}: too large for an earlier result", hint=hint)
        return from_json(name, content)
    except FileNotFoundError:
        tell.warn(f"{name}: there is no earlier result, so nothing is compared with one")
        return None
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror}", hint=hint) from error
    except ValueError as error:
        raise ConfigError(f"{name}: is no result of coverup", hint=hint) from error


def _of_coveralls(run: Run, tell: Listener, http: Http) -> Previous | None:
    """Return what Coveralls shows of the base commit, which it does for public repositories."""
    commit = _base_commit(run)
    build = builds.look(http, _settings_about(run.settings, commit))
    if build is None or build.percent is None:
        tell.warn(f"Coveralls has no coverage of commit {commit[:8]}, so nothing is compared")
        return None
    # Coveralls' JSON writes a decimal number; its text is exact, the float's binary value is not.
    return Previous(name=f"Coveralls {commit[:8]}", percent=Fraction(str(build.percent)))


def _base_commit(run: Run) -> str:
    for base in bases_of(run):
        found = run.repository.commit(base.value) if run.repository else None
        if found is not None:
            return found.id
        if len(base.value) == FULL_SHA:
            return base.value
    hint = "give the base's commit: --base SHA"
    raise ConfigError("--previous coveralls: the commit of the base is not known", hint=hint)


def _settings_about(settings: Settings, commit: str) -> Settings:
    values = {k: value for k, value in settings.values.items() if k not in _OF_THIS_BUILD}
    return replace(settings, values={**values, "commit_sha": Sourced(commit, "base")})
