"""The data files of coverage.py: `.coverage`, and `.coverage.*` of a run in several processes.

They hold what was executed. What was missed, only coverage.py can tell, from the sources and by
the project's configuration: https://coverage.readthedocs.io/en/latest/api.html
"""

from collections.abc import Iterator

from coverup.formats.source import SQLITE, Source
from coverup.model import FileCoverage

NAME = "coveragepy"
ALIASES = ("python",)
TITLE = "coverage.py data file"
TOOLS = "coverage.py, pytest-cov"
MAPPING = (
    "A statement is covered (1) or missed (0): coverage.py does not count. Branches are its "
    "jumps between lines. Several files of one folder (`.coverage.*`, written with `parallel = "
    "true`) are one measurement; coverup works on copies and combines them by coverage.py's own "
    "`[paths]`. The project's coverage.py configuration counts, the one nearest to the data. "
    "The sources must be there, and a plugin that is configured must be installed beside "
    "coverup."
)
RANK = 100
JOINED = True


def sniff(source: Source) -> bool:
    """Tell by coverage.py's own table in an SQLite database.

    A database without any table is damaged; it is claimed, so that reading it says so.
    """
    head = source.head
    return head.startswith(SQLITE) and (b"coverage_schema" in head or b"CREATE " not in head)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the measured files by their absolute local paths; the user's files stay untouched.

    A file that was measured both with branches and without comes twice.

    Raises:
        InvalidReportError: The data cannot be read, none of its source files can be found or
            parsed, or coverage.py refuses the project's configuration.
    """
    # It takes many modules, which other reports do not need.
    from coverup.formats import _coveragepy_reading

    yield from _coveragepy_reading.read(source)
