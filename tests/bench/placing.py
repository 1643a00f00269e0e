"""`python -m tests.bench.placing ROOT TRACKED REPORT`: finds a report's files, then reads it.

TRACKED is a file with the repository's names. Prints, as JSON, the CPU seconds of both, MiB of
memory that finding needed, and how many files were found. Finding comes first, without lines, so
that the memory is its own.
"""

import json
import sys
from pathlib import Path

from coverup import formats
from coverup.formats.source import Source
from coverup.model import FileCoverage
from coverup.paths import Repository
from coverup.paths.advice import advise
from tests.bench.reading import cpu, peak


def main() -> None:
    """Find, read, and print the figures."""
    root, tracked, report = map(Path, sys.argv[1:])
    names = tracked.read_text().splitlines()
    with report.open(encoding="utf-8") as lines:
        files = [FileCoverage(line[3:-1]) for line in lines if line.startswith("SF:")]
    bare, start = peak(), cpu()
    repository = Repository(root, names)
    placement = repository.place_all(files, report)
    advise((file.path for file, _ in placement.dropped), repository.index)
    placed, needed = cpu(), peak() - bare
    read = list(formats.read(formats.by_name("lcov"), Source(report, report.name, root)))
    figures = {
        "files": len(read),
        "placed": len(placement.placed),
        "place": placed - start,
        "read": cpu() - placed,
        "peak": needed,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
