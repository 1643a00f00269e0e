"""A command pays only for what it uses: heavy modules wait until they are needed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.meta.documents import ROOT
from tests.network.servers import Reply, serve

HEAVY: Final = frozenset(
    {"requests", "git", "coverage", "lxml", "flask", "yaml", "orjson", "rich", "jinja2", "sqlite3"}
    | {"tenacity", "urllib3", "pathspec", "pygments", "unidiff"}
)
SLOW: Final = frozenset({"asyncio", "difflib", "html", "multiprocessing", "subprocess", "tomllib"})
"""Modules of the standard library that take milliseconds."""
OF_REQUESTS: Final = frozenset(
    {"requests", "urllib3", "certifi", "idna", "charset_normalizer", "chardet"}
)
OF_GIT: Final = frozenset({"git", "gitdb", "smmap"})
PROGRAM: Final = """\
import sys
sys.path.insert(0, sys.argv.pop(1))
from coverup.cli import run
sys.stdout, shown = sys.stderr, sys.stdout
code = run(sys.argv[1:])
print(code, *(name for name in sys.modules), file=shown)
"""


def unmeasured() -> dict[str, str]:
    """Return the environment without the variables by which coverage.py starts in a process."""
    environment = os.environ.items()  # noqa: TID251 - of the test, for its child
    return {name: value for name, value in environment if not name.startswith("COVERAGE_")}


def imported(*words: str, **env: str) -> list[str]:
    """Run a command in a new process, and return the modules that it has imported by its end."""
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ROOT), *words],
        env=unmeasured() | env,
        capture_output=True,
        text=True,
        check=True,
    )
    code, *modules = answer.stdout.split()
    assert code == "0", answer.stderr
    return modules


def others(modules: list[str]) -> set[str]:
    """Return the packages that are neither coverup nor of Python, nor compiled parts of either."""
    packages = {name.partition(".")[0] for name in modules if "mypyc" not in name}
    known = packages - sys.stdlib_module_names - {"coverup"}
    return {name for name in known if not name.startswith(("_", "cython_"))}


def own(modules: list[str]) -> int:
    """Return how many modules of coverup there are."""
    return sum(name.startswith("coverup") for name in modules)


def test_the_version_costs_next_to_nothing() -> None:
    modules = imported("--version")
    assert others(modules) == set()
    assert own(modules) == 2
    assert SLOW.intersection(modules) == set()


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("report", "--help"),
        ("done", "--help"),
        ("resend", "--help"),
        ("rerun", "--help"),
        ("html", "--help"),
        ("gitlab", "--help"),
        ("gitlab", "upload", "--help"),
        ("dashboard", "push", "--help"),
        ("doctor", "--help"),
        ("sandbox", "--help"),
    ],
    ids=" ".join,
)
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    modules = imported(*words)
    assert "click" in modules
    assert HEAVY.intersection(others(modules)) == set()


@pytest.fixture
def url() -> Iterator[str]:
    Path("a.py").write_text("x = 1\n")
    Path("lcov.info").write_text("SF:a.py\nDA:1,1\nend_of_record\n")
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "."], check=True)
    with serve(Reply(200, b'{"message":"fine"}')) as server:
        yield server.url


@pytest.mark.parametrize(
    ("words", "most", "allowed"),
    [
        ("done --dry-run --build-number 1", 85, {"click"}),
        ("done --build-number 1", 85, {"click", "orjson", *OF_REQUESTS}),
        ("doctor", 160, {"click", "orjson", *OF_GIT}),
        ("report lcov.info --dry-run", 180, {"click", "orjson", *OF_GIT}),
        (
            "report lcov.info",
            190,
            {"click", "orjson", "platformdirs", *OF_REQUESTS, *OF_GIT},
        ),
    ],
)
def test_a_command_imports_no_more_than_its_budget(
    words: str, most: int, allowed: set[str], url: str
) -> None:
    modules = imported(*words.split(), COVERALLS_ENDPOINT=url, COVERALLS_REPO_TOKEN="made-up")
    assert others(modules) <= allowed
    assert own(modules) <= most
