"""Helpers: further processes of coverup that take a part of the reading.

They are started as programs of their own, never forked: locks that other threads hold would be
copied as held, and libraries notice another process (a `CoverageData` then empties its file). They
do not depend on the main module of this process either, and need no semaphores, as
`multiprocessing` does.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess

_PROGRAM: Final = """\
import json, sys
with open(sys.argv[1], encoding="ascii") as file:
    task = json.load(file)
sys.path[:] = task["path"]
from importlib import import_module
import_module(task["module"]).main(**task["arguments"])
"""


def spare_processors() -> int:
    """Return how many processes could run beside this one, 0 if none can be started."""
    if not sys.executable or getattr(sys, "frozen", False):
        return 0  # There is no Python that could be started, only the program as a whole.
    try:
        return len(os.sched_getaffinity(0)) - 1
    except AttributeError:  # Only some systems bind processes to processors.
        return (os.cpu_count() or 1) - 1


@contextmanager
def helpers(
    count: int, module: str, arguments: Mapping[str, object], scratch: Path
) -> "Iterator[list[subprocess.Popen[bytes]]]":
    """Start helpers; at the end, none is left. They end by themselves, too, if this process does.

    What they print would be printed by this process, too: plugins, and Python on Ctrl-C.

    Args:
        count: How many; fewer are started if the system wants no more.
        module: Its `main` is what they do.
        arguments: Of `main`; what JSON can hold.
        scratch: A folder, which must outlast them.
    """
    import json
    import subprocess

    task = scratch / "task.json"
    content = {"path": sys.path, "module": module, "arguments": dict(arguments)}
    task.write_text(json.dumps(content), encoding="ascii")
    # Without -P, a json.py of the current folder would take the place of Python's.
    command = [sys.executable, "-P", "-c", _PROGRAM, str(task)]
    with ExitStack() as stack:
        processes = []
        for _ in range(count):
            with suppress(OSError):
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,  # Its end tells the helper that nobody waits any more.
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                stack.enter_context(process)
                stack.callback(process.kill)
                processes.append(process)
        yield processes


def end_with_parent() -> None:
    """End this process, a helper, as soon as the one that started it does."""
    import threading

    threading.Thread(target=_end_at_end_of_input, daemon=True).start()


def _end_at_end_of_input() -> None:
    # Not by sys.stdin: at its end, Python would wait for the lock of the buffer.
    while os.read(0, 1):
        pass
    os._exit(1)
