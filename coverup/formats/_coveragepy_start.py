"""How helpers are started: as copies of this process where that is safe, else as new programs.

A copy has imported already what it needs. But it has the locks as they are, held by threads that
it does not have, so only a process of one thread is copied, and only on Linux: elsewhere, system
libraries have threads of their own. What was opened is left alone by the copy: a `CoverageData`
that finds itself in a forked process empties its file. A new program depends on nothing of this
process, not even on its main module, as it would by `multiprocessing`.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

IsAnyWorking = Callable[[], bool]
"""Tells whether a helper has not ended yet."""

_PROGRAM: Final = """\
import json, sys
with open(sys.argv[1], encoding="ascii") as file:
    task = json.load(file)
sys.path[:] = task.pop("path")
from coverup.formats._coveragepy_helper import main
main(0, task)
"""


def can_start() -> bool:
    """Tell whether there is a Python that could be started, not only the program as a whole."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def can_fork() -> bool:
    """Tell whether a copy of this process is safe."""
    return sys.platform == "linux" and threading.active_count() == 1


def started(
    arguments: Mapping[str, object], scratch: Path, count: int
) -> AbstractContextManager[IsAnyWorking]:
    """Start helpers; at the end, none is left. They end by themselves, too, if this process does.

    What they print would be printed by this process, too: plugins, and Python on Ctrl-C.
    """
    return _copies(arguments, count) if can_fork() else _programs(arguments, scratch, count)


@contextmanager
def _copies(arguments: Mapping[str, object], count: int) -> Iterator[IsAnyWorking]:
    from multiprocessing import get_context

    # At its end, a helper knows that nobody waits any more.
    reading, writing = os.pipe()
    with ExitStack() as stack:
        stack.callback(os.close, reading)
        stack.callback(os.close, writing)
        processes = []
        for _ in range(count):
            process = get_context("fork").Process(
                target=_be_a_copy, args=(reading, writing, arguments)
            )
            with suppress(OSError, AssertionError):  # A daemon must not start any.
                process.start()
                stack.callback(process.join)
                stack.callback(process.kill)
                processes.append(process)
        yield lambda: any(process.is_alive() for process in processes)


def _be_a_copy(reading: int, writing: int, arguments: Mapping[str, object]) -> None:
    from coverup.formats._coveragepy_helper import main

    os.close(writing)
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    with suppress(Exception):
        main(reading, arguments)


@contextmanager
def _programs(arguments: Mapping[str, object], scratch: Path, count: int) -> Iterator[IsAnyWorking]:
    import subprocess

    task = scratch / "task.json"
    task.write_text(json.dumps({"path": sys.path, **arguments}), encoding="ascii")
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
        yield lambda: any(process.poll() is None for process in processes)
