"""Counts what the fault suite found, over all the processes that its tests ran in."""

from collections.abc import Iterator
from typing import Final

import pytest

SITUATION: Final = "fault situation"
COUNTS: Final = ("jobs lost", "jobs doubled", "tokens leaked")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures, if the suite was run."""
    rows = list(_rows(terminalreporter))
    if rows:
        figures = (f"{name} {sum(int(str(row[name])) for row in rows)}" for name in COUNTS)
        line = f"faults: situations {len(rows)}, {', '.join(figures)}"
        terminalreporter.write_line(line)


def _rows(reporter: pytest.TerminalReporter) -> Iterator[dict[str, object]]:
    for kind in ("passed", "failed"):
        for report in reporter.stats.get(kind, []):
            row = dict(report.user_properties)
            if SITUATION in row and report.when == "call":
                yield row
