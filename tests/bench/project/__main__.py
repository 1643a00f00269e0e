"""`python -m tests.bench.project FOLDER FILES LENGTH REPORT...`: makes a synthetic project."""

import sys
from pathlib import Path

from tests.bench.project import generate

if __name__ == "__main__":
    folder, count, length, *reports = sys.argv[1:]
    generate(Path(folder), int(count), reports, int(length))
