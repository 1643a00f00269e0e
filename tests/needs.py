"""Tests that need a program say so here: they are skipped where it is missing.

With COVERUP_TESTS_NO_SKIP=1 they fail instead, so that a complete machine proves itself complete.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

# Read when the tests are collected: while they run, the environment is emptied.
_NO_SKIP = os.environ.get("COVERUP_TESTS_NO_SKIP") == "1"  # noqa: TID251 - no part of coverup


def needs(*names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing(f"{' or '.join(names)} is not installed")
    return found


def needs_path(path: Path, how_to_get_it: str) -> Path:
    """Return the path if it exists."""
    if not path.exists():
        missing(f"{path.name} is missing: {how_to_get_it}")
    return path


def missing(reason: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be skipped."""
    if _NO_SKIP:
        pytest.fail(f"{reason}, and COVERUP_TESTS_NO_SKIP is set")
    pytest.skip(reason)
