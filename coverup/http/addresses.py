"""Which addresses a token may be sent to, and how they are shown."""

from typing import Final
from urllib.parse import urlsplit

from coverup.errors import ConfigError

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


def check(url: str, *, allow_http: bool) -> None:
    """Make sure that a token may be sent to an address.

    Raises:
        ConfigError: It is no address, or plain http to another machine.
    """
    if not _is_address(url):
        hint = "give it as https://coveralls.example.com"
        raise ConfigError(f"{url.rpartition('@')[2]} is not the address of a server", hint=hint)
    if urlsplit(url).scheme == "http" and not is_loopback(url) and not allow_http:
        hint = "use https://, or --allow-http if the network in between is yours"
        raise ConfigError(f"{shown(url)} would get the token unencrypted", hint=hint)


def origin(url: str) -> str:
    """Return scheme, host and port of a URL, without a login and without the usual port."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower()
    return f"{parts.scheme}://{host.removesuffix(_DEFAULT_PORTS.get(parts.scheme, ''))}"


def shown(url: str) -> str:
    """Return a URL without what may be secret: a login and the query."""
    return origin(url) + urlsplit(url).path


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine."""
    return urlsplit(url).hostname in _LOOPBACK


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = _in_ascii(parts.hostname or "")
        return parts.scheme in _DEFAULT_PORTS and bool(host) and parts.port != 0
    except ValueError:
        return False


def _in_ascii(host: str) -> bytes:
    if host.isascii():
        return host.encode("idna")
    import idna

    # As urllib3 does it: the codec of Python would lead to another host for some letters.
    return idna.encode(host, strict=True, std3_rules=True)
