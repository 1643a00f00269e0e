"""What a server said, as far as anybody needs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Final

MAX_ANSWER: Final = 1024 * 1024
"""Bytes of an answer that are read; servers that send more have lost their way."""
_FAULTS: Final = frozenset({408, 429, 500, 502, 503, 504, *range(520, 531)})
"""Of a server, of its proxy, and of Cloudflare, which uses 520 to 530."""
_METHOD_NOT_ALLOWED: Final = 405
_TRACE_HEADERS: Final = ("cf-ray", "x-request-id")
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})

FilePart = tuple[str, bytes, str]
"""A part of a multipart form: file name, content, content type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said.

    Attributes:
        status: The HTTP status.
        body: At most `MAX_ANSWER` bytes, decompressed.
        content_type: Lower case, without parameters.
        trace: What the server's operators can find the request by, such as `cf-ray: 8f2...`.
        retry_after: Seconds after which the server wants to be asked again.
        attempts: How often the request was sent until this answer came.
    """

    status: int
    body: bytes
    content_type: str = ""
    trace: str | None = None
    retry_after: float | None = None
    attempts: int = 1

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the HTTP classes of status

    @property
    def is_html(self) -> bool:
        """Whether it is a page for people."""
        return self.content_type in _HTML


def is_fault(answer: Answer) -> bool:
    """Whether an answer says that the server has a fault now, which another try may not meet.

    While Coveralls is maintained, its static page answers a POST with 405.
    """
    maintained = answer.status == _METHOD_NOT_ALLOWED and answer.is_html
    return answer.status in _FAULTS or maintained


def content_type(headers: Mapping[str, str]) -> str:
    """Return the type of an answer, in lower case and without parameters."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def trace(headers: Mapping[str, str]) -> str | None:
    """Return the first header by which the server's operators can find a request."""
    found = (f"{name}: {headers[name]}" for name in _TRACE_HEADERS if name in headers)
    return next(found, None)


def with_note(text: str, note: str | None) -> str:
    """Return a text with a note in brackets, if there is one, such as the trace."""
    return f"{text} ({note})" if note else text


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that a server asks to wait, None if it does not say.

    Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after

    Args:
        headers: Of the answer.
        now: Seconds since 1970, since the header may hold a date.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    # Commands that send nothing need not wait for this import.
    from email.utils import parsedate_to_datetime

    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)
