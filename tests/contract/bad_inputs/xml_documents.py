"""Rows 62 to 79, and 90: XML as such, in a report of Cobertura."""

from pathlib import Path
from typing import Final

from tests.contract.bad_inputs.row import Row

HEAD: Final = '<?xml version="1.0"?>\n'
LINE: Final = '<line number="1" hits="1"/>'
READ: Final = {"src/a.c": {1: 1}}
ROOT: Final = '<coverage line-rate="1"/>'
NOT_WELL_FORMED: Final = "not well-formed XML: "
REFUSED: Final = "XML entity declarations are refused"
REPEATED: Final = 100_000
"""Classes of the large report, which has 17 MB."""


def cobertura(
    lines: str = LINE, *, filename: str = "src/a.c", source: str = ".", head: str = HEAD
) -> str:
    """Return a report of Cobertura of one class."""
    return (
        f'{head}<coverage line-rate="1"><sources><source>{source}</source></sources>'
        f'<packages><package name="p"><classes><class filename="{filename}"><lines>{lines}</lines>'
        "</class></classes></package></packages></coverage>"
    )


def _large(checkout: Path) -> None:
    begin, end = cobertura().split("<class ")[0], "</classes></package></packages></coverage>"
    lines = "".join(f'<line number="{number}" hits="1"/>' for number in range(1, 5))
    one = f'<class filename="src/a.c"><lines>{lines}</lines></class>'
    with (checkout / "coverage.xml").open("w") as file:
        file.write(begin)
        file.writelines(one for _ in range(REPEATED))
        file.write(end)


def _row(number: int, title: str, content: str | bytes, said: str = "", hint: str = "") -> Row:
    """Return a row that is refused where it says something, and otherwise read."""
    is_read = not said
    return Row(
        number=number,
        title=title,
        name="coverage.xml",
        content=content if isinstance(content, bytes) else content.encode(),
        said=said,
        hint=hint,
        hits=READ if is_read else None,
        is_hostile=True,
    )


def _entities() -> str:
    """Return entities each of which is ten of the one before."""
    pairs = zip("abcdefghi", "bcdefghij", strict=True)
    return '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in pairs
    )


def _with_doctype(doctype: str, source: str = ".") -> str:
    return cobertura(head=f"{HEAD}<!DOCTYPE coverage {doctype}>\n", source=source)


ENTITIES: Final = (
    _row(63, "billion-laughs", _with_doctype(f"[{_entities()}]", "&j;"), REFUSED, "<!ENTITY"),
    _row(
        64,
        "quadratic-blowup",
        _with_doctype(f'[<!ENTITY a "{"x" * 60_000}">]', "&a;" * 2000),
        f"coverage.xml:2: {REFUSED}",
        "<!ENTITY",
    ),
    _row(
        65,
        "xxe-file",
        _with_doctype('[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;"),
        f"coverage.xml:2: {REFUSED}",
        "<!ENTITY",
    ),
    _row(
        66,
        "xxe-param",
        _with_doctype('[<!ENTITY % r SYSTEM "http://127.0.0.1:9/x.dtd"> %r;]'),
        f"coverage.xml:2: {REFUSED}",
        "<!ENTITY",
    ),
    _row(
        67,
        "external-dtd",
        _with_doctype('SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd"'),
    ),
    _row(
        68,
        "xinclude",
        cobertura(
            LINE + '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
            'href="file:///etc/passwd" parse="text"/>'
        ),
    ),
)

ENCODINGS: Final = (
    _row(
        69,
        "utf16-bom",
        cobertura(head='<?xml version="1.0" encoding="utf-16"?>\n').encode("utf-16"),
    ),
    _row(70, "utf8-bom-crlf", b"\xef\xbb\xbf" + cobertura().replace("\n", "\r\n").encode()),
    Row(
        number=71,
        title="latin1-declared",
        name="coverage.xml",
        content=cobertura(
            filename="src/caf\xe9.c", head='<?xml version="1.0" encoding="ISO-8859-1"?>'
        ).encode("latin-1"),
        sources={"src/caf\xe9.c": b"int a;\n"},
        hits={"src/caf\xe9.c": {1: 1}},
    ),
    _row(
        72,
        "invalid-utf8",
        cobertura(filename="src/caf\xe9.c").encode("latin-1"),
        f"coverage.xml:2: {NOT_WELL_FORMED}",
        "make the report again",
    ),
    _row(
        73,
        "control-char-ref",
        cobertura(filename="src/&#1;a.c"),
        f"coverage.xml:2: {NOT_WELL_FORMED}reference to invalid character number",
        "make the report again",
    ),
)

SHAPES: Final = (
    _row(
        62,
        "truncated",
        cobertura()[:-40],
        f"coverage.xml:2: {NOT_WELL_FORMED}",
        "cut short",
    ),
    _row(74, "leading-blank-and-comment", "\n<!-- made\nby x -->\n" + cobertura(head="")),
    _row(75, "xml-decl-after-space", "  " + cobertura()),
    _row(
        76,
        "two-roots",
        cobertura() + cobertura(head=""),
        f"coverage.xml:2: {NOT_WELL_FORMED}junk after document element",
    ),
    Row(
        number=77,
        title="deep-nesting",
        name="coverage.xml",
        content=b"<coverage><packages>"
        + b"<package>" * 200_000
        + b"</package>" * 200_000
        + b"</packages></coverage>",
        said="coverage.xml: the report has no files",
        is_bomb=True,
    ),
    Row(
        number=77,
        title="deep-nesting (cut)",
        name="coverage.xml",
        content=b"<coverage><packages>" + b"<package>" * 200_000,
        said=f"coverage.xml:1: {NOT_WELL_FORMED}no element found",
        is_bomb=True,
    ),
    _row(78, "unknown-root", "<foo><bar/></foo>", "coverage.xml: not a known coverage format"),
    _row(79, "no-packages", ROOT, "coverage.xml: the report has no files"),
    Row(
        number=90,
        title="xml-1gb",
        name="coverage.xml",
        content=_large,
        hits={"src/a.c": dict.fromkeys(range(1, 5), REPEATED)},
        is_bomb=True,
    ),
)

ROWS: Final = (*ENTITIES, *ENCODINGS, *SHAPES)
