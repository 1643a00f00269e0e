"""What a reader had to leave out of a report, told in one line per report."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Notes:
    """Collects skipped records and remarks while a report is read.

    Attributes:
        skipped: How often each problem occurred.
        places: The first line of the report with each problem, if lines are known.
        remarks: Other things worth a warning, each once.
    """

    skipped: Counter[str] = field(default_factory=Counter)
    places: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def skip(self, problem: str, line: int | None = None) -> None:
        """Count a record that cannot be right and is left out."""
        self.skipped[problem] += 1
        if line is not None:
            self.places.setdefault(problem, line)

    def remark(self, text: str) -> None:
        """Keep something worth a warning, once."""
        if text not in self.remarks:
            self.remarks.append(text)

    def summary(self) -> str | None:
        """Return one sentence about all skipped records, None when there are none."""
        if not self.skipped:
            return None
        total = self.skipped.total()
        told = (f"{count}x {problem}{self._place(problem)}" for problem, count in self.sorted())
        return f"{total} record{'s' if total > 1 else ''} skipped or corrected: {', '.join(told)}"

    def sorted(self) -> list[tuple[str, int]]:
        """Return problems with their counts, most frequent first."""
        return self.skipped.most_common()

    def _place(self, problem: str) -> str:
        line = self.places.get(problem)
        return "" if line is None else f" (first at line {line})"
