"""Python's cyclic garbage collector, kept from work that it cannot gain anything by."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector while a document is parsed into millions of objects without cycles.

    Again and again it would look through all that are there, which takes longer than the parsing:
    https://docs.python.org/3/library/gc.html#gc.disable
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
