"""`coverup report --timings`."""

import json
import re
from pathlib import Path

import pytest

from coverup.pipeline.stages import STAGES
from tests.invoked import coverup


@pytest.fixture(autouse=True)
def project() -> None:
    Path("a.py").write_text("x = 1\n")
    Path("lcov.info").write_text("SF:a.py\nDA:1,1\nend_of_record\n")


def test_every_stage_is_told_with_its_share() -> None:
    ran = coverup({}, "report", "--dry-run", "--timings", "lcov.info")
    told = re.findall(r"^(\w+(?: \w+)?) +\d+\.\d{3} s +\d+ %$", ran.err, re.MULTILINE)
    assert ran.code == 0
    assert told == [*STAGES, "in all"]


def test_json_has_the_seconds_of_every_stage() -> None:
    ran = coverup({}, "report", "--dry-run", "--timings", "--json", "lcov.info")
    timings = json.loads(ran.out)["timings"]
    assert list(timings) == list(STAGES)
    assert timings["network"] == 0
    assert all(timings[name] > 0 for name in ("discovery", "reading", "paths", "digests", "job"))
    assert " s " not in ran.err


def test_nothing_is_told_of_timings_that_nobody_asked_for() -> None:
    ran = coverup({}, "report", "--dry-run", "--json", "lcov.info")
    assert "timings" not in json.loads(ran.out)


def test_a_report_that_fails_tells_its_timings_too() -> None:
    ran = coverup({}, "report", "--dry-run", "--timings", "--json", "missing.info")
    assert ran.code == 4
    assert json.loads(ran.out)["timings"]["other"] > 0
