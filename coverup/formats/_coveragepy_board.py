"""The board on which processes share the analysis of one measurement."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from coverup.formats._board import Board
from coverup.formats._coveragepy_analysis import Analyst, Batch, Findings


class FindingsBoard(Board):
    """Who analyses which batch of files, and what was found."""

    def work(self, analyst: Analyst, batches: Sequence[Batch]) -> None:
        """Analyse every batch that nobody has taken yet.

        Raises:
            InvalidReportError: The data is damaged or contradicts itself or the sources.
        """
        for number, batch in enumerate(batches):
            if self.take(number):
                self.put(number, json.dumps(asdict(analyst.findings(batch))).encode("ascii"))

    def findings(self, number: int) -> Findings | None:
        """Return what was found in a batch, None if it is not known yet."""
        content = self.get(number)
        if content is None:
            return None
        fields = json.loads(content)
        for name in ("entries", "unplugged"):
            fields[name] = [tuple(pair) for pair in fields[name]]  # JSON has no tuples.
        return Findings(**fields)
