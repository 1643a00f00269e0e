"""A command pays only for what it uses: heavy modules wait until they are needed."""

import os
import subprocess
import sys
from typing import Final

import pytest

from tests.meta.documents import ROOT

HEAVY: Final = frozenset(
    {"requests", "git", "coverage", "lxml", "flask", "yaml", "orjson", "rich", "jinja2", "sqlite3"}
    | {"tenacity", "urllib3", "pathspec", "pygments", "unidiff"}
)
PROGRAM: Final = """\
import sys
sys.path.insert(0, sys.argv.pop(1))
from coverup.cli import run
sys.stdout, shown = sys.stderr, sys.stdout
code = run(sys.argv[1:])
print(code, *{name.partition(".")[0] for name in sys.modules}, file=shown)
"""


def unmeasured() -> dict[str, str]:
    """Return the environment without the variables by which coverage.py starts in a process."""
    environment = os.environ.items()  # noqa: TID251 - of the test, for its child
    return {name: value for name, value in environment if not name.startswith("COVERAGE_")}


@pytest.mark.parametrize(
    "words",
    [
        ("--version",),
        ("--help",),
        ("report", "--help"),
        ("done", "--help"),
        ("resend", "--help"),
        ("rerun", "--help"),
        ("html", "--help"),
        ("doctor", "--help"),
        ("sandbox", "--help"),
    ],
    ids=" ".join,
)
def test_help_and_version_import_nothing_heavy(words: tuple[str, ...]) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ROOT), *words],
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=True,
    )
    code, *modules = answer.stdout.split()
    assert code == "0"
    assert "click" in modules
    assert HEAVY.intersection(modules) == set()
