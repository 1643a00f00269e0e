"""The sandbox's pages in a real browser, as wide as a desk and as narrow as a phone."""

import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from coverup.sandbox import Sandbox
from tests.needs import needs
from tests.network.sandbox_client import close, send

NAME: Final = "src/engine/a_folder_with_a_long_name/thrust_vectoring_controller_factory.py"
SOURCE: Final = "def thrust():\n    return 'a line much wider than any phone: " + "x" * 300 + "'\n"
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--dump-dom",
)
PAGES: Final = {
    "/builds/1": ("<h1>Build 7", "Job #7.1", "60.00 %"),
    "/jobs/1": ("<h1>Job #7.1</h1>", NAME, "2 of 3"),
    f"/jobs/1/files/{NAME}": (f'<h1 class="path">{NAME}</h1>', "partial", "return 'a line"),
}
BRANCHES: Final = [2, 0, 0, 1, 2, 0, 1, 0]
SIDE: Final = 12
"""Pixels at the page's right side that nothing may reach: its padding is 16."""


class Picture(NamedTuple):
    """A screenshot: its rows of pixels, `depth` bytes each."""

    width: int
    depth: int
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
    assert len({row[-SIDE * picture.depth :] for row in picture.rows}) == 1


def visit(address: str, folder: Path, *, width: int) -> tuple[str, Picture]:
    """Open a page and return its document and what it looks like."""
    browser = needs("chromium", "chromium-browser", "google-chrome", "chrome")
    shot = folder / "page.png"
    places = (f"--user-data-dir={folder / 'profile'}", f"--screenshot={shot}")
    command = [browser, *FLAGS, *places, f"--window-size={width},900", address]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    return done.stdout.decode(), read_png(shot.read_bytes())


def assert_drawn(picture: Picture, width: int) -> None:
    assert picture.width == width
    assert len(set(picture.rows)) > 50, "the page is blank"


def read_png(data: bytes) -> Picture:
    """Decode the PNGs that browsers write: 8 bits a channel, not interlaced."""
    width, height, bits, colour, *_ = struct.unpack(">IIBBBBB", data[16:29])
    assert (bits, colour in {2, 6}) == (8, True)
    depth = 3 if colour == 2 else 4
    pixels = zlib.decompress(b"".join(chunk for kind, chunk in chunks(data) if kind == b"IDAT"))
    rows: list[bytes] = []
    above = bytes(width * depth)
    for start in range(0, height * (width * depth + 1), width * depth + 1):
        above = unfiltered(pixels[start], pixels[start + 1 : start + 1 + len(above)], above, depth)
        rows.append(above)
    return Picture(width, depth, rows)


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += length + 12


def unfiltered(kind: int, line: bytes, above: bytes, depth: int) -> bytes:
    """Undo a PNG filter (https://www.w3.org/TR/png-3/#9Filters)."""
    if kind == 0:
        return line
    if kind == 2:
        return bytes((here + up) & 255 for here, up in zip(line, above, strict=True))
    row = bytearray(line)
    for i, _ in enumerate(row):
        left = row[i - depth] if i >= depth else 0
        corner = above[i - depth] if i >= depth else 0
        predicted = (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))
        row[i] = (row[i] + predicted[kind]) & 255
    return bytes(row)


def paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda each: abs(estimate - each))
