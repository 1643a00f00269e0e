"""One value per setting, from the first place that has it.

The order is option, `COVERALLS_*`, configuration file, detected CI, generic `CI_*`, git. Every
value keeps the name of its place. A place that has a value of no use (an empty string, `false` for
a pull request, a macro that nobody replaced) does not count.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from coverup.errors import ConfigError
from coverup.settings.files import ConfigFile
from coverup.settings.kinds import Value, parse
from coverup.settings.setting import Setting
from coverup.values import Sourced

Options: TypeAlias = Mapping[str, str | bool | tuple[str, ...] | None]

MAY_BE_LEFT_OUT: Final = frozenset({"commit", "url"})
"""Kinds whose bad values do not stop a run, unless they were typed on the command line."""


def first(
    setting: Setting,
    options: Options,
    env: Mapping[str, str],
    files: Iterable[ConfigFile],
    lower: Iterable[Mapping[str, Sourced[str]]],
    *,
    warn: Callable[[str], None],
) -> Sourced[Value] | None:
    """Return the setting's value from the first place that has one.

    Args:
        setting: Which one.
        options: The command line.
        env: The environment.
        files: The configuration files.
        lower: What is asked last, in this order.
        warn: Is told of each value that is left out.

    Raises:
        ConfigError: A value is of the wrong type, or cannot be what it should be.
    """
    for raw in _places(setting, options, env, files):
        try:
            value = parse(setting, raw)
        except ConfigError as error:
            if setting.kind not in MAY_BE_LEFT_OUT or raw.source == _option(setting):
                raise
            warn(f"{error.message}; it is left out")
            continue
        if value is not None:
            return Sourced(value, raw.source)
    for fields in lower:
        found = fields.get(setting.name)
        if found is not None:
            return Sourced(found.value, found.source)
    return None


def _places(
    setting: Setting, options: Options, env: Mapping[str, str], files: Iterable[ConfigFile]
) -> Iterator[Sourced[object]]:
    yield Sourced(options.get(setting.name), _option(setting))
    for variable in setting.env:
        yield Sourced(env.get(variable), f"${variable}")
    for file in files:
        for key in setting.keys:
            yield Sourced(file.values.get(key), f"{file.name}: {key}")


def _option(setting: Setting) -> str:
    return setting.option or setting.name
