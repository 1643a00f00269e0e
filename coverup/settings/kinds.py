"""How the text of each kind of setting is read."""

import re
from collections.abc import Callable, Mapping
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
from coverup.settings.setting import COMPARE_AUTO, Kind, Setting
from coverup.values import Secret, Sourced

Value: TypeAlias = str | bool | tuple[str, ...] | Secret
_SECONDS: Final = {"": 1, "s": 1, "m": 60, "h": 3600}
_BYTES: Final = {"": 1, "B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3}
_QUANTITY: Final = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?) ?(?P<unit>[A-Za-z]*)")


def parse(setting: Setting, raw: Sourced[object]) -> Value | None:
    """Return the raw value as its kind wants it, None if it says nothing.

    Raises:
        ConfigError: It is of the wrong type, or cannot be what it should be.
    """
    kind = setting.kind
    if isinstance(raw.value, str):
        text = meaningful(raw.value)
        # A path may hold bytes that are not UTF-8.
        raw = Sourced(raw.value.strip() if text and kind == "path" else text, raw.source)
    if raw.value is None or raw.value == ():
        return None
    if kind == "flag":
        return raw.value if isinstance(raw.value, bool) else truth(_text(raw))
    if kind in _LISTS:
        return _LISTS[kind](raw)
    if kind == "choice":
        return _chosen(_text(raw), raw.source, setting.choices)
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
    if not all(isinstance(target, str) for target in raw.value.values()):
        hint = 'write it as "/app" = "packages/web"'
        raise ConfigError(f"{raw.source}: must map texts to texts", hint=hint)
    rules = [f"{start}={target}" for start, target in raw.value.items()]
    return _list(Sourced(rules, raw.source))


def _percents(raw: Sourced[object]) -> tuple[str, ...] | None:
    """Return `NAME=PERCENT` texts; a configuration file may have them as a table of numbers too."""
    table = raw.value.items() if isinstance(raw.value, dict) else ()
    texts = [f"{name}={percent}" for name, percent in table]
    rules = _list(Sourced(texts, raw.source) if isinstance(raw.value, dict) else raw)
    return tuple(_percent_rule(rule, raw.source) for rule in rules or ()) or None


def _percent_rule(rule: str, source: str) -> str:
    name, _, percent = rule.rpartition("=")
    if not name.strip():
        hint = "give a name and a number from 0 to 100: src/core/=95"
        raise ConfigError(f"{source}: {rule!r} is no threshold", hint=hint)
    return f"{name.strip()}={_percent(percent.strip(), f'{source}: {name.strip()}')}"


def _chosen(text: str, source: str, choices: tuple[str, ...]) -> str:
    if text.lower() not in choices:
        hint = f"choose {', '.join(choices[:-1])} or {choices[-1]}"
        raise ConfigError(f"{source}: {text!r} is not known", hint=hint)
    return text.lower()


def _number(text: str, source: str) -> str:
    if not text.isdecimal():
        raise ConfigError(f"{source}: {text!r} is not a number", hint="give 0, 1, 2 and so on")
    return str(int(text))


def _seconds(text: str, source: str) -> str:
    hint = "give seconds, or a number with its unit: 30, 30s, 10m, 1h"
    return f"{_quantity(text, _SECONDS, f'{source}: {text!r} is not a time', hint):g}"


def _size(text: str, source: str) -> str:
    hint = "give bytes, or a number with its unit: 500kB, 20MB"
    units = {unit.upper(): factor for unit, factor in _BYTES.items()}
    return f"{_quantity(text.upper(), units, f'{source}: {text!r} is not a size', hint):.0f}"


def _quantity(text: str, units: Mapping[str, int], problem: str, hint: str) -> float:
    found = _QUANTITY.fullmatch(text.strip())
    if found is None or found["unit"] not in units:
        raise ConfigError(problem, hint=hint)
    return float(found["number"]) * units[found["unit"]]


def _percent(text: str, source: str) -> str:
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = -1
    if not 0 <= number <= 100:  # noqa: PLR2004 - that is what percent means
        hint = "give a number from 0 to 100"
        raise ConfigError(f"{source}: {text!r} is not a percentage", hint=hint)
    return f"{number:.12g}"


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
    "number": _number,
    "seconds": _seconds,
    "size": _size,
}
_LISTS: Final[Mapping[Kind, Callable[[Sourced[object]], tuple[str, ...] | None]]] = {
    "list": _list,
    "map": _map,
    "percents": _percents,
}
