"""From the body of a request to the job document in it, in every encoding that real clients use.

Rules: https://docs.coveralls.io/api-jobs-endpoint ("The Form File Attachment", gzip). A boundary in
quotes is refused as Coveralls' own nginx does it. Everything stays in memory: a form parser's
temporary files would hold the token.
"""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from coverup.sandbox.understood import Refused, Upload

PARSE_FAILED: Final = "JSON file not found or failed to parse."
_GZIP_MAGIC: Final = b"\x1f\x8b"
_BOUNDARY: Final = re.compile(r"boundary=([^;,\s]*)", re.IGNORECASE)
_MAX_PARTS: Final = 100
_UNPACKED_PER_BYTE: Final = 20
"""Coverage compresses about sixteen times; a document beyond this is a bomb."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The bytes of the document, and how they were carried."""

    data: bytes
    carrier: str
    part_type: str


def read_upload(content_type: str, body: bytes, *, max_bytes: int) -> Upload:
    """Find and decode the job document in the body of a request.

    Args:
        content_type: The request's Content-Type header.
        body: The whole body.
        max_bytes: The largest body that is taken; an unpacked document may be 20 times as large.

    Raises:
        Refused: The boundary is in quotes (400), or no document can be read (422).
    """
    found = _find(content_type, body)
    packed = found.data.startswith(_GZIP_MAGIC)
    data = _unpack(found.data, max_bytes * _UNPACKED_PER_BYTE) if packed else found.data
    compression = "gzip" if packed else "plain"
    return Upload(
        document=_parse(data),
        encoding=f"{found.carrier}, {compression}",
        size=len(found.data),
        remarks=list(_remarks(content_type, found, packed=packed)),
    )


def _find(content_type: str, body: bytes) -> _Found:
    kind = content_type.partition(";")[0].partition(",")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        form = dict(parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True))
        if "json" in form:
            return _Found(form["json"].encode(), "form field json", "")
        raise _unusable("the form has no field named json")
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise _unusable(f"Content-Type {kind or '(none)'} is neither multipart nor a form")
    return _find_part(_unquoted(boundary.group(1)), body)


def _unquoted(boundary: str) -> bytes:
    if boundary.startswith('"'):
        raise Refused("Bad Request", ["the multipart boundary is in quotes"], status=400)
    if not boundary.isascii() or not boundary:
        raise _unusable("the multipart boundary is empty or not ASCII")
    return boundary.encode("ascii")


def _find_part(boundary: bytes, body: bytes) -> _Found:
    try:
        parts = {name: found for name, found in _parts(boundary, body) if found.data}
    except ValueError as broken:
        raise _unusable(f"the multipart body is broken: {broken}") from broken
    for name in ("json_file", "json"):
        if name in parts:
            return parts[name]
    raise _unusable("no part named json_file or json has any content")


def _parts(boundary: bytes, body: bytes) -> Iterator[tuple[str, _Found]]:
    from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder

    decoder = MultipartDecoder(boundary, max_parts=_MAX_PARTS)
    decoder.receive_data(body)
    decoder.receive_data(None)
    part: Field | File | None = None
    while not isinstance(event := decoder.next_event(), Epilogue):
        if isinstance(event, Field | File):
            part = event
        elif isinstance(event, Data) and part is not None:
            part_type = part.headers.get("content-type", "")
            yield part.name, _Found(event.data, f"multipart {part.name}", part_type)


def _unpack(data: bytes, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as broken:
        raise _unusable(f"the gzip data is broken: {broken}") from broken
    if len(unpacked) > limit:
        raise _unusable(f"the gzip data unpacks to more than {limit} bytes")
    return unpacked


def _parse(data: bytes) -> dict[str, object]:
    import orjson

    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as broken:
        raise _unusable(_why_no_json(data, broken)) from broken
    if not isinstance(document, dict):
        raise _unusable("the document is not a JSON object")
    return document


def _why_no_json(data: bytes, broken: Exception) -> str:
    if data[:1] == b"x":
        return "the data is not JSON; it looks like a zlib stream, which is not gzip"
    return f"the data is not JSON: {broken}"


def _remarks(content_type: str, found: _Found, *, packed: bool) -> Iterator[str]:
    if not content_type.lower().startswith(("multipart/form-data", "application/x-www-form")):
        yield "the request's Content-Type should be multipart/form-data; gzip is told by the part's"
    if re.match(r"multipart/form-data\s*,", content_type, re.IGNORECASE):
        yield "the boundary follows a comma in the Content-Type; it should be a semicolon"
    if "gzip" in found.part_type.lower() and not packed:
        yield f"the part's type is {found.part_type}, but its content is not gzip"


def _unusable(reason: str) -> Refused:
    return Refused(PARSE_FAILED, [reason])
