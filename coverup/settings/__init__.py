"""Where each value comes from.

`resolve` joins options, environment, configuration files, CI and git into `Settings`, in which
every value is `Sourced`: doctor prints the sources, and error messages name them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from coverup import ci
from coverup.ci import Detected
from coverup.errors import ConfigError, NoTokenError
from coverup.settings.files import ConfigFile
from coverup.settings.kinds import Value
from coverup.settings.resolve import Options, first
from coverup.settings.setting import COMPARE_AUTO
from coverup.settings.table import JOB_FIELDS, SETTINGS
from coverup.settings.token import NOT_SET, Advice, advice
from coverup.values import Secret, Sourced

DEFAULT_ENDPOINT: Final = "https://coveralls.io"
DEFAULT_SERVICE: Final = "coverup"
"""Coveralls requires a service name; where there is no CI, it gets this one."""

GitFields = Callable[[], Mapping[str, Sourced[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one run.

    Attributes:
        values: Each setting that has a value.
        detected: What the CI said.
        token_advice: Why there is no token, if there is none.
        warnings: What the user should know about the configuration.
    """

    values: Mapping[str, Sourced[Value]]
    detected: Detected
    token_advice: Advice = NOT_SET
    warnings: tuple[str, ...] = ()

    def text(self, name: str) -> str | None:
        """Return a setting that is a text."""
        found = self.values.get(name)
        return found.value if found and isinstance(found.value, str) else None

    def flag(self, name: str) -> bool:
        """Return a setting that is on or off; without a value it is off."""
        found = self.values.get(name)
        return found is not None and found.value is True

    def number(self, name: str, otherwise: float) -> float:
        """Return a setting that is a number, a time in seconds, or a size in bytes."""
        text = self.text(name)
        return otherwise if text is None else float(text)

    def items(self, name: str) -> tuple[str, ...]:
        """Return a setting that is a list; without a value it is empty."""
        found = self.values.get(name)
        return found.value if found and isinstance(found.value, tuple) else ()

    def changed(self, name: str, value: Value, source: str) -> "Settings":
        """Return the settings with another value of one of them."""
        return replace(self, values={**self.values, name: Sourced(value, source)})

    @property
    def endpoint(self) -> str:
        """The server, without a slash at the end."""
        return self.text("endpoint") or DEFAULT_ENDPOINT

    @property
    def token(self) -> Secret | None:
        """The token, if one is set."""
        found = self.values.get("repo_token")
        return found.value if found and isinstance(found.value, Secret) else None

    def required_token(self) -> Secret:
        """Return the token.

        Raises:
            NoTokenError: None is set; the hint fits the CI.
        """
        if self.token is None:
            raise NoTokenError(self.token_advice.reason, hint=self.token_advice.hint)
        return self.token

    def job_fields(self) -> dict[str, str | bool]:
        """Return the settings that the job document carries, in its order."""
        fields: dict[str, str | bool] = {}
        for name in JOB_FIELDS:
            found = self.values.get(name)
            if found is not None and isinstance(found.value, (str, bool)):
                fields[name] = found.value
        return fields


def resolve(
    options: Options,
    env: Mapping[str, str],
    files: list[ConfigFile],
    git: GitFields = dict,
) -> Settings:
    """Choose each setting's value; what git says comes last.

    Raises:
        ConfigError: Values are wrong; all of them are told at once.
    """
    detected = ci.detect(env)
    lower = [detected.fields, detected.generic, git()]
    values: dict[str, Sourced[Value]] = {}
    problems: list[ConfigError] = []
    left_out: list[str] = []
    for setting in SETTINGS:
        try:
            found = first(setting, options, env, files, lower, warn=left_out.append)
        except ConfigError as error:
            problems.append(error)
            continue
        if found is not None:
            values[setting.name] = found
    if problems:
        raise ConfigError.of(problems)
    if "repo_token" not in values and ci.github_token_allowed(detected):
        token = ci.meaningful(env.get("GITHUB_TOKEN", ""))
        if token:
            values["repo_token"] = Sourced(Secret(token), "$GITHUB_TOKEN")
    if values.get("compare", Sourced(None, "")).value == COMPARE_AUTO:
        values = {**detected.base, **values}
    values.setdefault("service_name", Sourced(DEFAULT_SERVICE, "default"))
    of_files = (each for file in files for each in file.warnings)
    return Settings(
        values=values,
        detected=detected,
        token_advice=advice(env, detected),
        warnings=(*detected.warnings, *left_out, *of_files),
    )
