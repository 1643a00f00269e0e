"""Time that passes only when a test, or a server of a test, says so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate


@dataclass
class FakeTime:
    """A clock.

    Attributes:
        started: When it began, in seconds since 1970.
        passed: Seconds since then.
        waits: How long each sleep was.
    """

    started: float = 1_800_000_000.0
    passed: float = 0.0
    waits: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.passed

    def now(self) -> float:
        return self.started + self.passed

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.passed += seconds

    def date(self, seconds: float) -> str:
        """Return the moment in so many seconds, as HTTP writes it."""
        return formatdate(self.started + seconds, usegmt=True)

    def dripping(self, pieces: Iterable[bytes], seconds: float) -> Iterator[bytes]:
        """Yield pieces, each of which takes so many seconds."""
        for piece in pieces:
            self.passed += seconds
            yield piece
