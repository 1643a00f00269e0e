"""Situations: answers that arrive whole and are not what Coveralls answers, and redirects."""

import gzip
from typing import Final

from tests.network.faults import behaviours as does
from tests.network.faults.connections import HEAD
from tests.network.faults.front import HOST, Connection
from tests.network.faults.scene import Arrange, Scene, meeting, planned
from tests.network.faults.situation import Place, Situation

PAGE: Final = b"<!DOCTYPE html><title>Sign in to the Wi-Fi</title>" + b"<p>x</p>" * 10_000
NO_ANSWERS: Final = {
    "a page with status 200": does.replying(200, PAGE, Content_Type="text/html"),
    "nothing": does.replying(200, b""),
    "a JSON list": does.replying(200, b"[]"),
    "a JSON number": does.replying(200, b"1"),
    "JSON nested beyond all bounds": does.replying(200, b"[" * 100_000),
    "more than anybody reads": does.dripping(
        [HEAD + b"Content-Length: 9000000\r\n\r\n", *[b" " * 1_000_000] * 9]
    ),
    "204": does.saying(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "an error with status 200": does.replying(200, b'{"error": true, "message": "no"}'),
}
BROKEN: Final = {
    "half an object": b'{"message": ',
    "an object in no known encoding": b'{"message": "\xff"}',
}
SAME_ORIGIN_KEEPING: Final = (307, 308)
CHANGING: Final = (300, 301, 302, 303)
NOWHERE: Final = {
    "an address that is none": "http://[",
    "a file": "file:///etc/passwd",
    "plain http on another port": f"http://{HOST}:9/",
    "a login with a password": f"http://me:secret@{HOST}:9/",
}


def _redirecting_once(status: int, target: str = "/api/v1/jobs") -> Arrange:
    return meeting(does.replying(status, Location=target), times=1)


def _redirecting_elsewhere(status: int) -> Arrange:
    def arrange(scene: Scene) -> str:
        other = scene.outsider(does.replying(200, b'{"message":"got it"}'))
        target = f"{other.url}/api/v1/jobs"
        return scene.front(does.replying(status, Location=target)).url

    return arrange


def _packed_answer(scene: Scene) -> str:
    """Start a server that stores the job and packs its answer."""
    well = scene.passing_on()
    body = gzip.compress(b'{"message":"Job #7.1","url":"https://coveralls.invalid/jobs/1"}')

    def behave(connection: Connection) -> None:
        connection.read_request()
        sock, connection.sock = connection.sock, _Swallowing()  # type: ignore[assignment]
        well(connection)
        sock.sendall(does.reply(200, body, Content_Encoding="gzip"))

    return scene.front(behave).url


class _Swallowing:
    """In the place of the client, for an answer that is to be replaced."""

    def sendall(self, _piece: bytes) -> None:
        """Take it."""

    def close(self) -> None:
        """Have nothing to close."""


SITUATIONS: Final = [
    *(
        Situation(
            name=f"the answer is {name}",
            arrange=meeting(fault),
            code=6,
            place=Place.KEPT,
            tries=1,
        )
        for name, fault in NO_ANSWERS.items()
    ),
    *(
        Situation(
            name=f"the answer is {name}",
            arrange=meeting(does.replying(200, body)),
            code=5,
            place=Place.KEPT,
        )
        for name, body in BROKEN.items()
    ),
    Situation(
        name="the answer is packed, but not what it says",
        arrange=meeting(does.replying(200, b"{}", Content_Encoding="gzip")),
        code=5,
        place=Place.KEPT,
    ),
    Situation(name="the answer is packed", arrange=_packed_answer, tries=1, said="Job #7.1"),
    *(
        Situation(name=f"{status} to the same origin", arrange=_redirecting_once(status), tries=2)
        for status in SAME_ORIGIN_KEEPING
    ),
    *(
        Situation(
            name=f"{status} to the same origin asks for a GET",
            arrange=_redirecting_once(status),
            code=6,
            place=Place.KEPT,
            tries=1,
        )
        for status in CHANGING
        if status != CHANGING[0]
    ),
    *(
        Situation(
            name=f"{status} to another host",
            arrange=_redirecting_elsewhere(status),
            code=6,
            place=Place.KEPT,
            tries=1,
            said="where the token was not sent",
        )
        for status in (*CHANGING[1:], *SAME_ORIGIN_KEEPING)
    ),
    *(
        Situation(
            name=f"307 to {name}",
            arrange=_redirecting_once(307, target),
            code=6,
            place=Place.KEPT,
            tries=1,
        )
        for name, target in NOWHERE.items()
    ),
    Situation(
        name="redirects without an end",
        arrange=planned("redirect=/api/v1/jobs"),
        code=5,
        place=Place.KEPT,
    ),
    Situation(
        name="a redirect after a fault", arrange=planned("503,redirect=/api/v1/jobs,ok"), waits=1
    ),
    Situation(
        name="a fault after a redirect", arrange=planned("redirect=/api/v1/jobs,503,ok"), waits=1
    ),
]
