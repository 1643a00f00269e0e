"""How a use-case tells what it is doing, without knowing who listens."""

from typing import Protocol


class Listener(Protocol):
    """Somebody who is told what happens: the terminal, or nobody."""

    def info(self, text: str) -> None:
        """Take a line about the normal course."""

    def detail(self, text: str) -> None:
        """Take a line that only matters to those who ask for more (`-v`)."""

    def warn(self, text: str) -> None:
        """Take something that the user should look at."""


class Silence:
    """A listener that listens to nothing."""

    def info(self, text: str) -> None:
        """Do nothing."""

    detail = warn = info
