"""One value per setting, from the first place that has it.

The order is option, `COVERALLS_*`, configuration file, detected CI, generic `CI_*`, git. Every
value keeps the name of its place. A place that has a value of no use (an empty string, `false` for
a pull request, a macro that nobody replaced) does not count.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from coverup.ci import (
    branch_name,
    commit_hash,
    meaningful,
    pull_request_number,
    truth,
    web_address,
)
from coverup.errors import ConfigError
from coverup.settings.files import ConfigFile
from coverup.settings.table import COMPARE_AUTO, Kind, Setting
from coverup.values import Secret, Sourced

Value: TypeAlias = str | bool | tuple[str, ...] | Secret
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
            value = parse(setting.kind, raw)
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


def parse(kind: Kind, raw: Sourced[object]) -> Value | None:
    """Return the raw value as its kind wants it, None if it says nothing.

    Raises:
        ConfigError: It is of the wrong type, or cannot be what it should be.
    """
    if isinstance(raw.value, str):
        text = meaningful(raw.value)
        # A path may hold bytes that are not UTF-8.
        raw = Sourced(raw.value.strip() if text and kind == "path" else text, raw.source)
    if raw.value is None or raw.value == ():
        return None
    if kind == "flag":
        return raw.value if isinstance(raw.value, bool) else truth(_text(raw))
    if kind == "list":
        return _list(raw)
    if kind == "map":
        return _map(raw)
    return _READ[kind](_text(raw), raw.source)


def _text(raw: Sourced[object]) -> str:
    if isinstance(raw.value, (str, int, float)) and not isinstance(raw.value, bool):
        return str(raw.value)
    kind = type(raw.value).__name__
    raise ConfigError(f"{raw.source}: must be a text, not a {kind}", hint="put it in quotes")


def _list(raw: Sourced[object]) -> tuple[str, ...] | None:
    items = raw.value.split(",") if isinstance(raw.value, str) else raw.value
    if not isinstance(items, (list, tuple)) or not all(isinstance(item, str) for item in items):
        raise ConfigError(f"{raw.source}: must be a list of texts")
    return tuple(item.strip() for item in items if item.strip()) or None


def _map(raw: Sourced[object]) -> tuple[str, ...] | None:
    """Return `FROM=TO` texts; a configuration file may have them as a table too."""
    if not isinstance(raw.value, dict):
        return _list(raw)
    rules = [f"{start}={target}" for start, target in raw.value.items()]
    return _list(Sourced(rules, raw.source))


def _percent(text: str, source: str) -> str:
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = -1
    if not 0 <= number <= 100:  # noqa: PLR2004 - that is what percent means
        hint = "give a number from 0 to 100"
        raise ConfigError(f"{source}: {text!r} is not a percentage", hint=hint)
    return f"{number:g}"


def _endpoint(text: str, source: str) -> str:
    url = text if "://" in text else f"https://{text}"
    host = url.partition("://")[2].partition("/")[0]
    if not url.startswith(("https://", "http://")) or not host:
        hint = "give it as https://coveralls.example.com"
        raise ConfigError(f"{source}: {text!r} is not the address of a server", hint=hint)
    if "@" in host:
        hint = "leave user and password out: Coveralls knows you by the token alone"
        raise ConfigError(f"{source}: the address has a login in it", hint=hint)
    return url.rstrip("/")


def _commit(text: str, source: str) -> str:
    sha = commit_hash(text)
    if sha is None:
        hint = "give 7 to 64 hexadecimal digits, as `git rev-parse HEAD` prints them"
        raise ConfigError(f"{source}: {text!r} is not the hash of a commit", hint=hint)
    return sha


def _url(text: str, source: str) -> str:
    url = web_address(text)
    if url is None:
        hint = "give it as https://ci.example.com/builds/1"
        raise ConfigError(f"{source}: {text!r} is not the address of a page", hint=hint)
    return url


def _auto(text: str, source: str) -> str | None:
    if text.lower() != COMPARE_AUTO and truth(text):
        raise ConfigError(f"{source}: {text!r} is not known", hint="the only choice is auto")
    return COMPARE_AUTO if truth(text) else None


_READ: Final[Mapping[Kind, Callable[[str, str], Value | None]]] = {
    "auto": _auto,
    "text": lambda text, _source: text,
    "path": lambda text, _source: text,
    "token": lambda text, _source: Secret(text),
    "branch": lambda text, _source: branch_name(text),
    "pull_request": lambda text, _source: pull_request_number(text),
    "commit": _commit,
    "url": _url,
    "endpoint": _endpoint,
    "percent": _percent,
}
