"""Rows 120 to 124: the data files of coverage.py."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from coverage import CoverageData

from coverup.formats._coveragepy_data import close
from tests.contract.bad_inputs.row import Make, Row


def _measured(name: str, sources: Iterable[str]) -> Make:
    """Return what makes data in which lines 1 and 2 of sources were executed."""

    def make(checkout: Path) -> None:
        (checkout / name).parent.mkdir(exist_ok=True)
        data = CoverageData(basename=str(checkout / name))
        data.add_lines({str(checkout / source): [1, 2] for source in sources})
        data.write()
        close(data)

    return make


def _read_only(checkout: Path) -> None:
    _measured("data/.coverage", ["src/b.py"])(checkout)
    (checkout / "data/.coverage").chmod(0o444)
    (checkout / "data").chmod(0o555)


def _other_database(checkout: Path) -> None:
    database = sqlite3.connect(checkout / ".coverage")
    with database:
        database.execute("CREATE TABLE people (name TEXT)")
    database.close()


ROWS: Final = (
    Row(
        number=120,
        title="not-a-db",
        name=".coverage",
        content=b"SQLite format 3\0" + bytes(500),
        said=".coverage: damaged coverage.py data",
        hint="run the tests again",
    ),
    Row(
        number=121,
        title="other-sqlite",
        name=".coverage",
        content=_other_database,
        said=".coverage: not a known coverage format",
    ),
    Row(
        number=121,
        title="other-sqlite (forced)",
        name=".coverage",
        content=_other_database,
        words=(".coverage", "--format=coveragepy"),
        said=".coverage: not coverage.py data: an SQLite database without",
        why="coverage_schema",
        is_found=False,
    ),
    Row(
        number=122,
        title="cov4-json",
        name=".coverage",
        content=b'!coverage.py: This is a private format, don\'t read it directly!{"lines":{}}',
        said=".coverage: data of coverage.py before 5.0",
        hint="coverage xml",
    ),
    Row(
        number=123,
        title="source-gone (all)",
        name=".coverage",
        content=_measured(".coverage", ["gone.py", "away.py"]),
        said=".coverage: 2 of 2 measured files are not here",
        why="gone.py",
        hint="[paths]",
    ),
    Row(
        number=123,
        title="source-gone (one)",
        name=".coverage",
        content=_measured(".coverage", ["gone.py", "src/b.py"]),
        said=".coverage: 1 of 2 measured files are not here",
        why="gone.py",
        hits={"src/b.py": {1: 1, 2: 1, 3: 0, 4: 0}},
    ),
    Row(
        number=124,
        title="locked-readonly",
        name="data/.coverage",
        content=_read_only,
        hits={"src/b.py": {1: 1, 2: 1, 3: 0, 4: 0}},
    ),
)
