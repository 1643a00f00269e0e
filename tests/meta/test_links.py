"""Links between the project's own pages lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.meta.documents import ROOT, anchors, markdown_files, prose

_LINK: Final = re.compile(r"\]\((?P<target>[^()\s]+)\)")
_ELSEWHERE: Final = ("http://", "https://", "mailto:")


def links(path: Path) -> Iterator[str]:
    for found in _LINK.finditer(prose(path)):
        if not found["target"].startswith(_ELSEWHERE):
            yield found["target"]


@pytest.mark.parametrize(
    "page", markdown_files(), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_the_links_of_a_page_lead_to_a_file_and_a_heading(page: Path) -> None:
    for target in links(page):
        name, _, heading = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        if heading:
            assert heading in anchors(there), target


def test_links_are_found_at_all(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[a](b.md#c) and [d](https://e.example)\n```\n[no](link.md)\n```\n")
    assert list(links(page)) == ["b.md#c"]
