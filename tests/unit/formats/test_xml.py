import socket
from pathlib import Path

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import _xml
from coverup.formats.source import HEAD_SIZE, Source


def report(content: str | bytes) -> Source:
    data = content if isinstance(content, bytes) else content.encode()
    return Source(Path("coverage.xml"), "coverage.xml", Path(), content=data)


def elements(source: Source) -> list[tuple[str, dict[str, str]]]:
    """Parse the whole document and return its elements in order."""
    found: list[tuple[str, dict[str, str]]] = []
    document = _xml.Document(source, lambda *element: found.append(element), lambda _tag: None)
    for _ in document.parse():
        pass
    return found


EXPECTED = [("coverage", {"line-rate": "1"}), ("class", {"filename": "src/café.c"})]


def document(declaration: str = "") -> str:
    return f'{declaration}<coverage line-rate="1">\n<class filename="src/café.c"/>\n</coverage>\n'


class TestParse:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(document('<?xml version="1.0"?>'), id="plain"),
            pytest.param(document(), id="no declaration"),
            pytest.param(document(' \r\n\t<?xml version="1.0"?>'), id="white space first"),
            pytest.param(" " * 3 * _xml.CHUNK + document('<?xml version="1.0"?>'), id="much of it"),
            pytest.param(document("\n<!-- made\nby x -->\n"), id="comment first"),
            pytest.param(
                document('<?xml version="1.0"?>\n').replace("\n", "\r\n").encode("utf-8-sig"),
                id="UTF-8 with a mark and CRLF",
            ),
            pytest.param(
                b"\xef\xbb\xbf\r\n " + document('<?xml version="1.0"?>').encode(),
                id="a mark and white space first",
            ),
            pytest.param(
                document('<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), id="UTF-16"
            ),
            pytest.param(
                document('<?xml version="1.0" encoding="utf-8"?>').encode("utf-16"),
                id="UTF-16 of PowerShell, declared UTF-8",
            ),
            pytest.param(
                document('<?xml version="1.0" encoding="utf-16"?>').encode("utf-8-sig"),
                id="UTF-8 of .NET, declared UTF-16",
            ),
            pytest.param(
                document('<?xml version="1.0" encoding="ISO-8859-1"?>').encode("latin-1"),
                id="Latin-1",
            ),
            pytest.param(
                document('<?xml version="1.0" encoding="windows-1252"?>').encode("cp1252"),
                id="Windows-1252",
            ),
            pytest.param(
                document('<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/x.dtd">'),
                id="an external DTD",
            ),
        ],
    )
    def test_a_document_is_parsed(self, content: str | bytes) -> None:
        assert elements(report(content)) == EXPECTED
        head = _xml.root_of(report(content))
        is_in_sight = len(content) < HEAD_SIZE
        assert (head is not None and head.tag == "coverage") is is_in_sight

    def test_text_is_handed_on(self) -> None:
        texts: list[str] = []
        source = report("<a>one &amp; <b>two</b></a>")
        parsed = _xml.Document(source, lambda *_: None, lambda _: None, texts.append)
        assert len(list(parsed.parse())) > 0
        assert "".join(texts) == "one & two"

    def test_a_document_larger_than_a_piece_is_handed_on_bit_by_bit(self) -> None:
        found: list[str] = []
        source = report(f"<a>{'<b/>' * _xml.CHUNK}</a>")
        parsed = _xml.Document(source, lambda tag, _: found.append(tag), lambda _: None)
        seen = [len(found) for _ in parsed.parse()]
        assert seen == sorted(seen)
        assert seen[0] < seen[-1] == _xml.CHUNK + 1

    def test_xinclude_is_not_processed(self) -> None:
        include = (
            '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></a>'
        )
        assert [tag for tag, _ in elements(report(include))] == ["a", "xi:include"]

    def test_elements_may_be_nested_as_deep_as_one_likes(self) -> None:
        depth = 200_000
        assert len(elements(report("<a>" * depth + "</a>" * depth))) == depth


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("<a>\n<b>\n</a>", r":3: not well-formed XML: mismatched tag \(column 3\)"),
            ("\n\n<a>\n<b>\n</a>", r":5: not well-formed XML: mismatched tag \(column 3\)"),
            ("<a>\n<b", ":2: not well-formed XML: unclosed token"),
            ("<a/>\n<a/>", ":2: not well-formed XML: junk after document element"),
            ("<a>&#27;</a>", ":1: not well-formed XML: reference to invalid character number"),
            (b"<a>caf\xe9</a>", ":1: not well-formed XML: not well-formed"),
            ("", ":1: not well-formed XML: no element found"),
            (" \n", ":2: not well-formed XML: no element found"),
            ("<a>&nope;</a>", ":1: not well-formed XML: undefined entity"),
            ('<?xml version="1.0" encoding="gbk"?><a/>', ":1: XML in an encoding that cannot"),
            ('<?xml version="1.0" encoding="klingon"?><a/>', ":1: XML in an encoding that cannot"),
        ],
    )
    def test_a_broken_document_is_refused_with_its_place(
        self, content: str | bytes, message: str
    ) -> None:
        with pytest.raises(InvalidReportError, match=f"^coverage.xml{message}") as caught:
            elements(report(content))
        assert caught.value.hint

    LAUGHS = "".join(
        f'<!ENTITY {x} "{f"&{y};" * 10}">' for x, y in zip("bcdefg", "abcdef", strict=True)
    )

    @pytest.mark.parametrize(
        "subset",
        [
            pytest.param(f'<!ENTITY a "ha">{LAUGHS}', id="billion laughs"),
            pytest.param(f'<!ENTITY a "{"x" * 2 * HEAD_SIZE}">', id="quadratic blowup"),
            pytest.param('<!ENTITY x SYSTEM "file:///etc/passwd">', id="external file"),
            pytest.param('<!ENTITY % r SYSTEM "http://127.0.0.1:9/x.dtd"> %r;', id="parameter"),
        ],
    )
    def test_entity_declarations_are_refused(
        self, subset: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Looking for the network at all would be wrong, so a socket that cannot be made shows it.
        monkeypatch.delattr(socket, "socket")
        content = f"<!DOCTYPE coverage [{subset}]>\n<coverage><class filename='&a;'/></coverage>"
        with pytest.raises(InvalidReportError, match="entity declarations are refused"):
            elements(report(content))
        with pytest.raises(InvalidReportError, match="entity declarations are refused"):
            _xml.root_of(report(content))

    def test_a_fault_in_a_handler_is_not_taken_for_one_of_the_document(self) -> None:
        def fail(_tag: str, attributes: dict[str, str]) -> None:
            attributes["missing"]

        parsed = _xml.Document(report("<?xml version='1.0'?><a/>"), fail, lambda _: None)
        with pytest.raises(KeyError):
            list(parsed.parse())


class TestRootOf:
    def test_the_head_has_the_root_and_two_levels_below(self) -> None:
        content = '<x:coverage a="1"><b><c><d/></c></b><e/></x:coverage>'
        head = _xml.root_of(report(content))
        assert head == _xml.XmlHead("coverage", {"a": "1"}, frozenset("be"), frozenset("c"))

    @pytest.mark.parametrize("tail", ["<b><c", "<b></wrong>", "<b>\0", "<b>\n<c>" * 100_000])
    def test_a_head_that_is_cut_or_broken_later_is_known(self, tail: str) -> None:
        head = _xml.root_of(report(f"<coverage>{tail}"))
        assert head is not None
        assert (head.tag, head.children) == ("coverage", frozenset("b"))

    @pytest.mark.parametrize("content", ["", "TN:\nSF:a", "{}", "<<<<<<< HEAD", "<!-- open", "<a"])
    def test_what_has_no_root_has_no_head(self, content: str) -> None:
        assert _xml.root_of(report(content)) is None
