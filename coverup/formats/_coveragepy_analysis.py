"""What coverage.py says of each file: its own JSON report, made file by file.

File by file, since a file that this Python cannot parse must not take the others with it. The JSON
report is the one public interface that tells a file's branches apart:
https://coverage.readthedocs.io/en/latest/api_coverage.html#coverage.Coverage.json_report
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from coverup.errors import InvalidReportError
from coverup.formats._coveragepy_config import Project
from coverup.formats._coveragepy_data import Part, close
from coverup.formats._coveragepy_entry import Entry
from coverup.formats.source import Source

if TYPE_CHECKING:
    from coverage import Coverage, CoverageData

Located: TypeAlias = tuple[Part, dict[str, str]]
"""A data file, and for each measured path that was found the real local path."""

RERUN_HINT: Final = "check out the commit that was tested, or run the tests again"


class Analyst:
    """Analyses data files of one kind, with branches or without, as one measurement.

    Attributes:
        failed: Why files could not be analysed, one text per file.
        unplugged: The files that were left out for want of each plugin.
    """

    def __init__(self, source: Source, project: Project, scratch: Path) -> None:
        self.failed: list[str] = []
        self.unplugged: defaultdict[str, set[str]] = defaultdict(set)
        self._source = source
        self._project = project
        self._output = scratch / "file.json"

    def entries(self, parts: list[Located]) -> Iterator[tuple[str, Entry]]:
        """Yield each local path and its entry in the JSON report; none that the project omits.

        Raises:
            InvalidReportError: The data is damaged or contradicts itself or the sources.
        """
        coverage = self._project.coverage()
        data = coverage.get_data()
        with ExitStack() as stack:
            stack.callback(close, data)
            self._gather(data, parts)
            for path in sorted(data.measured_files()):
                entry = self._entry(coverage, path)
                if entry is not None:
                    self._check(path, entry, data)
                    yield path, entry

    def _gather(self, data: "CoverageData", parts: list[Located]) -> None:
        """Add up the parts under local paths, without contexts, as `coverage combine` would."""
        for part, found in parts:
            try:
                for path, local in found.items():
                    tracer = part.data.file_tracer(path) or ""
                    if tracer and not self._has_plugin(tracer):
                        self.unplugged[tracer].add(path)
                    else:
                        _copy(part, path, data, local)
                        data.touch_file(local, tracer)
            except Exception as error:  # In a damaged database, a value can be anything.
                problem = f"damaged or contradictory data: {error}"
                raise InvalidReportError(self._source.name, problem, hint=RERUN_HINT) from error

    def _has_plugin(self, tracer: str) -> bool:
        # A tracer is named after the plugin's module and its class.
        return tracer.rpartition(".")[0] in self._project.plugins

    def _entry(self, coverage: "Coverage", path: str) -> Entry | None:
        from coverage.exceptions import CoverageException, NoDataError

        try:
            with self._project.undisturbed():
                coverage.json_report(
                    [path],
                    outfile=str(self._output),
                    ignore_errors=False,
                    pretty_print=False,
                    show_contexts=False,
                )
        except NoDataError:
            return None  # The project's configuration omits the file.
        except CoverageException as error:
            self.failed.append(str(error))
            return None
        except Exception as error:  # noqa: BLE001 - plugins, and parsers on odd input, raise anything
            self.failed.append(f"{path}: {type(error).__name__}: {error}")
            return None
        files = json.loads(self._output.read_bytes())["files"]
        if not files:
            self.failed.append(f"{path}: not Python")
            return None
        [entry] = files.values()
        if len(entry["executed_lines"]) > entry["summary"]["covered_lines"]:
            # Before 7.13.1, coverage.py listed docstrings as executed, but did not count them.
            statements = set(coverage.analysis2(path)[1])
            entry["executed_lines"] = sorted(statements.intersection(entry["executed_lines"]))
        return cast(Entry, entry)

    def _check(self, path: str, entry: Entry, data: "CoverageData") -> None:
        """Refuse to say that nothing was covered of a file of which something was executed.

        Lines that are excluded, or translated by a plugin, are not in the entry though executed.
        """
        if entry["executed_lines"] or not entry["missing_lines"] or data.file_tracer(path):
            return
        executed = set(data.lines(path) or [])
        if executed and executed.isdisjoint(cast(list[int], entry["excluded_lines"])):
            problem = f"none of the lines that were executed is a line of code in {path}"
            raise InvalidReportError(self._source.name, problem, hint=RERUN_HINT)


def _copy(part: Part, path: str, data: "CoverageData", local: str) -> None:
    if part.has_branches:
        data.add_arcs({local: part.data.arcs(path) or []})
    else:
        data.add_lines({local: part.data.lines(path) or []})
