"""The environment as the table of services reads it."""

from collections.abc import Mapping
from functools import cached_property

from coverup.ci.event import Event, read_event
from coverup.ci.texts import meaningful, truth


class Env:
    """Environment variables with their values trimmed; an empty variable counts as unset.

    `docker compose` and CI services pass unset variables on as empty ones.

    Attributes:
        warnings: What went wrong while reading, each once.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.warnings: list[str] = []

    def get(self, name: str) -> str | None:
        """Return a variable's value, None if it says nothing.

        Windows keeps every name in upper case, also `bamboo_planKey` and `ghprbPullId`.
        """
        return meaningful(self._variables.get(name) or self._variables.get(name.upper()) or "")

    def is_on(self, name: str) -> bool:
        """Tell whether a variable is set and not switched off."""
        return truth(self.get(name) or "")

    def warn(self, warning: str) -> None:
        """Keep a warning, once."""
        if warning not in self.warnings:
            self.warnings.append(warning)

    @cached_property
    def event(self) -> Event:
        """The event file of GitHub Actions, read when a rule first asks for it."""
        return read_event(self.get("GITHUB_EVENT_PATH"))
