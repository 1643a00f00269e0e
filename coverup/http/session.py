"""Connections that keep the deadline, and that add nothing of their own to a request."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Url, parse_url

from coverup import __version__
from coverup.http.answer import MAX_ANSWER, Answer, FilePart, content_type, retry_after, trace
from coverup.http.certificates import trusted
from coverup.http.deadline import Deadline
from coverup.http.encoded import Query, encoded, with_query
from coverup.http.faults import explained
from coverup.http.logged import keep_queries_out
from coverup.http.proxies import proxy_for, through
from coverup.http.timely import timely_pools

_PIECE: Final = 65_536
"""Bytes of an answer that are read at once."""
_USUAL: Final = {
    "User-Agent": f"coverup/{__version__}",
    "Accept-Encoding": "gzip, deflate",
    "Accept": "*/*",
    "Connection": "keep-alive",
}


class Session:
    """Connections to servers.

    Attributes:
        deadline: When the request under way must have ended.
    """

    def __init__(self, deadline: Deadline) -> None:
        keep_queries_out()
        self.deadline = deadline
        self._pools = timely_pools(deadline)
        self._managers: dict[tuple[str | None, ...], PoolManager] = {}

    def send_safely(
        self,
        method: str,
        url: str,
        *,
        timeouts: tuple[float, float],
        ca_bundle: str | None,
        proxy: str | None,
        params: Query | None = None,
        files: Mapping[str, FilePart] | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> BaseHTTPResponse:
        """Send a request once, and return the answer as soon as its head is there.

        Raises:
            ConfigError: The proxy or the file of trusted certificates cannot be used.
            NetworkError: There was no answer.
        """
        connect, read = timeouts
        said, body = {**_USUAL, **(headers or {})}, encoded(files, json)
        if body:
            said |= {"Content-Length": str(len(body[0])), "Content-Type": body[1]}
        try:
            manager = self._manager(url, ca_bundle, proxy_for(url, proxy))
            return manager.urlopen(
                method,
                _target(with_query(url, params)).url,
                body=_Pieces(body[0], self.deadline) if body else None,
                headers=said,
                timeout=Timeout(self.deadline.at_most(connect), self.deadline.at_most(read)),
                retries=False,
                redirect=False,
                preload_content=False,
            )
        except (HTTPError, TimeoutError, ValueError) as error:
            raise explained(url, error) from None

    def read(self, url: str, response: BaseHTTPResponse, *, now: float) -> Answer:
        """Read the body of an answer, as far as it is of use.

        Raises:
            NetworkError: It is cut, too slow, or not packed as its head says.
        """
        traced = trace(response.headers)
        body = bytearray()
        try:
            for piece in response.stream(_PIECE):
                body += piece
                if len(body) >= MAX_ANSWER:
                    break
        except HTTPError as error:
            raise explained(url, error, traced) from None
        return Answer(
            status=response.status,
            body=bytes(body[:MAX_ANSWER]),
            content_type=content_type(response.headers),
            trace=traced,
            retry_after=retry_after(response.headers, now),
        )

    def close(self) -> None:
        """Close the connections."""
        for manager in self._managers.values():
            manager.clear()

    def _manager(self, url: str, ca_bundle: str | None, proxy: str | None) -> PoolManager:
        # Certificates are not even looked for where nothing is encrypted.
        secure = any(each.lower().startswith("https:") for each in (url, proxy or ""))
        certificates: dict[str, Any] = trusted(ca_bundle) if secure else {}
        key = (proxy, *certificates.values())
        if key not in self._managers:
            manager = through(proxy, certificates) if proxy else PoolManager(**certificates)
            manager.pool_classes_by_scheme = self._pools
            self._managers[key] = manager
        return self._managers[key]


class _Pieces(BytesIO):
    """A body that is sent in pieces, so that a timeout holds for each and not for all of it."""

    def __init__(self, body: bytes, deadline: Deadline) -> None:
        super().__init__(body)
        self._deadline = deadline

    def read(self, size: int | None = -1, /) -> bytes:
        self._deadline.at_most(0)
        return super().read(size)


def _target(url: str) -> Url:
    """Return an address as it is sent: odd characters encoded, no login and no fragment."""
    target = parse_url(url)
    if not target.host or target.host.startswith("*"):
        raise LocationParseError(url)
    return target._replace(auth=None, fragment=None)
