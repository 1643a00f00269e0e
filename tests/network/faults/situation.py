"""One situation of the fault suite: what is arranged, and what must come of it."""

from dataclasses import dataclass
from enum import Enum

from tests.network.faults.scene import Arrange


class Place(Enum):
    """Where the job is in the end: how often on the server, and how often in the spool."""

    STORED = (1, 0)
    KEPT = (0, 1)
    """Also when the server has said no, or the settings are wrong."""
    BOTH = (1, 1)
    """The server had it and said that it had not: it is replaced when it is sent again."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A row of the table.

    Attributes:
        name: What happens.
        arrange: Starts it.
        code: The exit code.
        place: Where the job is in the end.
        words: Further options.
        said: What the error, or the notes on the way, must have in them.
        tries: How many connections the server must have seen, if that matters.
        waits: How many times the client must have waited, if that matters.
        waited: The least and the most seconds it must have waited in all, if that matters.
        resent: Whether `coverup resend` must succeed afterwards.
    """

    name: str
    arrange: Arrange
    code: int = 0
    place: Place = Place.STORED
    words: tuple[str, ...] = ()
    said: str = ""
    tries: int | None = None
    waits: int | None = None
    waited: tuple[float, float] | None = None
    resent: bool = False
