"""One safe HTTP session for every server that coverup talks to.

TLS is verified for every host. Credentials come from the caller only (no .netrc), and go to the
origin that was asked for and to no other: a redirect of a POST is followed on the same origin and
with the same body (307, 308), or refused. Messages never hold a query, where tokens may be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from coverup import __version__
from coverup.errors import ConfigError, CoverupError, NetworkError, RefusedError

if TYPE_CHECKING:
    import ssl

    import requests

CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 120.0
MAX_REDIRECTS: Final = 5
MAX_ANSWER: Final = 1024 * 1024
"""Bytes of an answer that are read; servers that send more have lost their way."""
TRACE_HEADERS: Final = ("cf-ray", "x-request-id")
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}

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
            ConfigError: The address is none, or plain http to another machine; or the file of
                trusted certificates cannot be used.
            NetworkError: There was no answer: no connection, bad TLS, a timeout, a cut reply.
            RefusedError: The server redirects to another place.
        """
        self._check_address(url)
        for _ in range(MAX_REDIRECTS + 1):
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
            self._session = _new_session()
        try:
            return self._session.post(
                url,
                timeout=(self.connect_timeout, self.read_timeout),
                # Said per request, since REQUESTS_CA_BUNDLE goes before what a session says.
                verify=self.ca_bundle,
                proxies=_proxies(url),
                allow_redirects=False,
                stream=True,
                **request,  # type: ignore[arg-type] # the keywords of `post` above
            )
        except requests.RequestException as error:
            raise _explained(url, error) from None
        except OSError as error:
            # This is how requests says that the file of certificates is not there.
            raise ConfigError(str(error), hint="check --ca-bundle and REQUESTS_CA_BUNDLE") from None

    def _check_address(self, url: str) -> None:
        if not _is_address(url):
            hint = "give it as https://coveralls.example.com"
            raise ConfigError(f"{url.rpartition('@')[2]} is not the address of a server", hint=hint)
        parts = urlsplit(url)
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not self.allow_http:
            hint = "use https://, or --allow-http if the network in between is yours"
            raise ConfigError(f"{_shown(url)} would get the token unencrypted", hint=hint)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        return parts.scheme in _DEFAULT_PORTS and bool(host) and parts.port != 0
    except ValueError:
        return False


def _proxies(url: str) -> dict[str, str] | None:
    """Keep what is meant for this machine from a proxy, which may be another one."""
    host = urlsplit(url).hostname
    return {"no_proxy": host} if host in _LOOPBACK else None


def _new_session() -> "requests.Session":
    import requests

    class Session(requests.Session):
        def get_redirect_target(self, resp: requests.Response) -> None:
            """Leave redirects to `Http.post`: requests reads their whole bodies, however long."""

        def send(
            self,
            request: requests.PreparedRequest,
            **options: Any,  # noqa: ANN401 - whatever requests says here
        ) -> requests.Response:
            """Send the body in pieces, so that a timeout holds for each and not for all of it."""
            if isinstance(request.body, bytes):
                request.body = BytesIO(request.body)  # type: ignore[assignment] # files are fine
            return super().send(request, **options)

    session = Session()
    session.headers["User-Agent"] = f"coverup/{__version__}"
    # Without this, requests adds the login of a .netrc file for the host.
    session.auth = lambda request: request
    return session


def _answer(url: str, response: "requests.Response") -> Answer:
    import requests

    body = bytearray()
    try:
        for chunk in response.iter_content(65_536):
            body += chunk
            if len(body) >= MAX_ANSWER:
                break
    except requests.RequestException as error:
        raise _explained(url, error) from None
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    traces = (
        f"{name}: {response.headers[name]}" for name in TRACE_HEADERS if name in response.headers
    )
    return Answer(
        status=response.status_code,
        body=bytes(body[:MAX_ANSWER]),
        content_type=kind,
        trace=next(traces, None),
    )


def _redirected(url: str, response: "requests.Response") -> str:
    """Return where a redirect leads, if the request may be sent there again.

    Raises:
        RefusedError: It leads to another origin, asks for a GET instead, or leads nowhere.
    """
    try:
        target = urljoin(url, response.headers["Location"])
        elsewhere = origin(target) != origin(url)
    except ValueError:
        raise RefusedError(f"{_shown(url)} redirects to what is no address") from None
    if elsewhere:
        raise RefusedError(
            f"{_shown(url)} redirects to {_shown(target)}, where the token was not sent",
            hint=f"if that is your server, set COVERALLS_ENDPOINT={origin(target)}",
        )
    if response.status_code not in {307, 308}:
        raise RefusedError(
            f"{_shown(url)} redirects to {_shown(target)} with {response.status_code}, "
            "where a POST cannot be repeated",
            hint="check the path in COVERALLS_ENDPOINT, and whether the server asks for a login",
        )
    return target


def origin(url: str) -> str:
    """Return scheme, host and port of a URL, without a login and without the usual port."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower()
    return f"{parts.scheme}://{host.removesuffix(_DEFAULT_PORTS.get(parts.scheme, ''))}"


def _shown(url: str) -> str:
    return origin(url) + urlsplit(url).path


def _explained(url: str, error: "requests.RequestException") -> CoverupError:
    """Return a failure in words of ours, since the library's may hold the query."""
    import ssl

    import requests

    shown = _shown(url)
    causes = list(_causes(error))
    if isinstance(error, requests.exceptions.ProxyError):
        return NetworkError(f"{shown}: the proxy failed", hint="check HTTPS_PROXY and NO_PROXY")
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return _tls_error(shown, cause)
    if any(isinstance(cause, TimeoutError) for cause in causes):
        return NetworkError(f"{shown}: no answer in time", hint="run the command again")
    words = (cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror)
    hint = "check the address in COVERALLS_ENDPOINT and the network, then run it again"
    return NetworkError(f"{shown}: {next(words, 'the connection broke')}", hint=hint)


def _tls_error(shown: str, error: "ssl.SSLError") -> CoverupError:
    import ssl

    if isinstance(error, ssl.SSLCertVerificationError):
        return NetworkError(
            f"{shown}: the server's certificate is not trusted: {error.verify_message}",
            hint="trust your own authority with --ca-bundle FILE or REQUESTS_CA_BUNDLE",
        )
    if "[X509" in str(error):
        hint = "check --ca-bundle and REQUESTS_CA_BUNDLE"
        return ConfigError("the file of trusted certificates holds no certificate", hint=hint)
    words = (error.reason or "the handshake failed").replace("_", " ").lower()
    hint = "check that the address in COVERALLS_ENDPOINT is one of an https server"
    return NetworkError(f"{shown}: no TLS connection: {words}", hint=hint)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it wraps, in whichever way the libraries wrap them."""
    cause: object = error
    while isinstance(cause, BaseException):
        yield cause
        wrapped = (each for each in cause.args if isinstance(each, BaseException))
        cause = getattr(cause, "reason", None) or next(wrapped, cause.__context__)
