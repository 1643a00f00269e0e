"""The pages as a parser sees them: whole, safe, and the same for the same input."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from coverup.pipeline.earlier import Earlier
from coverup.render.html import About, write_report
from coverup.render.html.names import page_of, shown
from tests.html_samples import (
    ATTACK,
    ENGINE,
    HOSTILE_NAMES,
    engine,
    gathered,
    hostile,
    measured,
    small_project,
)

ELEMENTS: Final = frozenset(
    {
        *("html", "head", "meta", "title", "link", "script", "body", "header", "main", "footer"),
        *(
            "nav",
            "section",
            "h1",
            "h2",
            "p",
            "div",
            "span",
            "a",
            "ol",
            "ul",
            "li",
            "dl",
            "dt",
            "dd",
        ),
        *(
            "table",
            "caption",
            "colgroup",
            "col",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "svg",
            "rect",
            "polyline",
            "circle",
        ),
        *("i", "b", "strong", "small", "code", "kbd", "abbr", "button", "label", "input"),
        *("details", "summary"),
    }
)
SCHEME: Final = re.compile(r"^[^/#?]*:")


class Elements(HTMLParser):
    """Notes elements, attributes and texts."""

    def __init__(self, page: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.shown = ""
        self.feed(page.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.shown += data


def attacked() -> About:
    earlier = Earlier(f"{ATTACK}.json", small_project().totals())
    return About(title=ATTACK, branch=ATTACK, commit=ATTACK, when=ATTACK, earlier=[earlier])


@pytest.fixture
def pages(tmp_path: Path) -> list[Elements]:
    write_report(tmp_path / "out", hostile(), attacked())
    found = sorted((tmp_path / "out").rglob("*.html"))
    assert len(found) == 1 + len(HOSTILE_NAMES)
    return [Elements(path) for path in found]


def test_no_name_and_no_text_makes_an_element(pages: list[Elements]) -> None:
    for page in pages:
        assert set(page.tags) <= ELEMENTS
        assert page.tags.count("script") == 1
        assert page.tags.count("link") == 2


def test_no_page_has_inline_styles_scripts_or_handlers(pages: list[Elements]) -> None:
    for page in pages:
        names = {name for name, _ in page.attributes}
        assert [name for name in names if name.startswith("on") or name == "style"] == []


def test_links_lead_to_pages_of_the_report_only(pages: list[Elements]) -> None:
    for page in pages:
        for name, value in page.attributes:
            if name in {"href", "src"}:
                assert not SCHEME.match(value), value
                assert not value.startswith("//")


def test_every_page_forbids_what_it_does_not_need(pages: list[Elements]) -> None:
    for page in pages:
        (policy,) = [value for _, value in page.attributes if value.startswith("default-src")]
        assert policy.split("; ")[:4] == [
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "img-src 'self'",
        ]
        assert "unsafe" not in policy


def test_the_index_names_each_file_as_it_is(pages: list[Elements]) -> None:
    (index,) = [page for page in pages if "10 files" in page.shown]
    for name in HOSTILE_NAMES:
        assert shown(name) in index.shown
    assert "<b>gone</b>.py: not in the repository" in " ".join(index.shown.split())


def test_templates_do_not_see_into_texts(pages: list[Elements]) -> None:
    assert not any("49" in page.shown for page in pages)
    assert any("{{ 7 * 7 }}" in page.shown for page in pages)


def test_the_same_measurements_make_the_same_pages(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_report(tmp_path / name, small_project(), About(when="2026-11-21T08:00:00Z"))
    for path in (each for each in (tmp_path / "one").rglob("*") if each.is_file()):
        assert (
            path.read_bytes()
            == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
        )


def test_a_page_tells_of_lines_branches_and_places(tmp_path: Path) -> None:
    write_report(
        tmp_path / "out",
        small_project(),
        About(commit="0123456789abcdef", when="2026-01-02T03:04:05Z"),
    )
    page = Elements(tmp_path / "out" / page_of("src/engine/thrust.py"))
    text = " ".join(page.shown.split())
    for part in (
        "50.00 %",
        "4 of 8, 4 missed",
        "25.00 %",
        "1 of 4, 3 missed",
        "2 uncovered places",
    ):
        assert part in text
    assert "0123456789ab · 2026-01-02 03:04:05 UTC · coverup" in text
    assert "if power > 9000 and \"<b>\" != '&amp;':" in page.shown


def test_a_file_without_its_text_shows_the_measured_lines(tmp_path: Path) -> None:
    write_report(tmp_path / "out", gathered((engine(), None)))
    page = Elements(tmp_path / "out" / page_of("src/engine/thrust.py"))
    assert "only the lines that were measured are listed" in page.shown
    assert [value for name, value in page.attributes if name == "id" and value[1:].isdigit()] == [
        *("L1", "L2", "L3", "L4", "L8", "L9", "L10", "L11"),
    ]


def test_a_report_on_nothing_is_a_page_too(tmp_path: Path) -> None:
    page = Elements(write_report(tmp_path / "out", gathered()))
    assert "No files." in page.shown


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    write_report(tmp_path / "out", gathered((measured("__init__.py"), b"")))
    assert "This file has no lines." in Elements(tmp_path / "out" / page_of("__init__.py")).shown


def test_a_long_file_is_laid_out_in_parts(tmp_path: Path) -> None:
    write_report(tmp_path / "out", gathered((measured("a.py", *[1] * 2500), b"x = 1\n" * 2500)))
    page = Elements(tmp_path / "out" / page_of("a.py"))
    assert (page.tags.count("table"), page.tags.count("tr")) == (3, 2503)


def test_what_is_left_out_is_listed_up_to_a_thousand(tmp_path: Path) -> None:
    found = gathered((engine(), ENGINE))
    found.dropped *= 1200
    page = Elements(write_report(tmp_path / "out", found))
    assert "Left out: 1,200" in page.shown
    assert "and 200 more" in page.shown
