"""Through which proxy a server is reached, if through any."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import ProxyManager, make_headers
from urllib3.exceptions import LocationParseError, ProxySchemeUnknown
from urllib3.util import parse_url

from coverup.errors import ConfigError
from coverup.http.addresses import is_loopback

_ADDRESS: Final = "give --proxy or HTTPS_PROXY as http://proxy.example.com:3128"


def proxy_for(url: str, given: str | None) -> str | None:
    """Return the address of the proxy for a URL, None if the server is reached directly.

    What is meant for this machine is kept from a proxy, which may be another one.

    Args:
        url: Where a request goes.
        given: The proxy to take, instead of what the system and its environment name.
    """
    if is_loopback(url):
        return None
    usual = getproxies()
    parts = urlsplit(url)
    if _is_listed(parts.hostname or "", usual.get("no", "")):
        return None
    if proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxy = given or usual.get(parts.scheme) or usual.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def through(proxy: str, certificates: Mapping[str, Any]) -> ProxyManager:
    """Return what connects through a proxy, with the login in its address.

    Args:
        proxy: Its address.
        certificates: Which ones are trusted, of the proxy and of the servers behind it.

    Raises:
        ConfigError: It is not the address of a proxy.
    """
    try:
        address = parse_url(proxy)
        if not address.host:
            raise LocationParseError(proxy)
        user, _, password = (address.auth or "").partition(":")
        login = f"{unquote(user)}:{unquote(password)}" if user else None
        return ProxyManager(
            # Without the login, which would be part of the library's messages.
            address._replace(auth=None).url,
            proxy_headers=make_headers(proxy_basic_auth=login),
            **certificates,
        )
    except (ValueError, ProxySchemeUnknown):
        raise ConfigError("the proxy's address cannot be used", hint=_ADDRESS) from None


def _is_listed(host: str, exceptions: str) -> bool:
    """Whether a host is an IP address in one of the networks that NO_PROXY lists."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in _networks(exceptions))


def _networks(exceptions: str) -> Iterator[IPv4Network | IPv6Network]:
    for each in exceptions.split(","):
        with suppress(ValueError):
            yield ip_network(each.strip(), strict=False)
