"""SimpleCov's own results (`.resultset.json`): what each test suite measured, not yet merged.

https://github.com/simplecov-ruby/simplecov/blob/main/lib/simplecov/result_merger.rb
"""

from collections.abc import Iterator
from typing import Final

from coverup.errors import InvalidReportError
from coverup.formats._counts import line_of
from coverup.formats._json import line_hits, take_branches
from coverup.formats._simplecov_branches import Conditions, add_conditions, numbered
from coverup.formats._simplecov_skips import skips_of
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import FileCoverage, merge

NAME = "simplecov"
ALIASES = ("simplecov-resultset", "resultset")
TITLE = "SimpleCov .resultset.json"
TOOLS = "SimpleCov"
MAPPING = (
    "Suites are merged, and their lines add up; branches are told apart by the place of "
    "condition and arm, not by their ids. `# :nocov:` and `# simplecov:disable` are applied "
    "from the sources, since this file comes before SimpleCov's own filter. Methods are left "
    "out; `oneshot_lines` gives covered lines only, with a warning."
)
RANK = 72
JOINED = False

CRITERIA: Final = frozenset({"lines", "oneshot_lines", "branches", "methods"})
"""What SimpleCov may have measured of a file."""
IRRELEVANT: Final = (None, "ignored")
ONESHOT: Final = (
    "oneshot_lines: the report knows executed lines only, so none counts as missed; "
    "use `enable_coverage :line`, or upload coverage.json of SimpleCov's JSON formatter"
)

Entry = dict[str, object]


def sniff(source: Source) -> bool:
    """Tell by a suite: it has the coverage of files, and the time or SimpleCov's criteria."""
    report = source.json
    if not isinstance(report, dict) or "meta" in report:
        return False
    return any(map(_is_suite, report.values()))


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the files of the report, all suites of a file merged.

    As in SimpleCov's own numbers, comments such as `# :nocov:` leave code out: they are looked up
    in the sources, since this report comes before that step.

    Raises:
        InvalidReportError: The report cannot be opened, or is not SimpleCov's.
    """
    for path, entries in _entries_by_path(source).items():
        skips = skips_of(path, source)
        file, conditions = _merged(path, entries, source.notes)
        skips.apply_to_lines(file)
        take_branches(file, numbered(conditions, skips.branches), source.notes)
        yield file


def _is_suite(value: object) -> bool:
    match value:
        case {"coverage": dict(), "timestamp": _}:
            return True
        case {"coverage": dict(files)}:
            return any(map(_is_entry, files.values()))
        case _:
            return False


def _is_entry(value: object) -> bool:
    match value:
        case list():
            return True
        case dict():
            return bool(CRITERIA & value.keys()) and isinstance(value.get("lines"), list | None)
        case _:
            return False


def _entries_by_path(source: Source) -> dict[str, list[Entry]]:
    """Return what the suites measured of each file, in the order of the report."""
    report = source.json
    if not isinstance(report, dict):
        hint = "name .resultset.json, which SimpleCov writes to coverage/, or leave out --format"
        raise InvalidReportError(source.name, "not a result set of SimpleCov", hint=hint)
    found: dict[str, list[Entry]] = {}
    for suite in report.values():
        match suite:
            case {"coverage": dict(files)}:
                for path, entry in files.items():
                    _collect(found, path, entry, source.notes)
            case _:
                source.notes.skip("suite without coverage")
    return found


def _collect(found: dict[str, list[Entry]], path: str, entry: object, notes: Notes) -> None:
    """Add what a suite measured of a file; SimpleCov before 0.18 wrote its lines alone."""
    if not path:
        notes.skip("file without a name")
    elif isinstance(entry, list):
        found.setdefault(path, []).append({"lines": entry})
    elif isinstance(entry, dict):
        found.setdefault(path, []).append(entry)
    else:
        notes.skip("file without coverage")


def _merged(path: str, entries: list[Entry], notes: Notes) -> tuple[FileCoverage, Conditions]:
    """Add up the suites.

    In a suite that never loaded the file, `track_files` makes every line missed that is no comment,
    `end` included. Once a suite did load it, that one knows better which lines are relevant.
    """
    parts = [(_lines(path, entry, notes), entry) for entry in entries]
    loaded = [part for part in parts if any(part[0].lines)] or parts
    conditions: Conditions = {}
    for _, entry in loaded:
        add_conditions(conditions, entry.get("branches"), notes)
    return merge(file for file, _ in loaded), conditions


def _lines(path: str, entry: Entry, notes: Notes) -> FileCoverage:
    match entry:
        case {"lines": list(cells)}:
            return FileCoverage(path, lines=line_hits(cells, notes, IRRELEVANT))
        case {"oneshot_lines": list(executed)}:
            notes.remark(ONESHOT)
            file = FileCoverage(path, counted=False)
            for value in executed:
                line = line_of(value, notes)
                if line is not None:
                    file.hit(line, 1)
            return file
        case _:
            if entry.get("lines") is not None:
                notes.skip("lines is not a list")
            return FileCoverage(path)
