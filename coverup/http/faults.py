"""What went wrong with a connection, in words of ours: the libraries' may hold the query."""

import re
import ssl
from collections.abc import Iterator, Sequence
from typing import Final

from urllib3.exceptions import LocationValueError, ProxyError

from coverup.errors import ConfigError, CoverupError, NetworkError
from coverup.http.addresses import shown
from coverup.http.answer import with_note
from coverup.http.certificates import CHECK_BUNDLE

_TUNNEL: Final = re.compile(r"Tunnel connection failed: ([0-9]{3})")
_FIRST_FAULT: Final = 500
_LOGIN_WANTED: Final = 407


class PassingError(NetworkError):
    """A fault that another try may not meet."""


def explained(url: str, error: Exception, traced: str | None = None) -> CoverupError:
    """Return a failure of a request as an error of ours.

    Args:
        url: Where the request went.
        error: What the library raised.
        traced: What the server's operators can find the request by, if its head was there.
    """
    place = with_note(shown(url), traced)
    causes = list(_causes(error))
    if isinstance(error, LocationValueError):
        hint = "check the address in COVERALLS_ENDPOINT"
        return ConfigError(f"{place} is not the address of a server", hint=hint)
    if isinstance(error, ProxyError):
        return _proxy_error(place, causes)
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return _tls_error(place, cause)
    if any(isinstance(cause, TimeoutError) for cause in causes):
        return PassingError(f"{place}: no answer in time", hint="run the command again")
    words = (cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror)
    hint = "check the address in COVERALLS_ENDPOINT and the network, then run it again"
    return PassingError(f"{place}: {next(words, 'the connection broke')}", hint=hint)


def _proxy_error(place: str, causes: Sequence[BaseException]) -> NetworkError:
    hint = "check --proxy, HTTPS_PROXY and NO_PROXY"
    found = next(filter(None, (_TUNNEL.search(str(cause)) for cause in causes)), None)
    if found is None:
        return PassingError(f"{place}: the proxy failed", hint=hint)
    status = int(found[1])
    message = f"{place}: the proxy failed with {status}"
    if status == _LOGIN_WANTED:
        hint = "the proxy wants a login: http://user:password@proxy:3128 in HTTPS_PROXY or --proxy"
    kind = PassingError if status >= _FIRST_FAULT else NetworkError
    return kind(message, hint=hint)


def _tls_error(place: str, error: ssl.SSLError) -> CoverupError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return NetworkError(
            f"{place}: the server's certificate is not trusted: {error.verify_message}",
            hint="trust your own authority with --ca-bundle FILE or REQUESTS_CA_BUNDLE",
        )
    if "[X509" in str(error):
        hint = CHECK_BUNDLE
        return ConfigError("the file of trusted certificates holds no certificate", hint=hint)
    words = (error.reason or "the handshake failed").replace("_", " ").lower()
    hint = "check that the address in COVERALLS_ENDPOINT is one of an https server"
    kind = PassingError if isinstance(error, ssl.SSLEOFError) else NetworkError
    return kind(f"{place}: no TLS connection: {words}", hint=hint)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it wraps, in whichever way the libraries wrap them."""
    cause: object = error
    while isinstance(cause, BaseException):
        yield cause
        wrapped = (each for each in cause.args if isinstance(each, BaseException))
        cause = getattr(cause, "reason", None) or next(wrapped, cause.__context__)
