"""How long each stage of a command takes, for `--timings`."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final, TypeVar

T = TypeVar("T")

STAGES: Final = ("discovery", "reading", "paths", "digests", "job", "gzip", "network", "other")
"""In the order in which a report passes them; `other` is what is in none of them."""
_OTHER: Final = STAGES[-1]


class Stages:
    """A clock that always runs for one stage: one that is begun within another interrupts it.

    It stands still, and costs next to nothing, until it is started.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._seconds = dict.fromkeys(STAGES, 0.0)
        self._stage = _OTHER
        self._since: float | None = None

    def start(self) -> None:
        """Begin with measuring."""
        self._since = self._clock()

    @property
    def started(self) -> bool:
        """Whether anything is measured."""
        return self._since is not None

    def seconds(self) -> dict[str, float]:
        """Return the seconds of each stage until now."""
        self._switch(self._stage)
        return dict(self._seconds)

    def running(self, stage: str) -> AbstractContextManager[None]:
        """Count the time within for a stage."""
        return self._running(stage) if self.started else nullcontext()

    def each(self, stage: str, items: Iterable[T]) -> Iterable[T]:
        """Count the time that it takes to come by each item for a stage."""
        return self._each(stage, iter(items)) if self.started else items

    @contextmanager
    def _running(self, stage: str) -> Iterator[None]:
        interrupted = self._stage
        self._switch(stage)
        try:
            yield
        finally:
            self._switch(interrupted)

    def _each(self, stage: str, items: Iterator[T]) -> Iterator[T]:
        while True:
            with self._running(stage):
                try:
                    item = next(items)
                except StopIteration:
                    return
            yield item

    def _switch(self, stage: str) -> None:
        if self._since is not None:
            now = self._clock()
            self._seconds[self._stage] += now - self._since
            self._since = now
        self._stage = stage
