"""Runs the command as a user would type it, in this process."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coverup.cli import run


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]
Make = Callable[..., Path]


@pytest.fixture
def coverup(capsys: pytest.CaptureFixture[str]) -> Command:
    """A function that runs `coverup` with the given words."""

    def command(*words: str | Path) -> Ran:
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two sources and an LCOV report, which is also the current folder."""
    folder = tmp_path / "project"
    (folder / "src").mkdir(parents=True)
    (folder / "src/a.c").write_text("int a;\nint b;\n\nint c;\n")
    (folder / "src/b.py").write_text("x = 1\ny = 2\n")
    (folder / "lcov.info").write_text(
        "TN:\nSF:src/a.c\nDA:1,3\nDA:2,0\nDA:4,1\nBRDA:2,0,0,1\nBRDA:2,0,1,-\nend_of_record\n"
        "SF:src/b.py\nDA:1,1\nDA:2,1\nend_of_record\n"
    )
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A function that makes a repository, which is then the current folder, and returns its root.

    It tracks the named files, of three lines each, and has a report in which the first line of
    each of the paths is covered.
    """

    def made(*tracked: str, paths: tuple[str, ...], report: str = "lcov.info") -> Path:
        root = tmp_path / "shop"
        for name in tracked:
            write(root / name)
        for words in (["init", "-q"], ["add", "."]):
            subprocess.run(["git", *words], cwd=root, check=True)
        write(root / report, "".join(f"SF:{path}\nDA:1,1\nend_of_record\n" for path in paths))
        monkeypatch.chdir(root)
        return root

    return made


def write(path: Path, text: str = "one\ntwo\nthree\n") -> None:
    """Write a file, and make its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
