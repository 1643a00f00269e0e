"""What the XML formats share: a safe streaming parse, and the root for telling them apart.

Expat itself opens nothing: DOCTYPEs are read over and external entities left alone. Entity
declarations are refused, since no coverage tool writes them and they are how a small document
becomes a large one (https://docs.python.org/3/library/xml.html#xml-security).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from coverup.errors import InvalidReportError
from coverup.formats.source import Source, encoding_of

CHUNK: Final = 1 << 18
BLANK: Final = b" \t\r\n"
UTF8_BOM: Final = b"\xef\xbb\xbf"
ENCODINGS: Final = {"utf-8-sig": "utf-8", "utf-16": "utf-16"}
"""Expat's names of what a byte order mark tells."""
UNKNOWN_ENCODING: Final = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class XmlHead:
    """How an XML document begins, as far as its first 64 KiB show.

    Attributes:
        tag: The root element, without namespace prefix.
        attributes: The root's attributes.
        children: Names of the root's children.
        grandchildren: Names of their children.
    """

    tag: str
    attributes: dict[str, str]
    children: frozenset[str]
    grandchildren: frozenset[str]


class Document:
    """A report that is parsed piece by piece, in memory that does not grow with it."""

    def __init__(self, source: Source, start: Start, end: End, text: Text | None = None) -> None:
        self._source = source
        self._parser = _parser(source)
        self._parser.StartElementHandler = start
        self._parser.EndElementHandler = end
        self._parser.CharacterDataHandler = text
        self._skipped_lines = 0

    @property
    def line(self) -> int:
        """The line of the report that is being parsed, from 1."""
        return self._parser.CurrentLineNumber + self._skipped_lines

    def parse(self) -> Iterator[None]:
        """Call the handlers; pause after each piece, so that their results can be taken away.

        Raises:
            InvalidReportError: The document is not well-formed, or declares entities.
        """
        try:
            for piece in self._pieces():
                self._parser.Parse(piece, False)
                yield
            self._parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            problem = f"not well-formed XML: {reason} (column {error.offset + 1})"
            line = error.lineno + self._skipped_lines
            hint = "the file may be cut short or damaged; make the report again"
            raise InvalidReportError(self._source.name, problem, line=line, hint=hint) from error
        except (ValueError, LookupError) as error:
            if self._parser.ErrorCode != UNKNOWN_ENCODING:
                raise
            problem = f"XML in an encoding that cannot be read: {error}"
            hint = "write the report as UTF-8"
            raise InvalidReportError(self._source.name, problem, line=1, hint=hint) from error

    def _pieces(self) -> Iterator[bytes]:
        """Yield the content from the first tag on: expat wants the XML declaration first."""
        with self._source.open() as file:
            piece = file.read(CHUNK)
            while piece and not (stripped := _strip(piece)):
                self._skipped_lines += piece.count(b"\n")
                piece = file.read(CHUNK)
            if piece:
                self._skipped_lines += piece[: len(piece) - len(stripped)].count(b"\n")
                yield stripped
            while piece := file.read(CHUNK):
                yield piece


def root_of(source: Source) -> XmlHead | None:
    """Return how the document begins; None if it is not XML or no root is in sight.

    Raises:
        InvalidReportError: It declares entities.
    """
    if not source.text_head.startswith("<"):
        return None
    parser = _parser(source)
    path: list[str] = []
    levels: tuple[dict[str, dict[str, str]], ...] = ({}, {}, {})

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(path) < len(levels):
            levels[len(path)].setdefault(tag.rpartition(":")[2], attributes)
        path.append(tag)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _tag: path.pop()
    # What was seen before a fault still tells what it is; reading tells the fault.
    with suppress(expat.ExpatError, ValueError, LookupError):
        parser.Parse(_strip(source.head), False)
    root, children, grandchildren = levels
    if not root:
        if "<!ENTITY" in source.text_head:
            raise _entities_refused(source)
        return None
    ((tag, attributes),) = root.items()
    return XmlHead(tag, attributes, frozenset(children), frozenset(grandchildren))


def _parser(source: Source) -> expat.XMLParserType:
    # A byte order mark knows better than the declaration: PowerShell's `>` changes the encoding.
    parser = expat.ParserCreate(ENCODINGS.get(encoding_of(source.head) or ""))
    parser.buffer_text = True

    def refuse(*_declaration: object) -> None:
        raise _entities_refused(source, line=parser.CurrentLineNumber)

    parser.EntityDeclHandler = refuse
    return parser


def _entities_refused(source: Source, line: int | None = None) -> InvalidReportError:
    problem = "XML entity declarations are refused: they can read files and fill the memory"
    hint = "remove the <!ENTITY ...> lines; no coverage tool writes them"
    return InvalidReportError(source.name, problem, line=line, hint=hint)


def _strip(piece: bytes) -> bytes:
    """Drop a UTF-8 byte order mark and the white space in front of the first tag."""
    return piece.removeprefix(UTF8_BOM).lstrip(BLANK)
