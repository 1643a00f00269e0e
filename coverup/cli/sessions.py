"""The session for servers, as options, configuration and environment want it."""

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from coverup.errors import ConfigError
from coverup.http import CONNECT_TIMEOUT, DEADLINE, READ_TIMEOUT, RETRIES, Http

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coverup.cli.app import App
    from coverup.settings import Settings

CA_VARIABLES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
PROXY_VARIABLES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
_SCHEMES: Final = ("http", "https")


def http_of(app: "App", settings: "Settings", *, allow_http: bool, ca_bundle: str | None) -> Http:
    """Return the session, which trusts the certificates that the usual variables name.

    Raises:
        ConfigError: The proxy or a time cannot be used.
    """
    proxy = _proxy(settings)
    for address in (proxy, *_usual_proxies(app.env)):
        app.console.hide(_passwords(address or ""))
    usual = (app.env.get(name) for name in CA_VARIABLES)
    return Http(
        allow_http=allow_http,
        ca_bundle=ca_bundle or next(filter(None, usual), None),
        proxy=proxy,
        connect_timeout=_seconds(settings, "timeout", CONNECT_TIMEOUT),
        read_timeout=_seconds(settings, "timeout", READ_TIMEOUT),
        retries=int(settings.number("retries", RETRIES)),
        deadline=_seconds(settings, "deadline", DEADLINE),
        announce=app.console.warn,
        clock=app.clock,
        sleep=app.sleep,
    )


def _seconds(settings: "Settings", name: str, otherwise: float) -> float:
    seconds = settings.number(name, otherwise)
    if seconds <= 0:
        hint = "give it more time, such as 30s or 5m"
        raise ConfigError(f"{settings.values[name].source}: 0 leaves no time", hint=hint)
    return seconds


def _proxy(settings: "Settings") -> str | None:
    """Return the address of the proxy; without a scheme, it is one that speaks plain http."""
    text = settings.text("proxy")
    if text is None:
        return None
    address = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(address)
        fine = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        hint = "give it as http://proxy.example.com:3128"
        source = settings.values["proxy"].source
        raise ConfigError(f"{source}: this is not the address of a proxy", hint=hint)
    return address


def _usual_proxies(env: "Mapping[str, str]") -> list[str]:
    names = (*PROXY_VARIABLES, *map(str.lower, PROXY_VARIABLES))
    return [env[name] for name in names if name in env]


def _passwords(address: str) -> tuple[str, ...]:
    """Return the password in an address, as it is written and as it is meant."""
    login = address.rpartition("@")[0].rpartition("://")[2]
    password = login.partition(":")[2]
    return password, unquote(password)
