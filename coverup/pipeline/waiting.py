"""Waiting for something that a server or another job will do."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

Found = TypeVar("Found")
Clock = Callable[[], float]
Sleep = Callable[[float], None]

PATIENCE: Final = 600.0
"""Seconds that are waited unless `--wait-for` says otherwise."""
_FIRST_PAUSE: Final = 2.0
_LONGEST_PAUSE: Final = 30.0
_LONGER: Final = 1.5


def wait_until(
    look: Callable[[], Found | None],
    patience: float,
    *,
    clock: Clock = time.monotonic,
    sleep: Sleep = time.sleep,
) -> Found | None:
    """Look, with growing pauses, until there is something; None if it takes too long.

    It looks once at least, and for the last time when the patience is at its end.

    Args:
        look: Returns None as long as there is nothing.
        patience: Seconds.
        clock: Tells seconds.
        sleep: Takes seconds.
    """
    end = clock() + patience
    pause = _FIRST_PAUSE
    while (found := look()) is None:
        left = end - clock()
        if left <= 0:
            return None
        sleep(min(pause, left))
        pause = min(pause * _LONGER, _LONGEST_PAUSE)
    return found


def shown_time(seconds: float) -> str:
    """Return a time as people read it."""
    minutes, rest = divmod(round(seconds), 60)
    shown = [f"{minutes} min"] if minutes else []
    return " ".join([*shown, *([f"{rest} s"] if rest or not minutes else [])])
