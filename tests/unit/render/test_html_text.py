from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexer import RegexLexer
from pygments.lexers.python import PythonLexer

from coverup.render.html.highlight import LONGEST_LINE, highlighted, html_lines
from coverup.render.html.text import lines_of, visible_text

HOSTILE = st.text(st.sampled_from("<>&\"'i/ =;!-[]{}\n\r\t\x00\x1b\u202e#`$é日ab0"), max_size=200)
SUFFIXES = st.sampled_from(
    [".py", ".js", ".c", ".html", ".rb", ".php", ".go", ".java", ".xml", ".md", ".zzz"]
)


class Text(HTMLParser):
    """Takes what a browser would show, and which elements it would make."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = ""
        self.elements: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self.shown += data


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a\r\nb\n", "a\nb\n"),
        (b"a\rb\n", "a␍b\n"),
        (b"\xef\xbb\xbfa\n", "a\n"),
        ("ä\n".encode("utf-16"), "ä\n"),
        (b"caf\xe9\n", "caf\N{REPLACEMENT CHARACTER}\n"),
        (b"\x00\x1b[31m\x7f\x0c\n", "␀␛[31m␡␌\n"),
        ("a\u202eb\u2066\u2028\x85\n".encode(), "a<U+202E>b<U+2066><U+2028><U+0085>\n"),
        ("日本　語 👩\u200d🚀\n".encode(), "日本　語 👩\u200d🚀\n"),
    ],
)
def test_every_character_of_a_text_can_be_seen(content: bytes, text: str) -> None:
    assert visible_text(content) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_text_with_the_lines_that_coverage_tools_count(content: bytes) -> None:
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        lines = content.count(b"\n") + (not content.endswith(b"\n") and bool(content))
        shown = len(lines_of(visible_text(content)))
        assert shown == (0 if content == b"\xef\xbb\xbf" else lines)


@given(HOSTILE, SUFFIXES)
def test_highlighted_text_shows_what_the_source_has_and_nothing_else(
    text: str, suffix: str
) -> None:
    text = visible_text(text.encode())
    lines = html_lines(text, f"a{suffix}")
    assert len(lines) == len(lines_of(text))
    parser = Text()
    parser.feed("\n".join(lines))
    parser.close()
    assert parser.elements <= {"i"}
    assert parser.shown == "\n".join(lines_of(text))


def test_words_of_the_language_have_classes() -> None:
    (line,) = html_lines("return 'a<b' # no\n", "a.py")
    assert line == (
        '<i class="w">return</i> <i class="q">\'</i><i class="q">a&lt;b</i><i class="q">\'</i> '
        '<i class="k"># no</i>'
    )


def test_text_over_several_lines_is_marked_in_each_of_them() -> None:
    first, empty, last = html_lines('"""one\n\ntwo"""\n', "a.py")
    assert (first, empty, last) == ('<i class="k">"""one</i>', "", '<i class="k">two"""</i>')


@pytest.mark.parametrize("name", ["a.unknown-suffix", "a", "a.[*", "py"])
def test_a_language_that_nobody_knows_is_plain_text(name: str) -> None:
    assert html_lines("if <b>\n", name) == ["if &lt;b&gt;"]


def test_a_file_is_known_by_its_whole_name_too() -> None:
    assert "class" in html_lines("all:\n\techo $(X) # no\n", "sub/Makefile")[1]


def test_a_line_longer_than_anyone_reads_is_cut_and_says_so() -> None:
    (line,) = html_lines("<" * (LONGEST_LINE + 5) + "\n", "a.js")
    assert line == "&lt;" * LONGEST_LINE + "<b>… 5 more characters</b>"
    assert unescape(line.partition("<b>")[0]) == "<" * LONGEST_LINE


def test_a_large_file_is_shown_plain_and_whole() -> None:
    text = "return 1\n" * 60_000
    assert html_lines(text, "a.py") == ["return 1"] * 60_000


def test_a_lexer_with_a_bug_costs_the_colours_and_not_the_report() -> None:
    class Broken(RegexLexer):
        tokens = {"root": [(r"a", lambda *_: 1 / 0)]}  # noqa: RUF012 - as Pygments wants it

    assert highlighted("a\n", Broken()) == []
    assert highlighted("a\n", PythonLexer(stripnl=False)) == ["a"]
