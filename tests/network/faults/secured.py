"""Situations: TLS that cannot be trusted, and proxies."""

from typing import Final

from tests.network.faults import behaviours as does
from tests.network.faults.certificates import NAME, Certificate
from tests.network.faults.front import HOST, Behaviour
from tests.network.faults.scene import Arrange, Scene
from tests.network.faults.situation import Place, Situation


def _trusting(scene: Scene, certificate: Certificate) -> None:
    scene.words += ["--ca-bundle", str(certificate.file)]


def _private(scene: Scene) -> str:
    return scene.front(scene.passing_on(), tls=scene.certificates.good.speaking()).url


def _private_and_trusted(scene: Scene) -> str:
    _trusting(scene, scene.certificates.good)
    return _private(scene)


def _misnamed(scene: Scene) -> str:
    _trusting(scene, scene.certificates.misnamed)
    return scene.front(scene.passing_on(), tls=scene.certificates.misnamed.speaking()).url


def _expired(scene: Scene) -> str:
    _trusting(scene, scene.certificates.expired)
    return scene.front(scene.passing_on(), tls=scene.certificates.expired.speaking()).url


def _other_authority(scene: Scene) -> str:
    _trusting(scene, scene.certificates.misnamed)
    return _private(scene)


def _plain_server(scene: Scene) -> str:
    return scene.front(does.not_understanding).url.replace("http:", "https:")


def _secure_server_asked_plainly(scene: Scene) -> str:
    return _private(scene).replace("https:", "http:")


def _hanging_up_in_the_handshake(scene: Scene) -> str:
    return scene.front(does.hang_up).url.replace("http:", "https:")


def _empty_bundle(scene: Scene) -> str:
    bundle = scene.folder / "empty.pem"
    bundle.touch()
    scene.words += ["--ca-bundle", str(bundle)]
    return _private(scene)


def _faulty_behind_tls(scene: Scene) -> str:
    _trusting(scene, scene.certificates.good)
    behave = does.at_first(does.replying(503), scene.passing_on())
    return scene.front(behave, tls=scene.certificates.good.speaking()).url


def _through(proxy: Behaviour) -> Arrange:
    """Return a server that only a proxy reaches, whatever that does."""

    def arrange(scene: Scene) -> str:
        _trusting(scene, scene.certificates.good)
        url = scene.outsider(proxy).url.replace("://", "://me:pr0xy-passw0rd@")
        scene.words += ["--proxy", url]
        return f"https://{NAME}"

    return arrange


def _through_a_good_proxy(fault: Behaviour = does.hang_up, times: int = 0) -> Arrange:
    def arrange(scene: Scene) -> str:
        behave = does.at_first(fault, scene.passing_on(), times)
        server = scene.front(behave, tls=scene.certificates.good.speaking())
        return _through(does.tunnelling(server.port))(scene)

    return arrange


def _refusing_proxy(scene: Scene) -> str:
    front = scene.outsider(does.hang_up)
    front.shutdown()
    front.server_close()
    scene.words += ["--proxy", front.url]
    return f"https://{NAME}"


def _proxy_not_meant(scene: Scene) -> str:
    """Name a proxy that breaks everything; this machine is reached without it."""
    scene.words += ["--proxy", scene.outsider(does.hang_up).url]
    return scene.front(scene.passing_on()).url


def _tunnel(status: int) -> Behaviour:
    return does.saying(f"HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n\r\n".encode())


def _kept(name: str, arrange: Arrange, *, waits: int | None = None, said: str = "") -> Situation:
    return Situation(name=name, arrange=arrange, code=5, place=Place.KEPT, waits=waits, said=said)


SITUATIONS: Final = [
    _kept("TLS: a private certificate", _private, waits=0, said="not trusted"),
    Situation(name="TLS: a private certificate that is trusted", arrange=_private_and_trusted),
    _kept("TLS: a certificate for another name", _misnamed, waits=0, said="not trusted"),
    _kept("TLS: an expired certificate", _expired, waits=0, said="expired"),
    _kept("TLS: another authority's certificate", _other_authority, waits=0, said="not trusted"),
    _kept("TLS: the server speaks plain HTTP", _plain_server, waits=0, said="TLS"),
    _kept("TLS: the server is asked without", _secure_server_asked_plainly),
    _kept("TLS: the connection ends in the handshake", _hanging_up_in_the_handshake, waits=4),
    Situation(
        name="TLS: the bundle of certificates is empty",
        arrange=_empty_bundle,
        code=3,
        place=Place.KEPT,
        said="holds no certificate",
    ),
    Situation(name="TLS: a fault behind it", arrange=_faulty_behind_tls, waits=1),
    Situation(name="proxy: all is well", arrange=_through_a_good_proxy(), waits=0),
    Situation(
        name="proxy: the server behind it fails once",
        arrange=_through_a_good_proxy(does.replying(503), 1),
        waits=1,
    ),
    _kept("proxy: its port is closed", _refusing_proxy, waits=4, said="proxy"),
    _kept("proxy: it wants a login", _through(_tunnel(407)), waits=0, said="login"),
    _kept("proxy: it forbids the connection", _through(_tunnel(403)), waits=0, said="403"),
    _kept("proxy: it does not reach the server", _through(_tunnel(502)), waits=4, said="502"),
    _kept("proxy: it is overloaded", _through(_tunnel(503)), waits=4, said="503"),
    _kept("proxy: it hangs up", _through(does.hang_up_after_head), waits=4),
    _kept("proxy: it speaks no HTTP", _through(does.saying(b"\x05\x00\r\n\r\n")), waits=4),
    _kept(
        "proxy: it reads the connection along",
        _through(does.saying(b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}")),
    ),
    Situation(name=f"proxy: it is not asked for {HOST}", arrange=_proxy_not_meant),
]
