"""What the command line, the configuration and the environment make of the session."""

import io
from collections.abc import Mapping
from typing import Final

import pytest

from coverup.cli.app import App
from coverup.errors import ConfigError
from coverup.http import CONNECT_TIMEOUT, DEADLINE, READ_TIMEOUT, RETRIES, Http
from coverup.render.console import Console
from tests.network.clocks import FakeTime
from tests.network.fakes import settings_for

ENDPOINT: Final = "https://coveralls.invalid"


def app_with(env: Mapping[str, str] | None = None) -> App:
    return App(Console(io.StringIO(), io.StringIO()), env or {})


def session(app: App, **values: str) -> Http:
    return app.http(settings_for(ENDPOINT, **values))


def test_without_settings_the_documented_times_hold() -> None:
    http = session(app_with())
    assert (http.connect_timeout, http.read_timeout) == (CONNECT_TIMEOUT, READ_TIMEOUT) == (10, 120)
    assert (http.retries, http.deadline) == (RETRIES, DEADLINE) == (4, 300)
    assert (http.proxy, http.ca_bundle, http.allow_http) == (None, None, False)


def test_settings_say_how_long_and_how_often() -> None:
    http = session(app_with(), timeout="1.5", retries="2", deadline="60")
    assert (http.connect_timeout, http.read_timeout) == (1.5, 1.5)
    assert (http.retries, http.deadline) == (2, 60)


@pytest.mark.parametrize("name", ["timeout", "deadline"])
def test_no_time_at_all_is_a_problem_of_the_configuration(name: str) -> None:
    with pytest.raises(ConfigError, match=f"--{name}: 0 leaves no time"):
        session(app_with(), **{name: "0"})


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_usual_variables_name_the_certificates(name: str) -> None:
    app = app_with({name: "/etc/own.pem"})
    assert session(app).ca_bundle == "/etc/own.pem"
    settings = settings_for(ENDPOINT)
    assert app.http(settings, ca_bundle="given.pem").ca_bundle == "given.pem"


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("http://proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("https://proxy.example.com", "https://proxy.example.com"),
        ("proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("me:secret@proxy.example.com:3128", "http://me:secret@proxy.example.com:3128"),
    ],
)
def test_a_proxy_without_a_scheme_is_one_of_http(given: str, taken: str) -> None:
    assert session(app_with(), proxy=given).proxy == taken


@pytest.mark.parametrize(
    "address", ["http://", "socks5://proxy:1080", "http://proxy:port", "http://[::1", "proxy:0"]
)
def test_what_is_no_proxy_is_told_with_its_source_and_without_its_login(address: str) -> None:
    address = address.replace("://", "://me:s3cr3t@")
    with pytest.raises(ConfigError, match="--proxy: this is not the address of a proxy") as caught:
        session(app_with(), proxy=address)
    assert "s3cr3t" not in caught.value.message


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", None])
def test_the_password_of_a_proxy_is_masked_in_all_that_is_printed(name: str | None) -> None:
    address = "http://me:s3cr%40t@proxy.example.com:3128"
    app = app_with({name: address} if name else {})
    session(app, **({} if name else {"proxy": address}))
    assert "s3cr" not in app.console.masked(f"{address} s3cr@t")


def test_each_wait_is_told_on_stderr_even_if_quiet() -> None:
    app = app_with()
    app.console.quiet = True
    session(app).announce("https://coveralls.io answered 503, trying again in 2 s (1 of 4)")
    assert isinstance(app.console.err, io.StringIO)
    assert "answered 503, trying again in 2 s (1 of 4)" in app.console.err.getvalue()


def test_clock_and_sleep_are_those_of_the_app() -> None:
    time = FakeTime()
    app = app_with()
    app.clock, app.sleep = time.clock, time.sleep
    http = session(app)
    assert (http.clock, http.sleep) == (time.clock, time.sleep)
