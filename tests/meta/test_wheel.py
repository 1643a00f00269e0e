"""What is installed: the package, all of it, and nothing else."""

import importlib.util
import subprocess
import sys
import tomllib
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

from coverup import __version__
from tests.meta.documents import PACKAGE, ROOT
from tests.needs import missing


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel, built without network: the build backend is in the dev group."""
    for module in ("hatchling", "pip"):
        if importlib.util.find_spec(module) is None:
            missing(f"{module} is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--no-cache-dir"]
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        *options,
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return ZipFile(path)


def test_the_wheel_holds_the_package_and_nothing_else(wheel: ZipFile) -> None:
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    package = {path.relative_to(ROOT).as_posix() for path in files}
    metadata = f"coverup_cli-{__version__}.dist-info"
    described = {
        f"{metadata}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")
    }
    assert set(wheel.namelist()) == package | described
    assert {"coverup/py.typed", "coverup/sandbox/templates/base.html"} <= package


def test_the_wheel_says_what_it_is_and_needs(wheel: ZipFile) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (name,) = (each for each in wheel.namelist() if each.endswith("METADATA"))
    told = Parser().parsestr(wheel.read(name).decode())
    assert (told["Name"], told["Version"]) == ("coverup-cli", __version__)
    assert told["License-Expression"] == "MIT"
    assert told["Requires-Python"] == ">=3.11"
    needed = [each for each in told.get_all("Requires-Dist", []) if "extra ==" not in each]
    assert sorted(map(str.lower, needed)) == sorted(map(str.lower, project["dependencies"]))
    assert told.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_wheel_installs_the_command(wheel: ZipFile) -> None:
    (name,) = (each for each in wheel.namelist() if each.endswith("entry_points.txt"))
    assert wheel.read(name).decode().split() == [
        "[console_scripts]",
        "coverup",
        "=",
        "coverup.cli:main",
    ]


def test_the_wheel_works_from_where_it_is(wheel: ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    answer = subprocess.run(
        [sys.executable, "-m", "coverup", "--version"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout == f"coverup {__version__}\n"
