"""What the XML formats share: a safe streaming parse, and the root for telling them apart.

Expat itself opens nothing: DOCTYPEs are read over and external entities left alone. Entity
declarations are refused, since no coverage tool writes them and they are how a small document
becomes a large one (https://docs.python.org/3/library/xml.html#xml-security).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, repeat, takewhile
from typing import Final
from xml.parsers import expat

from coverup.errors import InvalidReportError
from coverup.formats.source import Source, encoding_of
from coverup.model import FileCoverage

CHUNK: Final = 1 << 18
FIRST: Final = 1 << 12
BEGINNING: Final = 2 * FIRST
"""Bytes that are parsed in two short pieces: a list of sources there must not hold up the rest."""
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

    def __init__(
        self,
        source: Source,
        start: Start,
        end: End,
        text: Text | None = None,
        *,
        shorten: Callable[[bytes], bytes] | None = None,
        instruction: Callable[[str, str], None] | None = None,
    ) -> None:
        """Take the handlers, and what makes pieces shorter before they are parsed."""
        self._source = source
        self._shorten = shorten
        self._parser = _parser(source)
        self._parser.StartElementHandler = start
        self._parser.EndElementHandler = end
        self._parser.CharacterDataHandler = text
        self._parser.ProcessingInstructionHandler = instruction
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
                self._parser.Parse(self._shorten(piece) if self._shorten else piece, False)
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
        sizes = chain(repeat(FIRST, BEGINNING // FIRST), repeat(CHUNK))
        with self._source.open() as file:
            pieces = takewhile(bool, map(file.read, sizes))
            for piece in pieces:
                stripped = _strip(piece)
                self._skipped_lines += piece[: len(piece) - len(stripped)].count(b"\n")
                if stripped:
                    yield stripped
                    break
            yield from pieces


class ElementReader:
    """Base of the readers that do something for some elements and pass over all others.

    Attributes:
        source: The report.
        notes: What was left out.
        starts: What to do with the attributes of an element, by its name.
        ends: What to do when an element ends, by its name.
        texts: What to do with the text of an element that has no elements in it, by its name; for
            a reader that says it has such.
        done: Files that are complete; a subclass puts them here.
    """

    def __init__(self, source: Source, *, has_texts: bool = False) -> None:
        self.source = source
        self.notes = source.notes
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {}
        self.ends: dict[str, Callable[[], None]] = {}
        self.texts: dict[str, Text] = {}
        self.done: list[FileCoverage] = []
        self._pieces_of_text: list[str] | None = None
        text = self._add_text if has_texts else None
        self._document = Document(source, self._start, self._end, text)

    @property
    def at(self) -> int:
        """The line of the report that is being parsed, from 1."""
        return self._document.line

    def files(self) -> Iterator[FileCoverage]:
        """Parse the report and yield files as they are completed.

        Raises:
            InvalidReportError: The report cannot be opened or is not well-formed XML.
        """
        for _ in self._document.parse():
            yield from self.done
            self.done.clear()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        handle = self.starts.get(tag)
        if handle is not None:
            handle(attributes)
        if self.texts:
            self._pieces_of_text = [] if tag in self.texts else None

    def _end(self, tag: str) -> None:
        if self._pieces_of_text is not None:
            self.texts[tag]("".join(self._pieces_of_text).strip())
            self._pieces_of_text = None
        handle = self.ends.get(tag)
        if handle is not None:
            handle()

    def _add_text(self, text: str) -> None:
        if self._pieces_of_text is not None:
            self._pieces_of_text.append(text)


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
