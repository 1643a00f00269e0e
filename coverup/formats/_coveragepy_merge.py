"""The data of a whole measurement merged at once, where nothing about it is unusual.

Coverage.py merges data files within SQLite, many times faster than it adds the files of one after
the other. But it takes a measurement as a whole: data of a plugin that is wanting, damaged values
or several names of one file need a closer look, file by file.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from coverage import CoverageData

Named: TypeAlias = tuple["CoverageData", Mapping[str, str]]
"""A part of the measurement, and for what it calls its files their local paths."""

_IS_USUAL: Final = {
    True: """
        SELECT EXISTS (SELECT 1 FROM arc)
        AND NOT EXISTS (SELECT 1 FROM arc WHERE context_id IS NOT (SELECT id FROM context))
        AND NOT EXISTS (SELECT 1 FROM line_bits)
        AND NOT EXISTS (SELECT 1 FROM tracer)
    """,
    False: """
        SELECT EXISTS (SELECT 1 FROM line_bits)
        AND NOT EXISTS (SELECT 1 FROM line_bits WHERE context_id IS NOT (SELECT id FROM context))
        AND NOT EXISTS (SELECT 1 FROM line_bits WHERE typeof(numbits) != 'blob')
        AND NOT EXISTS (SELECT 1 FROM arc)
        AND NOT EXISTS (SELECT 1 FROM tracer)
    """,
}
"""Whether there are only branches, or only lines, of one context, and no plugin measured them.

In merged data the contexts stay, so many of them would take more memory than they save time.
Schema: https://coverage.readthedocs.io/en/latest/dbschema.html
"""


def merge(data: "CoverageData", parts: Sequence[Named], *, has_branches: bool) -> bool:
    """Merge parts that were measured alike, under the local paths of their files.

    Args:
        data: What they are added to, empty and in memory. Unless all goes well, it is undefined.
        parts: At least one.
        has_branches: Whether they were measured with branches.

    Returns:
        Whether `data` says the same now as if the files had been added one after the other.
    """
    paths = {path for _, names in parts for path in names.values()}
    try:
        for part, names in parts:
            _add(data, part, names)
    except Exception:  # noqa: BLE001 - file by file, it will be met again, and told
        return False
    # Merging, coverage.py takes a backslash in a path for a slash.
    return data.has_arcs() is has_branches and paths <= data.measured_files()


def is_usual(parts: Iterable[Named], *, has_branches: bool) -> bool:
    """Tell whether merging these parts gives the same as adding their files one by one."""
    return all(
        _has_own_names(part, names) and _has_usual_rows(part, has_branches) for part, names in parts
    )


def _has_own_names(part: "CoverageData", names: Mapping[str, str]) -> bool:
    """Tell whether no two of the measured files would get the same name."""
    paths = set(names.values())
    return len(paths) == len(names) and paths.isdisjoint(part.measured_files() - names.keys())


def _has_usual_rows(part: "CoverageData", has_branches: bool) -> bool:
    import sqlite3

    with closing(sqlite3.connect(part.data_filename())) as database:
        try:
            [is_usual] = database.execute(_IS_USUAL[has_branches]).fetchone()
        except sqlite3.Error:  # Damage, or a schema that is not known yet.
            return False
    return bool(is_usual)


def _add(data: "CoverageData", part: "CoverageData", names: Mapping[str, str]) -> None:
    data.update(part, map_path=lambda path: names.get(path, path))
