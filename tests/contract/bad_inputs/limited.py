"""Reads the bombs and the hostile rows of the table in a process that has limits and is watched.

Run as a module, with an empty folder to work in; it prints one line of JSON for each row.
"""

import os
import sys
from pathlib import Path
from typing import Final

from tests.contract.bad_inputs.outcome import named
from tests.contract.bad_inputs.row import Row
from tests.contract.bad_inputs.table import ROWS

MEMORY: Final = 1 << 30
"""Bytes of address space; Python and coverup alone take about a fifth."""
SECONDS: Final = 120
"""Of the processor, for all rows together."""
FORBIDDEN: Final = os.path.realpath("/etc/passwd")
WATCHED: Final = tuple(row for row in ROWS if row.is_bomb or row.is_hostile)

_forbidden: list[str] = []


def forbidden() -> list[str]:
    """Return what was opened or connected to outside the checkout since the last call."""
    seen = _forbidden.copy()
    _forbidden.clear()
    return seen


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    is_outside = event == "open" and os.path.realpath(str(arguments[0])) == FORBIDDEN
    if is_outside or event in {"socket.connect", "socket.getaddrinfo"}:
        _forbidden.append(f"{event} {arguments[0]!r}")


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _read(row: Row, checkout: Path) -> None:
    row.make(checkout)
    os.chdir(checkout)
    seen = named(row)
    sys.stdout.write(f"{seen.to_json()}\n")
    for each in forbidden():
        sys.stdout.write(f"{row.title}: {each}\n")


def main() -> None:
    """Read each row in a folder of its own."""
    top = Path(sys.argv[1]).absolute()
    _limit()
    sys.addaudithook(_watch)
    for number, row in enumerate(WATCHED):
        checkout = top / str(number)
        checkout.mkdir()
        _read(row, checkout)


if __name__ == "__main__":
    main()
