"""The HTML report in a real browser, opened from the disk as users open it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from coverup.pipeline.earlier import Earlier
from coverup.render.html import About, write_report
from coverup.render.html.names import page_of
from tests.chromium import Chromium, Page, chromium
from tests.html_samples import hostile, small_project

ENGINE: Final = page_of("src/engine/thrust.py")
SHOWN: Final = """[...document.querySelectorAll("#table tbody tr:not([hidden])")]
    .map(row => row.cells[0].textContent)"""
FOCUSED: Final = "document.activeElement.textContent.trim()"
CONTRASTS: Final = """(() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (text) => {
    const [r, g, b] = channels(text).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if (channels(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const text = texts.currentNode.data.trim();
    if (!text || !element.checkVisibility({checkVisibilityCSS: true})) continue;
    const [a, b] = [getComputedStyle(element).color, ground(element)].map(light);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${text}: ${ratio.toFixed(2)}`);
  }
  return poor;
})()"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = small_project()
    before = [Earlier("monday.json", project.totals()), Earlier("tuesday.json", project.totals())]
    folder = tmp_path_factory.mktemp("report") / "out"
    write_report(folder, project, About(branch="main", when="2026-11-21T08:00:00Z", earlier=before))
    return folder


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attacked") / "out & <b> #1?"
    write_report(folder, hostile())
    return folder


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with chromium(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def page(browser: Chromium) -> Iterator[Page]:
    """A new tab; whatever is done with it, the console has nothing to say."""
    page = browser.page()
    page.size(1280)
    yield page
    assert page.problems == []
    assert [url for url in page.requests if not url.startswith(("file:", "about:"))] == []


@pytest.fixture
def index(page: Page, report: Path) -> Page:
    page.visit((report / "index.html").as_uri())
    return page


@pytest.fixture
def engine(page: Page, report: Path) -> Page:
    page.visit((report / ENGINE).as_uri())
    return page


def tab_to(page: Page, text: str) -> None:
    """Press Tab until what has the focus says this."""
    for _ in range(60):
        page.press("Tab")
        if page.run(FOCUSED) == text:
            return
    pytest.fail(f"{text} cannot be reached by Tab")


def test_every_page_of_a_hostile_project_is_shown_and_nothing_of_it_runs(
    page: Page, attacked: Path
) -> None:
    for path in sorted(attacked.rglob("*.html")):
        page.visit(path.as_uri())
        assert page.run("document.querySelectorAll('script').length") == 1
        assert page.run("document.querySelectorAll('img, style, iframe, form').length") == 0
        assert page.run("getComputedStyle(document.body).display") == "block"


def test_a_hostile_name_is_found_and_leads_to_its_page(page: Page, attacked: Path) -> None:
    page.visit((attacked / "index.html").as_uri())
    page.press("/", *"onerror")
    assert page.run(SHOWN) == ["src/<img src=x onerror=alert(1)>.py"]
    page.press("Tab", "Tab")
    tab_to(page, "src/<img src=x onerror=alert(1)>.py")
    page.leave("Enter")
    assert page.run("document.querySelector('h1').textContent") == (
        "src/<img src=x onerror=alert(1)>.py"
    )
    assert "alert(1)</script>" in page.run("document.getElementById('L1').cells[3].textContent")


def test_searching_narrows_the_files_to_those_with_every_word(index: Page) -> None:
    assert len(index.run(SHOWN)) == 5
    index.press("/", *"ENG", "Space", *"noz")
    assert index.run(SHOWN) == ["src/engine/nozzle.py"]
    assert index.run("document.getElementById('found').textContent") == "1 of 5 files"
    index.press("Escape")
    assert len(index.run(SHOWN)) == 5


def test_a_search_stays_when_the_page_is_opened_again(index: Page, report: Path) -> None:
    index.press("/", *"pilot")
    address = index.run("location.href")
    index.visit(address)
    assert index.run(SHOWN) == ["src/pilot.py"]
    assert index.run("document.getElementById('search').value") == "pilot"


@pytest.mark.parametrize(
    ("column", "presses", "order", "first"),
    [
        ("File", 1, "descending", "src/pilot.py"),
        ("Missed lines", 1, "descending", "src/engine/thrust.py"),
        ("Missed lines", 2, "ascending", "src/pilot.py"),
        ("Lines", 1, "ascending", "lib/io/read.js"),
        ("Lines", 2, "descending", "src/pilot.py"),
        ("Branches", 1, "ascending", "src/engine/thrust.py"),
    ],
)
def test_files_are_sorted_with_the_keyboard(
    index: Page, column: str, presses: int, order: str, first: str
) -> None:
    tab_to(index, column)
    index.press(*["Enter"] * presses)
    assert index.run("document.activeElement.parentElement.ariaSort") == order
    assert index.run("document.querySelectorAll('[aria-sort]').length") == 1
    assert index.run(SHOWN)[0] == first


def test_files_without_lines_come_last_in_both_directions(index: Page) -> None:
    tab_to(index, "Lines")
    for _ in range(2):
        index.press("Enter")
        assert index.run(SHOWN)[-1] == "setup.py"


def test_a_folder_shows_its_own_files_and_keeps_the_search(index: Page) -> None:
    index.press("/", *"thr")
    index.run("document.querySelector('.tree a[href*=engine]').focus()")
    index.press("Enter")
    assert index.run(SHOWN) == ["src/engine/thrust.py"]
    assert "1 of 5 files in src/engine/" in index.run("document.body.textContent")
    assert index.run("document.activeElement.ariaCurrent") == "true"


def test_a_files_page_leads_back_to_its_folder(engine: Page) -> None:
    tab_to(engine, "engine")
    engine.leave("Enter")
    assert engine.run(SHOWN) == ["src/engine/nozzle.py", "src/engine/thrust.py"]


def test_keys_jump_from_one_uncovered_place_to_the_next_and_around(engine: Page) -> None:
    place = "document.getElementById('place').textContent"
    assert engine.run(place) == "2 uncovered places"
    for key, said, row in (
        ("n", "Uncovered 1 of 2: lines 2 to 3", "L2"),
        ("n", "Uncovered 2 of 2: lines 9 to 11", "L9"),
        ("n", "Uncovered 1 of 2: lines 2 to 3", "L2"),
        ("p", "Uncovered 2 of 2: lines 9 to 11", "L9"),
    ):
        engine.press(key)
        assert engine.run(place) == said
        assert engine.run("document.activeElement.id") == row
        assert engine.run("document.querySelector(':target').id") == row


def test_buttons_jump_too(engine: Page) -> None:
    tab_to(engine, "Next uncovered")
    engine.press("Enter")
    assert engine.run("location.hash") == "#L2"
    engine.run("document.getElementById('previous').click()")
    assert engine.run("location.hash") == "#L9"


def test_single_keys_can_be_switched_off_and_stay_off(engine: Page, report: Path) -> None:
    engine.run("document.getElementById('keys').focus()")
    engine.press("Space", "n")
    assert engine.run("location.hash") == ""
    engine.visit((report / page_of("src/engine/nozzle.py")).as_uri())
    engine.press("n")
    assert engine.run("location.hash") == ""
    engine.run("document.getElementById('keys').click()")
    engine.press("n")
    assert engine.run("location.hash") == "#L3"


def test_a_key_leads_back_to_all_files(engine: Page) -> None:
    engine.leave("u")
    assert len(engine.run(SHOWN)) == 5


def test_branches_open_with_the_keyboard(engine: Page) -> None:
    tab_to(engine, "1/2")
    engine.press("Enter")
    assert engine.run("document.querySelector('#L2 ol').innerText").split() == ["4", "missed"]
    assert engine.run("document.querySelector('#L2 ol').checkVisibility()")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_that_people_need(page: Page, report: Path, scheme: str) -> None:
    page.media(scheme=scheme)
    page.visit((report / "index.html").as_uri())
    page.run("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert page.run(CONTRASTS) == []
    page.visit((report / ENGINE).as_uri())
    page.run("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    for line in ("", "n", "n"):
        page.press(*line)
        assert page.run(CONTRASTS) == []


def test_poor_contrast_would_be_noticed(engine: Page) -> None:
    engine.run("document.querySelector('h1').style.color = '#888'")
    assert engine.run(CONTRASTS) == ["src/engine/thrust.py: 3.54"]


@pytest.mark.parametrize("width", [320, 390, 720, 1280, 2560])
@pytest.mark.parametrize("name", ["index.html", ENGINE])
def test_nothing_is_wider_than_the_window(page: Page, report: Path, width: int, name: str) -> None:
    page.size(width)
    page.visit((report / name).as_uri())
    assert page.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_hostile_names_and_texts_are_not_wider_either(
    page: Page, attacked: Path, width: int
) -> None:
    page.size(width)
    for path in sorted(attacked.rglob("*.html")):
        page.visit(path.as_uri())
        assert page.run("document.documentElement.scrollWidth") <= width, path.name


def test_on_paper_there_is_the_source_and_nothing_to_click(engine: Page) -> None:
    engine.media(kind="print")
    visible = "document.querySelector('{}').checkVisibility({{checkVisibilityCSS: true}})"
    assert not engine.run(visible.format(".jump"))
    assert not engine.run(visible.format(".scripted"))
    assert engine.run(visible.format("#L9"))
    assert engine.call("Page.printToPDF", printBackground=True)["data"]


def test_without_scripts_everything_can_be_read(page: Page, report: Path) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.visit((report / "index.html").as_uri())
    document: Any = page.call("DOM.getDocument", depth=-1)["root"]["nodeId"]
    found = page.call("DOM.querySelectorAll", nodeId=document, selector="#table tbody tr")
    assert len(found["nodeIds"]) == 5
    scripted = page.call("DOM.querySelector", nodeId=document, selector=".scripted")["nodeId"]
    page.call("CSS.enable")
    styles = page.call("CSS.getComputedStyleForNode", nodeId=scripted)["computedStyle"]
    assert {"name": "visibility", "value": "hidden"} in styles
