"""A requests session that keeps the deadline, and that adds nothing of its own to a request."""

from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import should_bypass_proxies
from urllib3 import PoolManager

from coverup import __version__
from coverup.errors import ConfigError
from coverup.http.addresses import is_loopback
from coverup.http.answer import MAX_ANSWER, Answer, content_type, retry_after, trace
from coverup.http.deadline import Deadline
from coverup.http.faults import CHECK_BUNDLE, explained
from coverup.http.logged import keep_queries_out
from coverup.http.timely import timely_pools

_PIECE: Final = 65_536
"""Bytes of an answer that are read at once."""


class Session(requests.Session):
    """Connections to servers.

    Attributes:
        deadline: When the request under way must have ended.
    """

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        keep_queries_out()
        self.deadline = deadline
        self.headers["User-Agent"] = f"coverup/{__version__}"
        # Without this, requests adds the login of a .netrc file for the host.
        self.auth = lambda request: request
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Adapter(deadline))

    def send_safely(
        self,
        method: str,
        url: str,
        *,
        timeouts: tuple[float, float],
        ca_bundle: str | None,
        proxy: str | None,
        **request: Any,  # noqa: ANN401 - the keywords of `Http.post`
    ) -> requests.Response:
        """Send a request once, and return the answer as soon as its head is there.

        Raises:
            ConfigError: The proxy or the file of trusted certificates cannot be used.
            NetworkError: There was no answer.
        """
        connect, read = timeouts
        try:
            return self.request(
                method,
                url,
                timeout=(self.deadline.at_most(connect), self.deadline.at_most(read)),
                # Said per request, since REQUESTS_CA_BUNDLE goes before what a session says.
                verify=ca_bundle,
                proxies=_proxies(url, proxy),
                allow_redirects=False,
                stream=True,
                **request,
            )
        except (requests.RequestException, TimeoutError) as error:
            raise explained(url, error) from None
        except OSError as error:
            # This is how requests says that the file of certificates is not there.
            raise ConfigError(str(error), hint=CHECK_BUNDLE) from None

    def read(self, url: str, response: requests.Response, *, now: float) -> Answer:
        """Read the body of an answer, as far as it is of use.

        Raises:
            NetworkError: It is cut, too slow, or not packed as its head says.
        """
        traced = trace(response.headers)
        body = bytearray()
        try:
            for piece in response.iter_content(_PIECE):
                body += piece
                if len(body) >= MAX_ANSWER:
                    break
        except requests.RequestException as error:
            raise explained(url, error, traced) from None
        return Answer(
            status=response.status_code,
            body=bytes(body[:MAX_ANSWER]),
            content_type=content_type(response.headers),
            trace=traced,
            retry_after=retry_after(response.headers, now),
        )

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Leave redirects to `Http`: requests reads their whole bodies, however long."""

    def send(
        self,
        request: requests.PreparedRequest,
        **options: Any,  # noqa: ANN401 - whatever requests says here
    ) -> requests.Response:
        """Send the body in pieces, so that a timeout holds for each and not for all of it."""
        if isinstance(request.body, bytes):
            pieces = _Pieces(request.body, self.deadline)
            request.body = pieces  # type: ignore[assignment] # files are fine
        return super().send(request, **options)


class _Pieces(BytesIO):
    def __init__(self, body: bytes, deadline: Deadline) -> None:
        super().__init__(body)
        self._deadline = deadline

    def read(self, size: int | None = -1, /) -> bytes:
        self._deadline.at_most(0)
        return super().read(size)


class _Adapter(HTTPAdapter):
    """Connects through pools that keep the deadline, directly or through a proxy."""

    def __init__(self, deadline: Deadline) -> None:
        self._pools = timely_pools(deadline)
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **keywords: Any) -> None:  # noqa: ANN401 - requests'
        super().init_poolmanager(*arguments, **keywords)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **keywords: Any) -> PoolManager:  # noqa: ANN401 - requests'
        manager: PoolManager = super().proxy_manager_for(proxy, **keywords)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _proxies(url: str, proxy: str | None) -> dict[str, str] | None:
    """Return what to say of proxies, on top of what the environment says.

    What is meant for this machine is kept from a proxy, which may be another one.
    """
    if is_loopback(url) or (proxy and should_bypass_proxies(url, no_proxy=None)):
        return {"no_proxy": urlsplit(url).hostname or ""}
    return {"http": proxy, "https": proxy} if proxy else None
