"""The layers hold, and a breach of them would be noticed."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from coverup.formats import FORMATS
from tests.meta.documents import PACKAGE, ROOT, python_files

ENVIRONMENT: Final = frozenset({"environ", "environb", "getenv"})
LINT: Final = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def contracts() -> dict[str, dict[str, list[str]]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        each["name"].split(":")[0]: each for each in project["tool"]["importlinter"]["contracts"]
    }


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "coverup", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_no_layer_imports_a_higher_one() -> None:
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    ("contract", "module", "breach"),
    [
        ("Layers", "model.py", "import coverup.cli"),
        ("Layers", "pipeline/done.py", "import coverup.render.text"),
        ("Layers", "ci/texts.py", "import coverup.git"),
        ("Layers", "paths/normal.py", "import coverup.settings"),
        ("Layers", "stray.py", "import coverup.errors"),
        (
            "Formats do not import one another",
            "formats/lcov.py",
            "import coverup.formats.cobertura",
        ),
        ("Click only in the command line", "pipeline/done.py", "import click"),
        ("Flask only in the sandbox", "pipeline/done.py", "import flask"),
    ],
)
def test_a_breach_is_noticed(copy: Path, contract: str, module: str, breach: str) -> None:
    with (copy / "coverup" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{breach}\n")
    answer = lint(copy)
    assert answer.returncode == 1, answer.stdout
    assert re.search(rf"^{contract}[^\n]*(?:\n[^\n]+)? BROKEN$", answer.stdout, re.MULTILINE)


def test_the_contract_of_the_formats_names_them_all() -> None:
    named = contracts()["Formats do not import one another"]["modules"]
    assert {vars(each)["__name__"] for each in FORMATS} == set(named)


def test_only_the_command_line_reads_the_process_environment() -> None:
    for path in python_files():
        if path.is_relative_to(PACKAGE / "cli"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        for number in environment_readers(path):
            assert "noqa: TID251" in lines[number - 1], f"{path}:{number}"
            assert any("#" in line for line in lines[number - 4 : number - 1]), "and it says why"


def environment_readers(path: Path) -> list[int]:
    """Return the lines that name `os.environ` or `os.getenv`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT)
        or (isinstance(node, ast.ImportFrom) and {each.name for each in node.names} & ENVIRONMENT)
    )


def test_a_reader_of_the_environment_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("import os\nhome = os.environ['HOME']\nfrom os import getenv\n")
    assert environment_readers(module) == [2, 3]
