"""The same work on many things, by all processors: highlighting takes nearly all of the time."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final, TypeVar

T = TypeVar("T")
WORTH_IT: Final = 4_000_000
"""Characters of source text from which on further processes pay for their start."""
_MOST: Final = 8
_CHUNK: Final = 16
"""Things that a process takes at once."""


def processes(size: int) -> int:
    """Return how many processes work on so many characters of source text."""
    return 1 if size < WORTH_IT else min(os.cpu_count() or 1, _MOST)


def each(work: Callable[[T], object], things: Sequence[T], count: int) -> None:
    """Do the work on each thing, by `count` processes, and by this one if there can be no others.

    The work may be done twice on a thing, so it must end the same.

    Raises:
        Exception: What the work raised first.
    """
    if count > 1:
        try:
            _by_others(work, things, count)
        except (ImportError, NotImplementedError, BrokenProcessPool):
            # Some systems have no semaphores (AWS Lambda), some kill what needs much memory.
            pass
        else:
            return
    for thing in things:
        work(thing)


def _by_others(work: Callable[[T], object], things: Sequence[T], count: int) -> None:
    # Not fork: it copies locks that threads of the caller hold.
    spawned = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=spawned, initializer=_leave_interrupts)
    try:
        for _ in pool.map(work, things, chunksize=_CHUNK):
            pass
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Let Ctrl-C be the business of the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
