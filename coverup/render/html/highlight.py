"""Source text as HTML, highlighted by Pygments in a few quiet classes."""

from functools import cache
from html import escape
from pathlib import PurePosixPath
from typing import Final

from pygments.lexer import Lexer, LexerMeta
from pygments.lexers import find_lexer_class_for_filename
from pygments.token import Comment, Keyword, Literal, Name, Operator, String, Token
from pygments.token import _TokenType as TokenType

from coverup.render.html.text import lines_of

MOST_HIGHLIGHTED: Final = 500_000
"""Characters; larger files are shown plain, since nobody reads them for long."""
LONGEST_LINE: Final = 2_000
"""Characters of a line that are shown; a file with a longer line was not written by hand."""
_CLASSES: Final = {
    Comment: "k",
    Comment.Preproc: "d",
    Comment.PreprocFile: "d",
    Keyword: "w",
    Keyword.Type: "t",
    Literal.Number: "n",
    Name.Attribute: "d",
    Name.Builtin.Pseudo: "w",
    Name.Class: "t",
    Name.Decorator: "d",
    Name.Function: "f",
    Name.Tag: "w",
    Operator.Word: "w",
    String: "q",
    String.Doc: "k",
}
"""Comments (k), directives, words of the language, types, numbers, functions, quoted text."""


def html_lines(text: str, name: str) -> list[str]:
    """Return each line of a text as HTML, highlighted where the file's name tells the language."""
    plain = lines_of(text)
    if len(text) <= MOST_HIGHLIGHTED and max(map(len, plain), default=0) <= LONGEST_LINE:
        kind = _lexer_class(PurePosixPath(name).suffix or PurePosixPath(name).name)
        if kind is not None:
            lines = highlighted(text, kind(stripnl=False, ensurenl=False))
            if len(lines) == len(plain):
                return lines
    return [_plain(line) for line in plain]


def highlighted(text: str, lexer: Lexer) -> list[str]:
    """Return each line of a text as HTML; no lines at all if the lexer cannot cope with it."""
    parts: list[str] = []
    try:
        for kind, value in lexer.get_tokens(text):
            parts.append(_marked(value, _class_of(kind)))
    except Exception:  # noqa: BLE001 - a bug in one of 500 lexers must not cost the report
        return []
    return lines_of("".join(parts))


def _marked(value: str, name: str) -> str:
    safe = escape(value, quote=False) if "<" in value or "&" in value or ">" in value else value
    if not name or value.isspace():
        return safe
    if "\n" not in safe:
        return f'<i class="{name}">{safe}</i>'
    return "\n".join(
        f'<i class="{name}">{line}</i>' if line.strip() else line for line in safe.split("\n")
    )


def _plain(line: str) -> str:
    hidden = len(line) - LONGEST_LINE
    if hidden <= 0:
        return escape(line, quote=False)
    return f"{escape(line[:LONGEST_LINE], quote=False)}<b>… {hidden} more characters</b>"


@cache
def _class_of(kind: TokenType) -> str:
    while kind is not Token:
        if kind in _CLASSES:
            return _CLASSES[kind]
        kind = kind.parent or Token
    return ""


@cache
def _lexer_class(suffix: str) -> LexerMeta | None:
    """Return the lexer for a suffix, or for a whole name such as `Makefile`."""
    name = f"source{suffix}" if suffix.startswith(".") else suffix
    return find_lexer_class_for_filename(name)
