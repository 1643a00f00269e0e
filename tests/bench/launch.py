"""`python -I -S launch.py COMMAND...`: runs a command, and prints seconds, CPU seconds and KiB.

It is a small process between the one that measures and the one that is measured, since on Linux
the peak that a process is charged with begins with the peak of the one which started it. So the
least that can be told is what this one needs: it imports no more than any Python program does.
"""
# ruff: noqa: PTH123, PTH208
# pathlib, typing and re would be a fourth of this process.

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import threading

EVERY = 0.05
"""Seconds from one look at the processes to the next; often enough, and hardly felt."""


def main() -> int:
    """Run the command without its output, print the figures, and return its exit code."""
    command = sys.argv[1:]
    nowhere = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=[nowhere])
    import threading  # After the start, so that it does not count as the command's.

    tree, ended = Tree(process), threading.Event()
    watcher = threading.Thread(target=tree.watch, args=[ended])
    watcher.start()
    # CPU time is that of the process and of all children that it has waited for; so is the peak,
    # but as the largest of them, not as their sum.
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    largest = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)  # There, of bytes.
    print(seconds, usage.ru_utime + usage.ru_stime, max(largest, tree.peak))
    return os.waitstatus_to_exitcode(status)


class Tree:
    """A process and its descendants; `peak` is the most they were seen to hold at once, in KiB.

    Memory that they share counts once (PSS). While the process is alone nothing is looked at,
    since the kernel knows its peak exactly. Systems other than Linux do not tell.
    """

    def __init__(self, process: int) -> None:
        self.peak = 0
        self._process = process

    def watch(self, ended: "threading.Event") -> None:
        """Look again and again, until the process has ended."""
        while not ended.wait(EVERY):
            below = _descendants(self._process)
            if below:
                self.peak = max(self.peak, sum(map(_held, (self._process, *below))))


def _descendants(process: int) -> list[int]:
    try:
        threads = os.listdir(f"/proc/{process}/task")
    except OSError:  # It has ended meanwhile.
        return []
    lists = [_read(f"/proc/{process}/task/{thread}/children") for thread in threads]
    children = [int(child) for each in lists for child in each.split()]
    return [*children, *(below for child in children for below in _descendants(child))]


def _held(process: int) -> int:
    words = _read(f"/proc/{process}/smaps_rollup").split()
    return int(words[words.index("Pss:") + 1]) if "Pss:" in words else 0


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:  # It has ended meanwhile.
        return ""


if __name__ == "__main__":
    sys.exit(main())
