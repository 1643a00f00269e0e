"""Pieces of work of which each is done by one of several processes.

The board is a folder: a piece is taken by creating a file, which only one process can do, and what
came of it becomes another file. So no process waits for another, and one that dies holds up none.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Board:
    """Who does what, and what came of it."""

    folder: Path

    def take(self, number: int) -> bool:
        """Tell whether the piece is this process's from now on."""
        try:
            os.close(os.open(self.folder / f"{number}.taken", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    def put(self, number: int, result: bytes) -> None:
        """Keep what came of a piece."""
        # Under its name only once it is whole.
        unfinished = self.folder / f"{number}.unfinished"
        unfinished.write_bytes(result)
        unfinished.replace(self._result(number))

    def get(self, number: int) -> bytes | None:
        """Return what came of a piece, None if it is not known yet."""
        try:
            return self._result(number).read_bytes()
        except FileNotFoundError:
            return None

    def finish(self, number: int) -> None:
        """Say that the result of a piece is needed no longer, which makes room for others."""
        self._result(number).unlink(missing_ok=True)
        self._finished(number).touch()

    def is_finished(self, number: int) -> bool:
        """Tell whether the result of a piece is needed no longer."""
        return self._finished(number).exists()

    def is_complete(self, count: int) -> bool:
        """Tell whether it is known what came of so many pieces."""
        return all(self._result(number).exists() for number in range(count))

    def _result(self, number: int) -> Path:
        return self.folder / f"{number}.result"

    def _finished(self, number: int) -> Path:
        return self.folder / f"{number}.finished"
