"""What the documentation shows of a terminal is what the terminal shows."""

import io
import os
import re
import shlex
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final

import pytest

from coverup.cli import run
from tests.meta.documents import ROOT, fences, markdown_files

AUTHOR: Final = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.com",
}
CHANGING: Final = (
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
    (re.compile(r"\b[0-9a-f]{40}\b"), "COMMIT"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "TIME"),
    (re.compile(r"\d+(?:\.\d)? k?B\b|(?<=bytes\": )\d+"), "SIZE"),
)
"""What differs from run to run: ports, commits, times, and the sizes of compressed documents."""


def console_pages() -> list[Path]:
    return [
        path for path in markdown_files() if any(_is_console(each.info) for each in fences(path))
    ]


def _is_console(info: str) -> bool:
    return info.split()[:1] == ["console"]


@pytest.fixture
def calculator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example project as the tutorial makes it, which is also the current folder."""
    folder = tmp_path / "calculator"
    shutil.copytree(ROOT / "examples/python", folder, ignore=shutil.ignore_patterns("__pycache__"))
    for words in (["init", "-qb", "main"], ["add", "."], ["commit", "-qm", "Add a calculator"]):
        subprocess.run(["git", *words], cwd=folder, check=True, env=os.environ | AUTHOR)  # noqa: TID251
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("page", console_pages(), ids=lambda path: path.name)
def test_a_page_shows_what_its_commands_print(
    page: Path, calculator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert calculator.is_dir()
    for block in fences(page):
        if _is_console(block.info):
            for typed, printed in commands_in(block.body):
                assert settled(answer(typed, monkeypatch)) == settled(printed), typed


def commands_in(block: str) -> list[tuple[str, str]]:
    """Split what a terminal shows into commands and what each of them printed."""
    _, *parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    return [(typed, printed) for typed, _, printed in (part.partition("\n") for part in parts)]


def answer(typed: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a `coverup` command, with variables set in front of it, and return all it prints."""
    words = shlex.split(typed)
    with monkeypatch.context() as patch, io.StringIO() as terminal:
        while "=" in words[0]:
            patch.setenv(*words.pop(0).split("=", 1))
        assert words.pop(0) == "coverup"
        with redirect_stdout(terminal), redirect_stderr(terminal):
            run(words)
        return terminal.getvalue()


def settled(text: str) -> str:
    for pattern, name in CHANGING:
        text = pattern.sub(name, text)
    return text.rstrip()
