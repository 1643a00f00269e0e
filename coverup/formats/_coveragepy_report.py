"""What coverage.py says of one file, by the analysis beneath its reports, or by its JSON report.

The JSON report is the one public interface that tells a file's branches apart, but besides the
lines and the branches it works out every function and class, which takes as long again.
https://coverage.readthedocs.io/en/latest/api_coverage.html#coverage.Coverage.json_report
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coverup.formats._coveragepy_entry import Entry

if TYPE_CHECKING:
    from coverage import Coverage


class Reporter:
    """Makes the entries that the JSON report would have, by a shorter way where that is proven.

    The analysis is what all of coverage.py's reports are made of, but no public interface. So it
    is compared with the JSON report, in every run anew, until both said the same of some file that
    tells something; and whatever is unusual is left to the JSON report.
    """

    def __init__(self, coverage: "Coverage", scratch: Path) -> None:
        # Else coverage.py would leave out what it cannot parse, with a warning.
        coverage.set_option("report:ignore_errors", False)
        self._coverage = coverage
        self._output = scratch / "file.json"
        self._is_proven = False
        self._is_refuted = False

    def entry(self, path: str, *, has_plugin: bool) -> Entry | None:
        """Return the lines and branches of a file, None if it is not Python.

        Args:
            path: The absolute path, one of those that were measured.
            has_plugin: Whether a plugin answers for the file; what it says of its source, its
                functions and classes counts in the JSON report alone.

        Raises:
            NoDataError: The project's configuration omits the file.
            Exception: The file cannot be analysed; parsers and plugins raise anything.
        """
        quick = None if has_plugin or self._is_refuted else self.analysed(path)
        if quick is None:
            return self.reported(path)
        if self._is_proven:
            return quick
        careful = self.reported(path)
        self._is_refuted = quick != careful
        self._is_proven = not self._is_refuted and _tells_something(quick)
        return careful

    def analysed(self, path: str) -> Entry | None:
        """Return the entry by the analysis alone, None where it needs a closer look."""
        try:
            from coverage.report_core import get_analysis_to_report

            [(_, analysis)] = get_analysis_to_report(self._coverage, [path])
            entry: Entry = {
                "executed_lines": sorted(analysis.statements & analysis.executed),
                "missing_lines": sorted(analysis.missing),
                "excluded_lines": sorted(analysis.excluded),
            }
            if analysis.has_arcs:
                entry["executed_branches"] = _pairs(analysis.executed_branch_arcs())
                entry["missing_branches"] = _pairs(analysis.missing_branch_arcs())
        except Exception:  # noqa: BLE001 - the JSON report will meet it again, and tell
            return None
        return entry

    def reported(self, path: str) -> Entry | None:
        """Return the entry as it is in the JSON report; raises what `entry` does."""
        self._coverage.json_report(
            [path],
            outfile=str(self._output),
            ignore_errors=False,
            pretty_print=False,
            show_contexts=False,
        )
        files: dict[str, dict[str, Any]] = json.loads(self._output.read_bytes())["files"]
        if not files:
            return None
        [entry] = files.values()
        if len(entry["executed_lines"]) > entry["summary"]["covered_lines"]:
            # Before 7.13.1, coverage.py listed docstrings as executed, but did not count them.
            statements = set(self._coverage.analysis2(path)[1])
            entry["executed_lines"] = sorted(statements.intersection(entry["executed_lines"]))
        return {
            name: lines for name, lines in entry.items() if name.endswith(("lines", "branches"))
        }


def _pairs(jumps: dict[int, list[int]]) -> list[list[int]]:
    return [[line, target] for line, targets in jumps.items() for target in targets]


def _tells_something(entry: Entry) -> bool:
    return bool(entry.get("executed_branches", entry["executed_lines"]))
