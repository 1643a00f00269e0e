"""Data files of coverage.py (SQLite), opened as copies so that nothing beside them is touched.

Coverage.py opens what it reads for writing: it fails in read-only folders, and gives any database
its own tables. Schema: https://coverage.readthedocs.io/en/latest/dbschema.html
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from coverup.errors import InvalidReportError
from coverup.formats.source import SQLITE, Source

if TYPE_CHECKING:
    from coverage import CoverageData

OLD: Final = b"!coverage.py: This is a private format"
"""How the data files of coverage.py before 5.0 begin."""
XML_HINT: Final = "run `coverage xml` with the Python that ran the tests and upload coverage.xml"


@dataclass(frozen=True, slots=True)
class Part:
    """One data file.

    Attributes:
        folder: Where it lies.
        data: What is in it, read from a copy.
    """

    folder: Path
    data: "CoverageData"

    @property
    def has_branches(self) -> bool:
        """Whether it holds jumps between lines, else lines; coverage.py never mixes the two."""
        return self.data.has_arcs()


@contextmanager
def opened(source: Source, scratch: Path) -> Iterator[list[Part]]:
    """Open all parts of the measurement by copies in the folder `scratch`.

    As `coverage combine` does, a part of several that cannot be read is left out, with a remark.

    Raises:
        InvalidReportError: No part can be read.
    """
    with ExitStack() as stack:
        parts: list[Part] = []
        refused: list[InvalidReportError] = []
        for number, file in enumerate(_sources(source)):
            try:
                data = _open(file, scratch / f"part{number}")
            except InvalidReportError as error:
                refused.append(error)
                continue
            stack.callback(close, data)
            parts.append(Part(file.path.absolute().parent, data))
        if refused and not parts:
            raise refused[0]
        for each in refused:
            source.notes.remark(f"left out: {each}")
        yield parts


def close(data: "CoverageData") -> None:
    """Close the data; before 7.10, coverage.py leaves that to the garbage collector."""
    if hasattr(data, "close"):
        data.close(force=True)


def _sources(source: Source) -> list[Source]:
    if not source.parts:
        return [source]
    return [Source(path, str(path), source.root) for path in source.parts]


def _open(source: Source, copy: Path) -> "CoverageData":
    from coverage import CoverageData

    copy.write_bytes(source.read())
    _check(source, copy)
    data = CoverageData(basename=str(copy))
    try:
        _read(data)
    except Exception as error:  # In a damaged database, a value can be anything.
        close(data)
        problem = f"cannot be read: {error}".replace(str(copy), source.name)
        raise InvalidReportError(source.name, problem, hint=XML_HINT) from error
    return data


def _read(data: "CoverageData") -> None:
    """Read the data as far as the names of the files; SQLite keeps any value in any column."""
    data.read()
    for path in cast(set[object], data.measured_files()):
        if not isinstance(path, str):
            raise TypeError(f"the name of a file is {path!r:.40}")


def _check(source: Source, copy: Path) -> None:
    """Refuse what is no data file; coverage.py would take some of it for an empty one."""
    import sqlite3

    if source.head.startswith(OLD):
        problem = "made by coverage.py before 5.0, whose data files are not read"
        raise InvalidReportError(source.name, problem, hint=XML_HINT)
    if not source.head.startswith(SQLITE):
        raise InvalidReportError(source.name, "not coverage.py data: not an SQLite database")
    try:
        is_data = _has_schema(copy)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        problem = f"damaged coverage.py data: {error}"
        hint = "run the tests again, or see whether a copy of the file was cut short"
        raise InvalidReportError(source.name, problem, hint=hint) from error
    if not is_data:
        problem = "not coverage.py data: an SQLite database without the table coverage_schema"
        raise InvalidReportError(source.name, problem)


def _has_schema(path: Path) -> bool:
    import sqlite3

    with path.open("rb") as file:
        # https://www.sqlite.org/fileformat.html#page_size (1, for 65536, is checked as 512)
        page_size = int.from_bytes(file.read(18)[16:], "big")
    if path.stat().st_size % max(page_size, 512):
        raise sqlite3.DatabaseError("the last page is cut short")
    query = "SELECT 1 FROM sqlite_master WHERE name = 'coverage_schema'"
    with closing(sqlite3.connect(path)) as database:
        for (problem,) in database.execute("PRAGMA quick_check(1)"):
            if problem != "ok":
                raise sqlite3.DatabaseError(problem.splitlines()[-1])
        return database.execute(query).fetchone() is not None
