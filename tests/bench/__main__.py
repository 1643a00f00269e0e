"""`python -m tests.bench COMMAND`: measures coverup.

commands (each has --help):
  compare   coverup and its peers in turn, small to large, against the goals
  against   what became of the figures of an earlier commit
  growth    how time and memory of `report` grow; many reports, many jobs
  formats   time and memory of every format, and how they grow with size
  paths     how long it takes to find a report's files in a repository
"""

import sys

from tests.bench import against, compare, formats, growth, paths

COMMANDS = {
    "compare": compare.main,
    "against": against.main,
    "growth": growth.main,
    "formats": formats.main,
    "paths": paths.main,
}


def main() -> None:
    """Run the command that is named first; without one, tell which there are."""
    name, *arguments = sys.argv[1:] or ["--help"]
    if name in COMMANDS:
        COMMANDS[name](arguments)
    elif name in {"-h", "--help"}:
        print(__doc__)
    else:
        sys.exit(f"there is no {name}: {', '.join(COMMANDS)}")


if __name__ == "__main__":
    main()
