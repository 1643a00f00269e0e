"""`done` closes the build that `report` opened, in a job without a checkout and without git."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.contract.test_ci_cases import CASES, environment
from tests.invoked import Invoked, coverup

NO_NUMBER: Final = 3
CLOSING: Final = re.compile(
    r"closing build (?P<number>.+?)(?:, attempt \S+)? \((?P<source>.+)\) at https://coveralls"
)

ALL_CASES: Final = """
import contextlib, io, json, os, sys
from coverup.cli import run

def closed(env):
    os.environ.clear()
    os.environ.update(env)
    err = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
        code = run(["done", "--dry-run"])
    return [code, err.getvalue()]

answers = {name: closed(env) for name, env in json.load(sys.stdin).items()}
json.dump({"answers": answers, "modules": sorted(sys.modules)}, sys.stdout)
"""


@dataclass(frozen=True)
class Told:
    """A build number and where it is from; None for none."""

    number: str | None
    source: str | None


@pytest.fixture(scope="module")
def without_git(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one process without PATH, in an empty folder, makes of all cases."""
    folder = tmp_path_factory.mktemp("finish")
    events = {name: folder / str(number) for number, name in enumerate(CASES)}
    for event in events.values():
        event.mkdir()
    environments = {name: environment(CASES[name], events[name]) for name in CASES}
    (folder / "empty").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", ALL_CASES],
        input=json.dumps(environments),
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"},
        cwd=folder / "empty",
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def of_done(code: int, err: str) -> Told:
    """Read the number from what `done --dry-run` says."""
    found = CLOSING.search(err)
    assert code == (0 if found else NO_NUMBER), err
    if found is None:
        assert "no build number" in err
        return Told(None, None)
    return Told(found["number"], found["source"])


def of_doctor(ran: Invoked) -> Told:
    """Read the number from doctor's JSON."""
    number = json.loads(ran.out)["fields"].get("service_number", {})
    return Told(number.get("value"), number.get("source"))


@pytest.fixture
def _one_report(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1\n")
    (tmp_path / "lcov.info").write_text("SF:a.py\nDA:1,1\nend_of_record\n")


def test_done_imports_no_git(without_git: dict[str, Any]) -> None:
    assert "coverup.pipeline.done" in without_git["modules"]
    assert not {"git", "gitdb"} & set(without_git["modules"])


@pytest.mark.parametrize("name", CASES)
@pytest.mark.usefixtures("_one_report")
def test_done_closes_the_build_that_report_and_doctor_name(
    name: str, without_git: dict[str, Any], tmp_path: Path
) -> None:
    env = environment(CASES[name], tmp_path)
    told = of_doctor(coverup(env, "doctor", "--json"))
    assert of_done(*without_git["answers"][name]) == told
    report = coverup(env, "report", "lcov.info", "--dry-run", "-o", "-")
    assert report.code == 0, report.err
    assert json.loads(report.out).get("service_number") == told.number
