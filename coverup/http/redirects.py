"""Where a redirect may take a request: to the same origin, or nowhere."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

from coverup.errors import RefusedError
from coverup.http.addresses import origin, shown
from coverup.http.answer import trace, with_note

_KEEP_THE_BODY: Final = frozenset({307, 308})
_REDIRECTS: Final = frozenset({301, 302, 303}) | _KEEP_THE_BODY


def is_redirect(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer says where to send the request instead."""
    return status in _REDIRECTS and "Location" in headers


def redirected(method: str, url: str, status: int, headers: Mapping[str, str]) -> str:
    """Return where a redirect leads, if the request may be sent there again.

    Raises:
        RefusedError: It leads to another origin, asks for a GET instead of a POST, or leads
            nowhere.
    """
    place = with_note(shown(url), trace(headers))
    try:
        target = urljoin(url, headers["Location"])
        elsewhere = origin(target) != origin(url)
    except ValueError:
        raise RefusedError(f"{place} redirects to what is no address") from None
    if elsewhere:
        raise RefusedError(
            f"{place} redirects to {shown(target)}, where the token was not sent",
            hint=f"if that is your server, set COVERALLS_ENDPOINT={origin(target)}",
        )
    if method == "POST" and status not in _KEEP_THE_BODY:
        raise RefusedError(
            f"{place} redirects to {shown(target)} with {status}, where a POST cannot be repeated",
            hint="check the path in COVERALLS_ENDPOINT, and whether the server asks for a login",
        )
    return target
