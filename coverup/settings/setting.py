"""What a setting is: its option, its variables and its keys in configuration files."""

from typing import Final, Literal, NamedTuple

Kind = Literal[
    "auto",
    "text",
    "path",
    "flag",
    "token",
    "branch",
    "pull_request",
    "commit",
    "url",
    "endpoint",
    "list",
    "map",
    "percent",
    "percents",
    "number",
    "seconds",
    "size",
    "choice",
]

COMPARE_AUTO: Final = "auto"
"""The only value of a setting of the kind `auto`, beside none."""


class Setting(NamedTuple):
    """One setting.

    Attributes:
        name: What the job document calls it; for those not in the document, coverup's own word.
        kind: How its text is read.
        help: One line for the documentation.
        option: The option on the command line, None if there is none.
        env: Variables, the first that is not empty wins.
        keys: Keys in `[tool.coverup]` and `.coveralls.yml`.
        choices: The only values of the kind `choice`.
    """

    name: str
    kind: Kind
    help: str
    option: str | None = None
    env: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


def row(name: str, kind: Kind, help_text: str, option: str | None, *env: str) -> Setting:
    """Return a setting whose key is its name."""
    return Setting(name, kind, help_text, option, env, (name,))


def choice(name: str, help_text: str, *choices: str) -> Setting:
    """Return a setting that has one of a few values."""
    return Setting(name, "choice", help_text, f"--{name.replace('_', '-')}", (), (name,), choices)
