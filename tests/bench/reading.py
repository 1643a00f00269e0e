"""`python -m tests.bench.reading FORMAT FILE`: reads one report in a process of its own.

Prints, as JSON, how many files it tells of, CPU seconds, and MiB of memory above what the process
had before. Each file is dropped as soon as it is read, so the memory is the reader's alone.
"""

import json
import re
import resource
import sys
from pathlib import Path

from coverup import formats
from coverup.formats.source import Source


def main() -> None:
    """Read the report and print the figures."""
    name, path = sys.argv[1], Path(sys.argv[2])
    source = Source(path, path.name, path.parent)
    form = formats.by_name(name)
    bare, start = peak(), cpu()
    files = sum(1 for _ in formats.read(form, source))
    seconds = cpu() - start
    print(json.dumps({"files": files, "seconds": seconds, "peak": peak() - bare}))


def cpu() -> float:
    """Return the CPU seconds of this process and of its helpers that have ended."""
    # Finer than `os.times`, which counts ticks of the clock.
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def peak() -> float:
    """Return the most memory that this process has had, in MiB."""
    # On Linux, ru_maxrss begins with that of the parent process; VmHWM is this process's own.
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = re.findall(r"^VmHWM:\s*(\d+) kB", status.read_text(), re.MULTILINE)
        return int(peak) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
