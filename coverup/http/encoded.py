"""A request's query and body, in the bytes that servers get."""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit

from urllib3 import encode_multipart_formdata

from coverup.http.answer import FilePart

Query = Mapping[str, str] | Sequence[tuple[str, str]]


def with_query(url: str, params: Query | None) -> str:
    """Return a URL with parameters behind those that it has."""
    if not params:
        return url
    parts = urlsplit(url)
    both = filter(None, (parts.query, urlencode(params)))
    return parts._replace(query="&".join(both)).geturl()


def encoded(files: Mapping[str, FilePart] | None, document: object) -> tuple[bytes, str] | None:
    """Return a body and its content type: a form of files, or else JSON; None if there is none."""
    if files:
        return encode_multipart_formdata(files)
    if document is None:
        return None
    return json.dumps(document, allow_nan=False).encode(), "application/json"
