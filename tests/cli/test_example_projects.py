"""The projects in examples/: the tool's real report, and what coverup makes of it.

Each project has a script `make-report`, which is what its how-to page types in CI. What has to
come out is in tests/data/examples/<project>.json, worked out by hand from the sources, never from
coverup.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.conftest import Command
from tests.meta.documents import DOCS, ROOT
from tests.needs import needs, needs_path

EXAMPLES: Final = ROOT / "examples"
EXPECTED: Final = ROOT / "tests/data/examples"
PROJECTS: Final = sorted(path.parent.name for path in EXAMPLES.glob("*/make-report"))
MODULES: Final = ROOT / "tests/peers/node_modules"
"""Where `npm install --prefix tests/peers` puts the JavaScript tools."""
RUSTUP: Final = os.environ.get("RUSTUP_HOME", str(Path.home() / ".rustup"))  # noqa: TID251
"""Where rustup's cargo finds its toolchains; read at collection, since tests have another home."""


def expected_of(project: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((EXPECTED / f"{project}.json").read_text("utf-8"))
    return expected


@pytest.fixture
def made(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed copy of the project in which the tool has written its report."""
    project: str = request.param
    expected = expected_of(project)
    for program in expected["programs"]:
        needs(program)
    for path in expected.get("paths", []):
        needs_path(Path(path), "install the package it belongs to")
    folder = tmp_path / project
    shutil.copytree(EXAMPLES / project, folder)
    for package in expected.get("npm", []):
        needs_path(MODULES / package, "npm install --prefix tests/peers")
    if "npm" in expected:
        (folder / "node_modules").symlink_to(MODULES, target_is_directory=True)
    commit(folder)
    shell = needs("sh")
    ran = subprocess.run(
        [shell, "make-report"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    monkeypatch.chdir(folder)
    return folder


def environment() -> dict[str, str]:
    """Return the variables of a CI job in which `python3` is the interpreter that runs the tests.

    Nothing tells the tools in it of the coverage and the pytest that run around them, and this
    repository's own `tests` cannot be imported.
    """
    variables = os.environ  # noqa: TID251 - the surroundings of a program, no setting of coverup
    kept = {
        name: value
        for name, value in variables.items()
        if name != "PYTHONPATH" and not name.startswith(("COVERAGE_", "PYTEST_"))
    }
    interpreter = str(Path(sys.executable).parent)
    path = os.pathsep.join([interpreter, kept["PATH"]])
    return kept | {"CI": "true", "PATH": path, "RUSTUP_HOME": RUSTUP}


def commit(folder: Path) -> None:
    git = [needs("git"), "-c", "user.name=A", "-c", "user.email=a@example.com"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Example"]):
        subprocess.run([*git, *words], cwd=folder, check=True)


@pytest.mark.parametrize("made", PROJECTS, indirect=True)
def test_the_job_holds_what_the_tests_of_the_project_ran(made: Path, coverup: Command) -> None:
    ran = coverup("report", "--dry-run", "-o", "job.json", "--strict")
    assert ran.code == 0, ran.err
    job = json.loads((made / "job.json").read_text("utf-8"))
    assert {file["name"]: lines_of(file) for file in job["source_files"]} == {
        name: {"covered": lines["covered"], "missed": lines["missed"]}
        for name, lines in expected_of(made.name)["files"].items()
    }
    for file in job["source_files"]:
        branches = expected_of(made.name)["files"][file["name"]].get("branches")
        assert branches in (None, branches_of(file)), file["name"]


def lines_of(file: dict[str, Any]) -> dict[str, list[int]]:
    hits = list(enumerate(file["coverage"], start=1))
    return {
        "covered": [line for line, count in hits if count],
        "missed": [line for line, count in hits if count == 0],
    }


def branches_of(file: dict[str, Any]) -> dict[str, list[int]]:
    """Return `{line: [branches, of which taken]}`; the lines are text, as in JSON."""
    flat = file.get("branches", [])
    counts: dict[str, list[int]] = {}
    for at in range(0, len(flat), 4):
        count = counts.setdefault(str(flat[at]), [0, 0])
        count[0] += 1
        count[1] += flat[at + 3] > 0
    return counts


@pytest.mark.parametrize("project", PROJECTS)
def test_a_project_has_a_page_that_shows_its_commands(project: str) -> None:
    """The page quotes each command of the script, and links to the project."""
    pages = [page.read_text("utf-8") for page in (DOCS / "how-to").glob("*.md")]
    (page,) = [text for text in pages if f"examples/{project})" in text]
    script = (EXAMPLES / project / "make-report").read_text("utf-8")
    for line in script.splitlines():
        if line and not line.startswith(("#", "set -")):
            assert line.strip() in page


def test_expectations_and_projects_belong_together() -> None:
    assert sorted(path.stem for path in EXPECTED.glob("*.json")) == PROJECTS
