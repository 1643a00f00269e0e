"""Helpers: further processes of coverup that take a part of the reading.

They are copies of this process where that is safe, else new programs. A copy has imported already
what it needs. But it has the locks as they are, held by threads that it does not have, so only a
process of one thread is copied, and only on Linux: elsewhere, system libraries have threads of
their own. What was opened is left alone by the copy: a `CoverageData` that finds itself in a forked
process empties its file. A new program depends on nothing of this process, not even on its main
module, as it would by `multiprocessing`.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias

IsAnyWorking: TypeAlias = Callable[[], bool]
"""Tells whether a helper has not ended yet."""
Work: TypeAlias = Callable[..., object]
"""A function of a module, whose keywords JSON can hold."""

_PROGRAM: Final = """\
import json, sys
with open(sys.argv[1], encoding="ascii") as file:
    task = json.load(file)
sys.path[:] = task["path"]
from coverup.formats._helpers import help_from_outside
help_from_outside(task["module"], task["name"], task["keywords"])
"""


def spare_processors() -> int:
    """Return how many processes could run beside this one; 0 if none can be started."""
    if not sys.executable or getattr(sys, "frozen", False):
        return 0  # There is no Python that could be started, only the program as a whole.
    try:
        return len(os.sched_getaffinity(0)) - 1
    except AttributeError:  # Only some systems bind processes to processors.
        return (os.cpu_count() or 1) - 1


def can_fork() -> bool:
    """Tell whether a copy of this process is safe."""
    return sys.platform == "linux" and threading.active_count() == 1


def helpers(
    count: int, work: Work, keywords: Mapping[str, object], scratch: Path
) -> AbstractContextManager[IsAnyWorking]:
    """Start helpers; at the end, none is left. They end by themselves, too, if this process does.

    What they print would be printed by this process, too: plugins, and Python on Ctrl-C.

    Args:
        count: How many; fewer are started if the system wants no more.
        work: What they do. A failure needs no words, since what is not done is done here.
        keywords: Those of `work`.
        scratch: A folder that outlasts them.
    """
    return (
        _copies(count, work, keywords) if can_fork() else _programs(count, work, keywords, scratch)
    )


def help_from_outside(module: str, name: str, keywords: Mapping[str, Any]) -> None:
    """Do the work of a helper that is a new program, with standard input as its lifeline."""
    _help(0, getattr(import_module(module), name), keywords)


def _help(lifeline: int, work: Work, keywords: Mapping[str, object]) -> None:
    """Do the work, but end at once when the other end of the lifeline is closed."""
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    work(**keywords)


def _end_with(lifeline: int) -> None:
    # Not by sys.stdin: at its end, Python would wait for the lock of the buffer.
    while os.read(lifeline, 1):
        pass
    os._exit(1)


@contextmanager
def _copies(count: int, work: Work, keywords: Mapping[str, object]) -> Iterator[IsAnyWorking]:
    from multiprocessing import get_context

    reading, writing = os.pipe()
    with ExitStack() as stack:
        stack.callback(os.close, reading)
        stack.callback(os.close, writing)
        processes = []
        for _ in range(count):
            arguments = (reading, writing, work, keywords)
            process = get_context("fork").Process(target=_be_a_copy, args=arguments)
            with suppress(OSError, AssertionError):  # A daemon must not start any.
                process.start()
                stack.callback(process.join)
                stack.callback(process.kill)
                processes.append(process)
        yield lambda: any(process.is_alive() for process in processes)


def _be_a_copy(reading: int, writing: int, work: Work, keywords: Mapping[str, object]) -> None:
    os.close(writing)
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    with suppress(Exception):
        _help(reading, work, keywords)


@contextmanager
def _programs(
    count: int, work: Work, keywords: Mapping[str, object], scratch: Path
) -> Iterator[IsAnyWorking]:
    import json
    import subprocess

    task = {"path": sys.path, "module": work.__module__, "name": work.__qualname__}
    path = scratch / "task.json"
    path.write_text(json.dumps({**task, "keywords": dict(keywords)}), encoding="ascii")
    # Without -P, a json.py of the current folder would take the place of Python's.
    command = [sys.executable, "-P", "-c", _PROGRAM, str(path)]
    with ExitStack() as stack:
        processes = []
        for _ in range(count):
            with suppress(OSError):
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,  # The lifeline.
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                stack.enter_context(process)
                stack.callback(process.kill)
                processes.append(process)
        yield lambda: any(process.poll() is None for process in processes)
