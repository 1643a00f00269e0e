"""One safe HTTP session for every server that coverup talks to.

TLS is verified for every host. Credentials come from the caller only (no .netrc), and go to the
origin that was asked for and to no other: a redirect of a POST is followed on the same origin and
with the same body (307, 308), or refused. Messages never hold a query, where tokens may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from coverup import __version__
from coverup.errors import ConfigError, NetworkError, RefusedError

if TYPE_CHECKING:
    import requests

CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 120.0
MAX_REDIRECTS: Final = 5
MAX_ANSWER: Final = 1024 * 1024
"""Bytes of an answer that are read; servers that send more have lost their way."""
TRACE_HEADERS: Final = ("cf-ray", "x-request-id")
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")

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
    """

    status: int
    body: bytes
    content_type: str = ""
    trace: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the HTTP classes of status


@dataclass(kw_only=True)
class Http:
    """Sends requests.

    Attributes:
        allow_http: Whether a token may go over plain http to a host other than this machine.
        ca_bundle: A file of certificates to trust instead of the usual ones.
    """

    allow_http: bool = False
    ca_bundle: str | None = None
    connect_timeout: float = CONNECT_TIMEOUT
    read_timeout: float = READ_TIMEOUT
    _session: "requests.Session | None" = field(default=None, repr=False)

    def post(
        self,
        url: str,
        *,
        files: Mapping[str, FilePart] | None = None,
        json: object = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a POST that carries a token, and return whatever the server answers.

        Raises:
            ConfigError: The address is plain http to another machine.
            NetworkError: There was no answer: no connection, bad TLS, a timeout, a cut reply.
            RefusedError: The server redirects to another place.
        """
        self._refuse_plain_http(url)
        for _ in range(MAX_REDIRECTS):
            response = self._send(url, files=files, json=json, params=params, headers=headers)
            with response:
                if not response.is_redirect:
                    return _answer(url, response)
                url = _redirected(url, response)
                params = None
        raise NetworkError(f"{_shown(url)} redirects more than {MAX_REDIRECTS} times")

    def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            self._session.close()

    def _send(self, url: str, **request: object) -> "requests.Response":
        import requests

        if self._session is None:
            self._session = _new_session(self.ca_bundle)
        try:
            return self._session.post(
                url,
                timeout=(self.connect_timeout, self.read_timeout),
                allow_redirects=False,
                stream=True,
                **request,  # type: ignore[arg-type] # the keywords of `post` above
            )
        except requests.RequestException as error:
            raise _network_error(url, error) from None

    def _refuse_plain_http(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not self.allow_http:
            hint = "use https://, or --allow-http if the network in between is yours"
            raise ConfigError(f"{_shown(url)} would get the token unencrypted", hint=hint)


def _new_session(ca_bundle: str | None) -> "requests.Session":
    import requests

    session = requests.Session()
    session.headers["User-Agent"] = f"coverup/{__version__}"
    # Without this, requests adds the login of a .netrc file for the host.
    session.auth = lambda request: request
    if ca_bundle:
        session.verify = ca_bundle
    return session


def _answer(url: str, response: "requests.Response") -> Answer:
    import requests

    body = b""
    try:
        for chunk in response.iter_content(65_536):
            body += chunk
            if len(body) >= MAX_ANSWER:
                break
    except requests.RequestException as error:
        raise _network_error(url, error) from None
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    traces = (
        f"{name}: {response.headers[name]}" for name in TRACE_HEADERS if name in response.headers
    )
    return Answer(
        status=response.status_code,
        body=body[:MAX_ANSWER],
        content_type=kind,
        trace=next(traces, None),
    )


def _redirected(url: str, response: "requests.Response") -> str:
    target = urljoin(url, response.headers["Location"])
    same_origin = urlsplit(url)[:2] == urlsplit(target)[:2]
    if response.status_code in {307, 308} and same_origin:
        return target
    hint = f"if that is your server, set COVERALLS_ENDPOINT={origin(target)}"
    raise RefusedError(
        f"{_shown(url)} redirects to {_shown(target)}, where the token was not sent", hint=hint
    )


def origin(url: str) -> str:
    """Return scheme, host and port of a URL, without a login."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}"


def _shown(url: str) -> str:
    return origin(url) + urlsplit(url).path


def _network_error(url: str, error: "requests.RequestException") -> NetworkError:
    import requests

    shown = _shown(url)
    if isinstance(error, requests.exceptions.SSLError):
        hint = "trust your own authority with --ca-bundle FILE or REQUESTS_CA_BUNDLE"
        return NetworkError(f"{shown}: the server's certificate is not trusted", hint=hint)
    if isinstance(error, requests.exceptions.ProxyError):
        return NetworkError(f"{shown}: the proxy failed", hint="check HTTPS_PROXY and NO_PROXY")
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ReadTimeout):
        return NetworkError(f"{shown}: no answer in time", hint="run the command again")
    if isinstance(error, requests.exceptions.ConnectionError):
        hint = "check the address in COVERALLS_ENDPOINT and the network, then run it again"
        return NetworkError(f"{shown}: {_reason(error)}", hint=hint)
    return NetworkError(f"{shown}: {_reason(error)}", hint="run the command again")


def _reason(error: BaseException) -> str:
    """Return the operating system's words, since the library's may hold the query."""
    while error.args or error.__context__:
        if isinstance(error, OSError) and error.strerror:
            return error.strerror
        inner = getattr(error, "reason", None) or next(
            (each for each in error.args if isinstance(each, BaseException)), error.__context__
        )
        if not isinstance(inner, BaseException):
            break
        error = inner
    return "the connection broke"
