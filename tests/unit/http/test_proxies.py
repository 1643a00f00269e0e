"""Which proxy a server is reached through, as the environment and `--proxy` have it."""

from typing import Final

import pytest

from coverup.http.proxies import proxy_for

PROXY: Final = "http://proxy.example.com:3128"
OTHER: Final = "http://other.example.com:3128"

LISTED: Final[list[tuple[str, str, bool]]] = [
    ("https://coveralls.io", "coveralls.io", True),
    ("https://COVERALLS.io", "Coveralls.IO", True),
    ("https://me:secret@coveralls.io/webhook", "coveralls.io", True),
    ("https://a.coveralls.io", "coveralls.io", True),
    ("https://a.coveralls.io", ".coveralls.io", True),
    ("https://a.coveralls.io", " x , coveralls.io ", True),
    ("https://notcoveralls.io", "coveralls.io", False),
    ("https://a.coveralls.io", "*.coveralls.io", False),
    ("https://coveralls.io", "*", True),
    ("https://coveralls.io:8443", "coveralls.io:8443", True),
    ("https://coveralls.io:8443", "coveralls.io:443", False),
    ("https://coveralls.io:8443", "coveralls.io", True),
    ("https://10.1.2.3", "10.1.2.3", True),
    ("https://10.1.2.3:8443", "10.0.0.0/8", True),
    ("https://10.1.2.3", "192.168.0.0/16, 10.1.2.9/24", True),
    ("https://10.1.2.3", "11.0.0.0/8,nonsense/8,10.1.2.0/33", False),
    ("https://[2001:db8::1]:8443", "2001:db8::/32", True),
    ("https://[2001:db8::1]", "2001:DB8::1", True),
    ("https://[2001:db8::1]", "10.0.0.0/8", False),
    ("https://coveralls.io", "", False),
]


@pytest.fixture(autouse=True)
def usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", PROXY)


@pytest.mark.parametrize(("url", "exceptions", "direct"), LISTED)
@pytest.mark.parametrize("given", [None, OTHER])
def test_no_proxy_names_hosts_ports_and_networks(
    monkeypatch: pytest.MonkeyPatch, url: str, exceptions: str, given: str | None, *, direct: bool
) -> None:
    monkeypatch.setenv("NO_PROXY", exceptions)
    assert proxy_for(url, given) == (None if direct else given or PROXY)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
@pytest.mark.parametrize("given", [None, OTHER])
def test_this_machine_is_reached_directly(host: str, given: str | None) -> None:
    assert proxy_for(f"https://{host}:8000/", given) is None


def test_each_scheme_has_its_proxy_and_one_may_be_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proxy_for("http://coveralls.io", None) is None
    monkeypatch.setenv("ALL_PROXY", OTHER)
    assert proxy_for("http://coveralls.io", None) == OTHER
    assert proxy_for("https://coveralls.io", None) == PROXY


@pytest.mark.parametrize("address", ["proxy:3128", "proxy.example.com", "me:secret@proxy:3128"])
def test_a_proxy_without_a_scheme_is_one_of_http(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    monkeypatch.delenv("https_proxy")
    assert proxy_for("https://coveralls.io", None) == f"http://{address}"
