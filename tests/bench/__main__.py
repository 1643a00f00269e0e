"""`python -m tests.bench [peers|formats]`: measures coverup; without a name, against its peer."""

import sys

from tests.bench import formats, peers

COMMANDS = {"peers": peers.main, "formats": formats.main}


def main() -> None:
    """Run the command that is named first."""
    arguments = sys.argv[1:]
    named = arguments[:1] if arguments and arguments[0] in COMMANDS else []
    COMMANDS[named[0] if named else "peers"](arguments[len(named) :])


if __name__ == "__main__":
    main()
