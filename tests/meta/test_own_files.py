"""What holds for every file of the project."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.documents import ROOT, own_files

PLACES = [
    place
    for place in (str(ROOT), sys.prefix)
    if Path(place) != Path(sys.base_prefix) and len(Path(place).parts) > 2
]
"""Folders of the machine that the tests run on, if they are particular enough to be told."""


def test_no_file_names_a_folder_of_this_machine() -> None:
    for path in tracked_files():
        content = path.read_bytes()
        for place in PLACES:
            assert os.fsencode(place) not in content, f"{path.relative_to(ROOT)} names {place}"


def tracked_files() -> list[Path]:
    """Return the files that git tracks or would track, with the test data."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:  # An unpacked source distribution is no repository.
        return list(own_files())
    names = (os.fsdecode(name) for name in listed.stdout.split(b"\0") if name)
    return [path for path in (ROOT / name for name in names) if path.is_file()]


def test_nothing_but_the_agreed_lies_at_the_top() -> None:
    ignored = {"build", "dist"}
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - ignored
    assert names == {"pyproject.toml", "README.md", "coverup", "docs", "examples", "tests"}


@pytest.mark.parametrize("suffix", [".py", ".md", ".toml", ".yml"])
def test_text_files_are_utf8_and_end_with_a_line_end(suffix: str) -> None:
    for path in own_files():
        if path.suffix == suffix:
            content = path.read_bytes()
            content.decode("utf-8")
            assert not content or content.endswith(b"\n"), path
