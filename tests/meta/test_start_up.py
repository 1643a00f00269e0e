"""A command pays only for what it uses: heavy modules wait until they are needed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from coverage import CoverageData

from coverup.formats.file_names import REPORTS as FILE_NAMES
from tests.meta.documents import ROOT
from tests.network.servers import Reply, serve

HEAVY: Final = frozenset(
    {"requests", "git", "coverage", "lxml", "flask", "yaml", "orjson", "rich", "jinja2", "sqlite3"}
    | {"tenacity", "urllib3", "pathspec", "pygments", "unidiff", "certifi", "idna"}
)
SLOW: Final = frozenset({"asyncio", "difflib", "html", "multiprocessing", "subprocess", "tomllib"})
"""Modules of the standard library that take milliseconds."""
REPORTS: Final = {
    "lcov.info": "SF:a.py\nDA:1,1\nend_of_record\n",
    "cobertura.xml": """\
<coverage><packages><package><classes><class filename="a.py"><lines>
<line number="1" hits="1"/>
</lines></class></classes></package></packages></coverage>
""",
}
"""Small reports of one file, by their names; coverage.py writes `.coverage` itself."""
SENT: Final = frozenset({"click", "orjson", "urllib3"})
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


def test_the_list_of_commands_imports_none_of_them() -> None:
    modules = imported("--help")
    assert others(modules) == {"click"}
    assert own(modules) <= 12
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
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "."], check=True)
    with serve(Reply(200, b'{"message":"fine"}')) as server:
        yield server.url


def write(report: str) -> None:
    """Write a report of `a.py` into the current folder."""
    if report in REPORTS:
        Path(report).write_text(REPORTS[report])
        return
    data = CoverageData(report)
    data.add_lines({str(Path("a.py").absolute()): [1]})
    data.write()


@pytest.mark.parametrize(
    ("words", "report", "most", "allowed"),
    [
        ("done --dry-run --build-number 1", None, 62, {"click"}),
        ("done --build-number 1", None, 70, SENT),
        ("doctor", "lcov.info", 96, {"click", "orjson"}),
        ("report lcov.info --dry-run", "lcov.info", 119, {"click", "orjson"}),
        ("report lcov.info", "lcov.info", 127, SENT),
        ("report cobertura.xml --dry-run", "cobertura.xml", 127, {"click", "orjson"}),
        ("report --dry-run", "cobertura.xml", 127, {"click", "orjson"}),
        ("report --dry-run", ".coverage", 130, {"click", "orjson", "coverage", "$coverage"}),
    ],
)
def test_a_command_imports_no_more_than_its_budget(
    words: str, report: str | None, most: int, allowed: set[str], url: str
) -> None:
    if report:
        write(report)
    modules = imported(*words.split(), COVERALLS_ENDPOINT=url, COVERALLS_REPO_TOKEN="made-up")
    assert others(modules) <= allowed
    assert own(modules) <= most


def test_a_report_imports_no_format_but_its_own_and_those_that_are_asked_before(url: str) -> None:
    write("lcov.info")
    modules = imported("report", "lcov.info", "--dry-run", COVERALLS_ENDPOINT=url)
    formats = {f"coverup.formats.{name}" for name in FILE_NAMES}
    assert formats.intersection(modules) == {"coverup.formats.lcov"}
    assert SLOW.intersection(modules) <= {"subprocess"}
