"""`python -m tests.bench.imported FILE WORDS...`: runs coverup here, and lists what it has loaded.

The names of the modules of Python and of libraries go to the file, in the order in which they
were loaded; those of coverup itself are left out.
"""

import sys
from pathlib import Path

from coverup.cli import run

OWN = ("coverup", "tests", "__main__")


def main() -> int:
    """Run the command, write the names, and return its exit code."""
    path, *words = sys.argv[1:]
    code = run(words)
    names = [name for name in list(sys.modules) if name.partition(".")[0] not in OWN]
    Path(path).write_text("\n".join(names) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
