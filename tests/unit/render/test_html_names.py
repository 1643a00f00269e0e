import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.render.html.names import page_of, shown

NAMES = st.text(min_size=1, max_size=80)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("src/a b.py", "src-a-b.py"),
        ("../../etc/passwd", "..-etc-passwd"),
        ("C:\\x.c", "C-x.c"),
        ("<script>", "script"),
        ("\x00\n", ""),
    ],
)
def test_a_pages_name_keeps_what_any_file_system_takes(name: str, page: str) -> None:
    found = page_of(name)
    assert found.removeprefix("files/")[17:] == f"{page.removeprefix('..-')}.html"


@given(NAMES)
def test_a_page_lies_in_its_folder_whatever_the_files_name(name: str) -> None:
    name = name.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
    folder, page = page_of(name).split("/")
    assert (folder, page.isascii(), len(page) < 100) == ("files", True, True)
    assert os.path.normpath(page) == page
    assert set(page) & set('<>:"|?*%#& \\') == set()


def test_names_that_differ_in_case_or_in_signs_have_pages_of_their_own() -> None:
    names = ["a.py", "A.py", "a/b", "a-b", "a b", "a\nb", "caf\udce9", "café", "x" * 300, "x" * 301]
    assert len({page_of(name).lower() for name in names}) == len(names)


@given(NAMES)
def test_a_shown_name_is_one_line_of_what_can_be_seen(name: str) -> None:
    assert shown(name).isprintable()
    assert "\n" not in shown(name)


def test_an_ordinary_name_is_shown_as_it_is() -> None:
    assert shown("src/größe/日本語.py") == "src/größe/日本語.py"
    assert shown("a\n\x1b\u202e\udce9") == "a\\n\\x1b\\u202e\\udce9"
