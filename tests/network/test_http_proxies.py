"""What goes through a proxy, and what is said of one that does not do its work."""

from collections.abc import Iterator
from typing import Final

import pytest

from coverup.errors import ConfigError, NetworkError
from coverup.http import Http
from tests.network.servers import HOST, Reply, closed_port, printed, serve

TOKEN: Final = "s3cr3t-t0k3n"
QUERY: Final = {"repo_token": TOKEN}
URL: Final = "https://coveralls.invalid/webhook"
LOGIN: Final = "Basic bWU6cGFzczp3b3Jk"
"""`me:pass:word`"""


@pytest.fixture
def http() -> Iterator[Http]:
    session = Http(sleep=lambda _seconds: None)
    yield session
    session.close()


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
def test_the_usual_variables_name_the_proxy(
    http: Http, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(Reply(502)) as proxy:
        monkeypatch.setenv(name, proxy.url)
        with pytest.raises(NetworkError):
            http.post(URL, params=QUERY)
    assert {request.target for request in proxy.requests} == {"coveralls.invalid:443"}


def test_the_option_goes_before_the_variable(http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(Reply(403)) as proxy, serve(Reply(403)) as usual:
        monkeypatch.setenv("https_proxy", usual.url)
        http.proxy = proxy.url
        with pytest.raises(NetworkError):
            http.post(URL)
    assert (len(proxy.requests), usual.requests) == (1, [])


@pytest.mark.parametrize("given_by_option", [True, False])
@pytest.mark.parametrize("exception", ["coveralls.invalid", ".invalid", "other.example,invalid"])
def test_what_no_proxy_names_is_reached_directly(
    http: Http, monkeypatch: pytest.MonkeyPatch, exception: str, *, given_by_option: bool
) -> None:
    with serve(Reply(502)) as proxy:
        monkeypatch.setenv("no_proxy", exception)
        monkeypatch.setenv("https_proxy", proxy.url)
        http.proxy = proxy.url if given_by_option else None
        with pytest.raises(NetworkError, match="Name or service not known"):
            http.post(URL)
    assert proxy.requests == []


def test_what_is_meant_for_this_machine_goes_not_through_the_option_either(http: Http) -> None:
    with serve(Reply(502)) as proxy, serve(Reply(200)) as server:
        http.proxy = proxy.url
        assert http.post(server.url, params=QUERY).status == 200
    assert proxy.requests == []


def test_the_login_of_a_proxy_goes_to_it_and_into_no_message(http: Http) -> None:
    with serve(Reply(407)) as proxy:
        http.proxy = f"http://me:pass%3Aword@{HOST}:{proxy.port}"
        with pytest.raises(NetworkError) as caught:
            http.post(URL, params=QUERY)
    [request] = proxy.requests
    assert request.headers["proxy-authorization"] == LOGIN
    assert "pass" not in caught.value.message + repr(http)
    assert "http://user:password@proxy:3128" in (caught.value.hint or "")
    assert TOKEN not in request.everything + printed(caught.value)


def test_plain_http_goes_to_the_proxy_with_its_whole_address_and_the_login() -> None:
    with serve(Reply(200, b'{"message":"fine"}')) as proxy:
        http = Http(allow_http=True, proxy=f"http://me:pass%3Aword@{HOST}:{proxy.port}")
        answer = http.post("http://me:mine@coveralls.invalid:81/a b?c#d", params=QUERY, json={})
        http.close()
    [request] = proxy.requests
    assert answer.body == b'{"message":"fine"}'
    assert request.target == f"http://coveralls.invalid:81/a%20b?c&repo_token={TOKEN}"
    assert request.headers["host"] == "coveralls.invalid:81"
    assert request.headers["proxy-authorization"] == LOGIN
    assert "authorization" not in request.headers


def test_a_name_that_is_not_ascii_is_asked_for_as_the_name_system_has_it(http: Http) -> None:
    with serve(Reply(403)) as proxy:
        http.proxy = proxy.url
        with pytest.raises(NetworkError):
            http.post("https://straße.invalid/")
    assert proxy.requests[0].target == "xn--strae-oqa.invalid:443"


@pytest.mark.parametrize(
    ("status", "tries"), [(400, 1), (403, 1), (407, 1), (500, 5), (502, 5), (503, 5), (504, 5)]
)
def test_a_proxy_that_has_a_fault_is_tried_again_and_one_that_refuses_is_not(
    http: Http, status: int, tries: int
) -> None:
    with serve(Reply(status)) as proxy:
        http.proxy = proxy.url
        with pytest.raises(NetworkError) as caught:
            http.post(URL, params=QUERY)
    assert len(proxy.requests) == tries
    assert caught.value.message.startswith(f"{URL}: the proxy failed with {status}")


def test_a_proxy_that_is_not_there_is_named_as_the_culprit(http: Http) -> None:
    http.proxy = f"http://{HOST}:{closed_port()}"
    with pytest.raises(NetworkError) as caught:
        http.post(URL, params=QUERY)
    assert caught.value.message == f"{URL}: the proxy failed (tried 5 times)"
    assert caught.value.hint == "check --proxy, HTTPS_PROXY and NO_PROXY"


@pytest.mark.parametrize(
    "address",
    [
        *("http://", "http:///", "http://:3128", "gopher://proxy:1", "socks5://p:1"),
        *("socks5h://me:x@p:1", "http://proxy:99999", "http://[::1", "http://€:x@proxy:1"),
    ],
)
def test_what_is_no_proxy_is_a_problem_of_the_configuration(http: Http, address: str) -> None:
    http.proxy = address
    with pytest.raises(ConfigError, match="the proxy's address cannot be used") as caught:
        http.post(URL, params=QUERY)
    assert TOKEN not in printed(caught.value)
