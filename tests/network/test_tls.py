"""Whose certificate is trusted: known authorities, the user's own, and nobody else."""

import io
import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from coverup.cli.app import App
from coverup.errors import ConfigError, NetworkError
from coverup.http import Http
from coverup.render.console import Console
from tests.needs import needs
from tests.network.fakes import settings_for
from tests.network.servers import HOST, Reply, printed, serve

TOKEN: Final = "s3cr3t-t0k3n"
QUERY: Final = {"repo_token": TOKEN}
Make = Callable[[str], Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Return what makes a certificate that signs itself, with its key in the same file."""
    openssl = needs("openssl")

    def certificate(name: str) -> Path:
        file = tmp_path_factory.mktemp("tls") / "certificate.pem"
        arguments = ["req", "-x509", "-nodes", "-days", "1", "-subj", "/CN=test"]
        kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        names = ["-addext", f"subjectAltName={name}"]
        files = ["-keyout", str(file.with_suffix(".key")), "-out", str(file)]
        command = [openssl, *arguments, *kind, *names, *files]
        subprocess.run(command, check=True, capture_output=True)
        return file

    return certificate


@pytest.fixture(scope="module")
def certificate(make: Make) -> Path:
    return make(f"IP:{HOST}")


@pytest.fixture(scope="module")
def other(make: Make) -> Path:
    return make("DNS:coveralls.example.com")


def speaking(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    return context


def session_of(env: dict[str, str], url: str, ca_bundle: str | None = None) -> Http:
    """Return the session that a command makes of its environment and of `--ca-bundle`."""
    app = App(Console(io.StringIO(), io.StringIO()), env)
    return app.http(settings_for(url), ca_bundle=ca_bundle)


def test_a_certificate_of_no_known_authority_is_refused(http: Http, certificate: Path) -> None:
    with serve(Reply(), speaking(certificate)) as server, pytest.raises(NetworkError) as caught:
        http.post(f"{server.url}/webhook", params=QUERY)
    assert server.requests == []
    place = f"{server.url}/webhook: the server's certificate is not trusted: self"
    assert caught.value.message.startswith(place)
    assert "--ca-bundle" in (caught.value.hint or "")
    assert TOKEN not in printed(caught.value)


def test_a_certificate_of_the_given_authority_is_trusted(certificate: Path) -> None:
    with serve(Reply(), speaking(certificate)) as server:
        http = Http(ca_bundle=str(certificate))
        assert http.post(server.url).status == 200
        http.close()


def test_certificates_of_the_given_folder_are_trusted(certificate: Path) -> None:
    folder = Path("authorities")
    folder.mkdir()
    shutil.copy(certificate, folder / "own.pem")
    subprocess.run([needs("openssl"), "rehash", folder], check=True, capture_output=True)
    with serve(Reply(), speaking(certificate)) as server:
        http = Http(ca_bundle=str(folder))
        assert http.post(server.url).status == 200
        http.close()


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_certificate_of_an_authority_in_the_environment_is_trusted(
    certificate: Path, variable: str
) -> None:
    with serve(Reply(), speaking(certificate)) as server:
        http = session_of({variable: str(certificate)}, server.url)
        assert http.post(server.url).status == 200
        http.close()


def test_the_given_authority_goes_before_that_of_the_environment(
    certificate: Path, other: Path
) -> None:
    env = {"REQUESTS_CA_BUNDLE": str(other)}
    with serve(Reply(), speaking(certificate)) as server:
        http = session_of(env, server.url, ca_bundle=str(certificate))
        assert http.post(server.url).status == 200
        http.close()


def test_a_certificate_for_another_name_is_refused(other: Path) -> None:
    http = Http(ca_bundle=str(other))
    with serve(Reply(), speaking(other)) as server, pytest.raises(NetworkError) as caught:
        http.post(server.url, params=QUERY)
    assert "is not trusted: IP address mismatch" in caught.value.message
    assert TOKEN not in printed(caught.value)


def test_an_https_address_of_an_http_server_says_so(http: Http) -> None:
    with serve(Reply()) as server, pytest.raises(NetworkError) as caught:
        http.post(f"https://{HOST}:{server.port}", params=QUERY)
    assert "no TLS connection: " in caught.value.message
    assert "is one of an https server" in (caught.value.hint or "")
    assert TOKEN not in printed(caught.value)


@pytest.mark.parametrize("content", [None, "no certificate in here\n", ""])
def test_a_file_without_certificates_is_a_problem_of_the_configuration(
    content: str | None,
) -> None:
    bundle = Path("bundle.pem")
    if content is not None:
        bundle.write_text(content)
    with serve(Reply()) as server, pytest.raises(ConfigError) as caught:
        Http(ca_bundle=str(bundle)).post(f"https://{HOST}:{server.port}", params=QUERY)
    assert "--ca-bundle" in (caught.value.hint or "")
    assert TOKEN not in printed(caught.value)
