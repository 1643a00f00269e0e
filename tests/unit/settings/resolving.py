"""Settings from a few values, as the tests need them."""

from collections.abc import Mapping

from coverup.settings import Settings, resolve
from coverup.settings.files import ConfigFile
from coverup.settings.resolve import Options
from coverup.values import Sourced


def settings(
    env: Mapping[str, str] | None = None,
    options: Options | None = None,
    file: Mapping[str, object] | None = None,
    git: Mapping[str, str] | None = None,
) -> Settings:
    files = [ConfigFile("pyproject.toml [tool.coverup]", file)] if file is not None else []
    fields = {name: Sourced(value, "git") for name, value in (git or {}).items()}
    return resolve(options or {}, env or {}, files, lambda: fields)
