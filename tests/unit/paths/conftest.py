from pathlib import Path

import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The root of a project; the folder around it is outside."""
    folder = tmp_path / "proj"
    folder.mkdir()
    return folder
