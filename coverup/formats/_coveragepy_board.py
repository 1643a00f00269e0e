"""Batches of files of which each is analysed by one of several processes.

The board is a folder: a batch is taken by creating a file, which only one process can do, and what
was found becomes another file. So no process waits for another, and one that dies holds up none.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from coverup.formats._coveragepy_analysis import Analyst, Batch, Findings


@dataclass(frozen=True, slots=True)
class Board:
    """Who does what, and what was found."""

    folder: Path

    def work(self, analyst: Analyst, batches: Sequence[Batch]) -> None:
        """Analyse every batch that nobody has taken yet.

        Raises:
            InvalidReportError: The data is damaged or contradicts itself or the sources.
        """
        for number, batch in enumerate(batches):
            if self._take(number):
                self._put(number, analyst.findings(batch))

    def get(self, number: int) -> Findings | None:
        """Return what was found in a batch, None if it is not known yet."""
        try:
            content = self._result(number).read_bytes()
        except FileNotFoundError:
            return None
        fields = json.loads(content)
        for name in ("entries", "unplugged"):
            fields[name] = [tuple(pair) for pair in fields[name]]  # JSON has no tuples.
        return Findings(**fields)

    def is_complete(self, count: int) -> bool:
        """Tell whether it is known what was found in so many batches."""
        return all(self._result(number).exists() for number in range(count))

    def _take(self, number: int) -> bool:
        try:
            os.close(os.open(self.folder / f"{number}.taken", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    def _put(self, number: int, findings: Findings) -> None:
        # Under its name only once it is whole.
        unfinished = self.folder / f"{number}.unfinished"
        unfinished.write_text(json.dumps(asdict(findings)), encoding="ascii")
        unfinished.replace(self._result(number))

    def _result(self, number: int) -> Path:
        return self.folder / f"{number}.json"
