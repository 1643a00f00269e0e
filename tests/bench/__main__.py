"""`python -m tests.bench [compare|growth|peers|formats|paths]`: measures coverup; see --help."""

import sys

from tests.bench import compare, formats, growth, paths, peers

COMMANDS = {
    "compare": compare.main,
    "growth": growth.main,
    "peers": peers.main,
    "formats": formats.main,
    "paths": paths.main,
}


def main() -> None:
    """Run the command that is named first."""
    arguments = sys.argv[1:]
    named = arguments[:1] if arguments and arguments[0] in COMMANDS else []
    COMMANDS[named[0] if named else "compare"](arguments[len(named) :])


if __name__ == "__main__":
    main()
