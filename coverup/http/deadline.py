"""How long a request may take in all, with its repetitions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf


class DeadlineError(TimeoutError):
    """The time for a request is over."""


@dataclass
class Deadline:
    """A moment that no part of a request may outlast.

    Attributes:
        clock: Says the time in seconds.
        seconds: How long a request may take.
    """

    clock: Callable[[], float]
    seconds: float
    _end: float = field(default=inf, repr=False)

    def start(self) -> None:
        """Begin to count for a new request."""
        self._end = self.clock() + self.seconds

    def left(self) -> float:
        """Return the seconds that are left; none are left at 0 and below."""
        return self._end - self.clock()

    def at_most(self, seconds: float) -> float:
        """Return a timeout, shortened to what is left.

        Raises:
            DeadlineError: Nothing is left.
        """
        left = self.left()
        if left <= 0:
            message = "the deadline is over"
            raise DeadlineError(message)
        return min(seconds, left)
