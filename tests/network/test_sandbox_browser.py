"""The sandbox's pages in a real browser, as wide as a desk and as narrow as a phone."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from coverup.sandbox import Sandbox
from tests.chromium import FLAGS
from tests.needs import needs
from tests.network.sandbox_client import close, send
from tests.png import decoded

NAME: Final = "src/engine/a_folder_with_a_long_name/thrust_vectoring_controller_factory.py"
SOURCE: Final = "def thrust():\n    return 'a line much wider than any phone: " + "x" * 300 + "'\n"
PAGES: Final = {
    "/builds/1": ("<h1>Build 7", "Job #7.1", "60.00 %"),
    "/jobs/1": ("<h1>Job #7.1</h1>", NAME, "2 of 3"),
    f"/jobs/1/files/{NAME}": (f'<h1 class="path">{NAME}</h1>', "partial", "return 'a line"),
}
BRANCHES: Final = [2, 0, 0, 1, 2, 0, 1, 0]
SIDE: Final = 12
"""Pixels at the page's right side that nothing may reach: its padding is 16."""


class Picture(NamedTuple):
    """A screenshot: its rows of pixels, three bytes each."""

    width: int
    rows: list[bytes]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        file = {"name": NAME, "source": SOURCE, "coverage": [1, 1, 0], "branches": BRANCHES}
        git = {"head": {"id": "b31f08d07ae564b08237e5a336e478b24ccc4a65"}, "branch": "b" * 200}
        send(sandbox, parallel=True, flag_name="unit", git=git, source_files=[file])
        close(sandbox)
        yield sandbox


@pytest.mark.parametrize("path", PAGES, ids=["build", "job", "file"])
def test_a_wide_window_shows_what_was_understood(
    sandbox: Sandbox, tmp_path: Path, path: str
) -> None:
    document, picture = visit(sandbox.url + path, tmp_path, width=1280)
    assert [text for text in PAGES[path] if text not in document] == []
    assert_drawn(picture, 1280)


@pytest.mark.parametrize("path", PAGES, ids=["build", "job", "file"])
@pytest.mark.parametrize("width", [390, 500, 720])
def test_on_a_phone_nothing_is_wider_than_the_window(
    sandbox: Sandbox, tmp_path: Path, path: str, width: int
) -> None:
    _, picture = visit(sandbox.url + path, tmp_path, width=width)
    assert_drawn(picture, width)
    assert len({row[-SIDE * 3 :] for row in picture.rows}) == 1


def visit(address: str, folder: Path, *, width: int) -> tuple[str, Picture]:
    """Open a page and return its document and what it looks like."""
    browser = needs("chromium", "chromium-browser", "google-chrome", "chrome")
    shot = folder / "page.png"
    places = (f"--user-data-dir={folder / 'profile'}", f"--screenshot={shot}")
    command = [browser, *FLAGS, "--dump-dom", *places, f"--window-size={width},900", address]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    return done.stdout.decode(), read_png(shot.read_bytes())


def assert_drawn(picture: Picture, width: int) -> None:
    assert picture.width == width
    assert len(set(picture.rows)) > 50, "the page is blank"


def read_png(data: bytes) -> Picture:
    width, height, pixels = decoded(data)
    return Picture(width, [pixels[3 * width * y : 3 * width * (y + 1)] for y in range(height)])
