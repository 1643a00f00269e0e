"""`python -m tests.bench [peers|formats|paths]`: measures coverup; by default against its peer."""

import sys

from tests.bench import formats, paths, peers

COMMANDS = {"peers": peers.main, "formats": formats.main, "paths": paths.main}


def main() -> None:
    """Run the command that is named first."""
    arguments = sys.argv[1:]
    named = arguments[:1] if arguments and arguments[0] in COMMANDS else []
    COMMANDS[named[0] if named else "peers"](arguments[len(named) :])


if __name__ == "__main__":
    main()
