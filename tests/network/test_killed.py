"""A slice of the long job, which is `python -m tests.network.killed --runs 200`."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
RUNS: Final = int(os.environ.get("PYTEST_KILLED_RUNS", "30"))  # noqa: TID251 - the test's own


def test_whenever_it_is_killed_nothing_half_written_is_left_and_what_was_kept_is_delivered() -> (
    None
):
    command = [sys.executable, "-m", "tests.network.killed", "--runs", str(RUNS)]
    root = Path(__file__).parents[2]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    said = json.loads(ran.stdout)
    assert said["broken"] == [], ran.stderr
    assert said["lost"] == said["doubled"] == 0
    assert said.get("report killed", 0) + said.get("resend killed", 0) >= RUNS // 3
    assert said["jobs spooled"] > 0
