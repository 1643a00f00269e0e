"""`python -m tests.bench.limits lines|expat|imports FILE`: the least that a command can cost.

`lines` is a bare loop over the lines of a file. `expat` is Python's own parser, with handlers that
put every line of a Cobertura report into a dict. `imports` loads the modules that a file names,
and does nothing.
"""

import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path


def lines(path: Path) -> None:
    """Look at every line."""
    with path.open("rb") as file:
        for _line in file:
            pass


def expat(path: Path) -> dict[str, dict[int, int]]:
    """Collect the hits of every line by file."""
    from xml.parsers.expat import ParserCreate

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


def imports(path: Path) -> None:
    """Load modules, in the order of the file."""
    for name in path.read_text().splitlines():
        with suppress(ImportError):  # Some are put among the modules by others, under no file.
            import_module(name)


if __name__ == "__main__":
    {"lines": lines, "expat": expat, "imports": imports}[sys.argv[1]](Path(sys.argv[2]))
