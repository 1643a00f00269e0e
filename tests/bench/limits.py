"""`python -m tests.bench.limits lines|expat FILE`: the least that reading a report can cost.

`lines` is a bare loop over the lines of a file. `expat` is Python's own parser, with handlers that
put every line of a Cobertura report into a dict.
"""

import sys
from pathlib import Path
from xml.parsers.expat import ParserCreate


def lines(path: Path) -> None:
    """Look at every line."""
    with path.open("rb") as file:
        for _line in file:
            pass


def expat(path: Path) -> dict[str, dict[int, int]]:
    """Collect the hits of every line by file."""
    found: dict[str, dict[int, int]] = {}
    here: dict[int, int] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal here
        if name == "line":
            here[int(attributes["number"])] = int(attributes["hits"])
        elif name == "class":
            here = found.setdefault(attributes["filename"], {})

    parser = ParserCreate()
    parser.StartElementHandler = start
    with path.open("rb") as file:
        parser.ParseFile(file)
    return found


if __name__ == "__main__":
    {"lines": lines, "expat": expat}[sys.argv[1]](Path(sys.argv[2]))
