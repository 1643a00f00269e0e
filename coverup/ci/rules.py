"""The rules that the table of services is written in: where a value can be found.

A rule is

- the name of a variable: `"CIRCLE_BRANCH"`;
- a text with variables in braces, left out when one of them is unset:
  `"{CIRCLE_BUILD_NUM}-{CIRCLE_NODE_INDEX}"`. In links the values are percent-encoded;
- `Part`, `When` or a function, for what a name cannot say.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FunctionType
from typing import Final, TypeAlias
from urllib.parse import quote

from coverup.ci.env import Env
from coverup.ci.texts import FALSE, READERS, read_field, web_address
from coverup.values import Sourced

Found: TypeAlias = Sourced[str] | None
Rule: TypeAlias = str | Callable[[Env], Found]
Rules: TypeAlias = tuple[Rule, ...]

_IN_BRACES: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a variable's value that the pattern's only group matches; all or nothing."""

    name: str
    pattern: str

    def __call__(self, env: Env) -> Found:
        """Match the whole value."""
        match = re.fullmatch(self.pattern, env.get(self.name) or "")
        return Sourced(match[1], f"${self.name}") if match else None

    def __str__(self) -> str:
        return f"part of {self.name}"


@dataclass(frozen=True, slots=True)
class When:
    """A variable's value, when another variable is on, or matches the whole pattern if given."""

    condition: str
    name: str
    pattern: str | None = None

    def __call__(self, env: Env) -> Found:
        """Test the condition, then take the value."""
        asked = env.get(self.condition) or ""
        if self.pattern is None:
            holds = asked.lower() not in FALSE
        else:
            holds = re.fullmatch(self.pattern, asked) is not None
        return _variable(self.name, env) if holds else None

    def __str__(self) -> str:
        return f"{self.name} (depends on {self.condition})"


@dataclass(frozen=True, slots=True)
class Differs:
    """A variable's value, when it is another than that of a second variable; both must be set."""

    name: str
    other: str

    def __call__(self, env: Env) -> Found:
        """Compare the two."""
        differs = env.get(self.other) not in {None, env.get(self.name)}
        return _variable(self.name, env) if differs else None

    def __str__(self) -> str:
        return f"{self.name} (if other than {self.other})"


def first(field: str, rules: Iterable[Rule], env: Env) -> Found:
    """Return the first value among the rules that means something for a field."""
    for rule in rules:
        found = _apply(field, rule, env)
        value = read_field(field, found.value) if found else None
        if found and value:
            return Sourced(value, found.source)
    return None


def describe(rule: Rule) -> str:
    """Say in a few words where a rule looks, for the table in the documentation."""
    if isinstance(rule, FunctionType):
        return (rule.__doc__ or "").partition("\n")[0]
    return str(rule)


def _apply(field: str, rule: Rule, env: Env) -> Found:
    if not isinstance(rule, str):
        return rule(env)
    if "{" not in rule:
        return _variable(rule, env)
    return _fill(rule, env, in_link=READERS.get(field) is web_address)


def _variable(name: str, env: Env) -> Found:
    value = env.get(name)
    return Sourced(value, f"${name}") if value else None


def _fill(template: str, env: Env, *, in_link: bool) -> Found:
    values = {name: env.get(name) for name in _IN_BRACES.findall(template)}
    texts = {name: value for name, value in values.items() if value}
    if len(texts) < len(values):
        return None
    if in_link:
        start = template.partition("}")[0].removeprefix("{")
        texts = {name: _in_link(value, is_start=name == start) for name, value in texts.items()}
        if not all(texts.values()):
            return None
    filled = _IN_BRACES.sub(lambda match: texts[match[1]], template)
    return Sourced(filled, _IN_BRACES.sub(r"$\1", template))


def _in_link(value: str, *, is_start: bool) -> str:
    # Azure writes its address with a slash at the end, GitHub without.
    if is_start and web_address(value):
        return value.rstrip("/")
    return quote("/".join(filter(None, value.split("/"))), safe="/")
