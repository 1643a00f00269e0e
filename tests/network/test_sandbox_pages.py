"""The sandbox's pages as documents: well formed, and usable without seeing them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import requests

from coverup.sandbox import Sandbox
from tests.network.sandbox_client import FILES, close, send

VOID = {"br", "hr", "img", "input", "link", "meta"}
HOSTILE = "<script>alert('x')</script>&amp;"
PAGES = ("/", "/builds/1", "/builds/2", "/jobs/1", "/jobs/1/files/src/a.py", "/jobs/2", "/nothing")


class Page(HTMLParser):
    """The elements of a page in their order, checked for balance while they are read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Serve a closed build whose text is hostile, with source, and an open one without."""
    source = f"x = {HOSTILE}\n\ty\n"
    with Sandbox() as sandbox:
        files: list[dict[str, Any]] = [
            *FILES,
            {"name": "b #1?.py", "source": source, "coverage": [1, 0]},
        ]
        git = {"head": {"id": "b31f08d07ae5", "message": HOSTILE}, "branch": HOSTILE}
        send(sandbox, flag_name=HOSTILE, git=git, parallel=True, source_files=files)
        close(sandbox)
        send(sandbox, service_number="8", parallel=True)
        yield sandbox


def page(sandbox: Sandbox, path: str) -> Page:
    answer = requests.get(f"{sandbox.url}{path}", timeout=30)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return Page(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_language_title_landmarks_and_one_heading(sandbox: Sandbox, path: str) -> None:
    found = page(sandbox, path)
    assert found.all("html") == [{"lang": "en"}]
    assert len(found.all("title")) == 1
    for landmark in ("header", "main", "footer", "h1"):
        assert len(found.all(landmark)) == 1
    levels = [int(tag[1]) for tag, _ in found.elements if tag in {"h1", "h2", "h3"}]
    assert levels[0] == 1
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in found.all(
        "meta"
    )


@pytest.mark.parametrize("path", PAGES)
def test_the_first_link_skips_to_the_content(sandbox: Sandbox, path: str) -> None:
    found = page(sandbox, path)
    assert found.all("a")[0]["href"] == "#content"
    assert found.all("main")[0]["id"] == "content"


@pytest.mark.parametrize("path", PAGES[:-1])
def test_tables_have_a_caption_and_their_headings_a_scope(sandbox: Sandbox, path: str) -> None:
    found = page(sandbox, path)
    assert len(found.all("caption")) == len(found.all("table")) > 0
    assert {heading["scope"] for heading in found.all("th")} == {"col", "row"}


@pytest.mark.parametrize("path", PAGES)
def test_a_table_that_is_too_wide_scrolls_by_keyboard_too(sandbox: Sandbox, path: str) -> None:
    found = page(sandbox, path)
    regions = [each for each in found.all("div") if each.get("role") == "region"]
    assert len(regions) == len(found.all("table"))
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_no_script_and_names_no_other_server(sandbox: Sandbox, path: str) -> None:
    found = page(sandbox, path)
    assert not found.all("script")
    assert not any("style" in attributes for _, attributes in found.elements)
    loaded = [link["href"] or "" for link in found.all("link")]
    assert all(address.startswith(("/", "data:")) for address in loaded)


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(sandbox: Sandbox, path: str) -> None:
    for link in page(sandbox, path).all("a"):
        address = link["href"] or ""
        if address.startswith("/"):
            assert requests.get(f"{sandbox.url}{address}", timeout=30).status_code == 200


def test_text_of_a_client_stays_text(sandbox: Sandbox) -> None:
    for path in ("/builds/1", "/jobs/1", "/jobs/1/files/b%20%231%3F.py"):
        assert HOSTILE in page(sandbox, path).text


def test_the_state_of_a_line_is_told_in_words(sandbox: Sandbox) -> None:
    words = page(sandbox, "/jobs/1/files/src/a.py").text.split()
    assert {"partial", "missed", "covered"} <= set(words)


def test_an_open_build_says_what_it_waits_for(sandbox: Sandbox) -> None:
    assert "The build is open" in page(sandbox, "/builds/2").text


def test_without_builds_the_first_page_says_how_to_send_one() -> None:
    with Sandbox() as empty:
        assert f"COVERALLS_ENDPOINT={empty.url}" in page(empty, "/").text
