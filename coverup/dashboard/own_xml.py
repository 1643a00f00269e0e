"""An XML that the user's own tools wrote, as the server can read it, and what it says."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

from coverup import formats
from coverup.errors import InvalidReportError, ReportError
from coverup.formats.source import Source
from coverup.model import FileCoverage, merge, percent, totals_of

_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>\s*")
_ENCODING: Final = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def read_as_utf8(path: Path) -> bytes:
    """Return an XML in UTF-8, the only encoding that the server reads.

    Raises:
        ReportError: It cannot be opened.
        InvalidReportError: It is in no encoding that is known, or not in the one that it declares.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        hint = "name the XML that your coverage tool wrote"
        raise ReportError(f"{path}: cannot be read: {error.strerror}", hint=hint) from error
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except (UnicodeError, LookupError):
        problem = f"is not in the encoding {encoding}"
        raise InvalidReportError(path, problem, hint="write the XML as UTF-8") from None
    if encoding == "utf-8":
        return content
    return (_HEAD + _DECLARATION.sub("", text)).encode()


def own_percentage(path: Path, root: Path) -> float | None:
    """Return the percentage of lines that coverup counts in a report; None if it knows none."""
    source = Source(path, path.name, root)
    parts: defaultdict[str, list[FileCoverage]] = defaultdict(list)
    try:
        for part in formats.read(formats.identify(source), source):
            parts[part.path].append(part)
    except InvalidReportError:
        return None
    totals = totals_of(map(merge, parts.values()))
    return percent(totals.covered_lines, totals.lines)


def _encoding(content: bytes) -> str:
    """Return the encoding of an XML; one with a byte order mark is never plain `utf-8`."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    declared = _ENCODING.match(content)
    return declared[1].decode().lower() if declared else "utf-8"
