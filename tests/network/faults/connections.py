"""Situations: each phase of a connection, from the name to the last byte of the answer."""

import gzip
import socket
from itertools import chain, repeat
from typing import Final

from tests.needs import missing
from tests.network.faults import behaviours as does
from tests.network.faults.front import Behaviour
from tests.network.faults.scene import Scene, meeting, planned
from tests.network.faults.situation import Place, Situation

HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CUT: Final = {
    "in the status line": b"HTTP/1.1 20",
    "in the head": HEAD + b"Content-Le",
    "in the body": HEAD + b'Content-Length: 99\r\n\r\n{"message":"Job',
    "in a chunk": HEAD + b'Transfer-Encoding: chunked\r\n\r\n20\r\n{"message":"Job',
    "between two chunks": HEAD + b'Transfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n',
    "in its packed body": HEAD
    + b"Content-Encoding: gzip\r\nContent-Length: 99\r\n\r\n"
    + gzip.compress(b'{"message": "Job #7.1"}')[:20],
}
NO_HTTP: Final = {
    "SSH": b"SSH-2.0-OpenSSH_9.6\r\n",
    "TLS": b"\x15\x03\x01\x00\x02\x02\x28",
    "binary zeros": bytes(1000),
    "a line without an end": b"A" * 100_000,
}
HASTY: Final = ("--timeout", "0.2", "--retries", "1")
"""For servers that never answer: nothing else may depend on so short a time."""
CLOSING: Final = {"and the connection dropped": "stored+drop,ok", "and its answer cut": "cut,ok"}
ON_CLOSED: Final = {"fail": 6, "skip": 0, "rerun": 0, "new-attempt": 6}
"""Whether an earlier try has closed the build, or somebody else, cannot be known."""
ENDS: Final[dict[str, Behaviour]] = {
    "before the request": does.hang_up,
    "within the request": does.hang_up_after_head,
    "instead of an answer": does.hang_up_after_request,
    "with a reset": does.reset,
}


def _twice(name: str, fault: Behaviour) -> list[Situation]:
    """Return a fault that lasts, and the same one that passes."""
    return [
        Situation(
            name=f"{name}, always", arrange=meeting(fault), code=5, place=Place.KEPT, tries=5
        ),
        Situation(name=f"{name}, once", arrange=meeting(fault, times=1), tries=2, waits=1),
    ]


def _refused_port(scene: Scene) -> str:
    """Return an address at which nothing listens any more."""
    front = scene.front(does.hang_up)
    front.shutdown()
    front.server_close()
    return front.url


def _dripping_body(scene: Scene) -> str:
    """Start a server that sends a byte every ten seconds and is never done."""
    pieces = scene.time.taking(10, repeat(b" "))
    head = HEAD + b"Content-Length: 1000000\r\n\r\n"
    return scene.front(does.dripping(chain([head], pieces))).url


def _dripping_head(scene: Scene) -> str:
    """Start a server that sends a header every ten seconds."""
    pieces = scene.time.taking(10, repeat(b"X-More: 1\r\n", 90))
    return scene.front(does.dripping(chain([HEAD], pieces), then_wait=True)).url


def _on_ipv6(scene: Scene) -> str:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        missing("this machine has no IPv6")
    return scene.front(scene.passing_on(), host="::1").url


SITUATIONS: Final = [
    Situation(
        name="the name does not exist",
        arrange=lambda _scene: "https://coveralls.invalid",
        code=5,
        place=Place.KEPT,
        waits=4,
    ),
    Situation(
        name="the connection is refused",
        arrange=_refused_port,
        code=5,
        place=Place.KEPT,
        waits=4,
        said="refused",
    ),
    Situation(name="the server listens on IPv6 only", arrange=_on_ipv6, tries=1),
    *(
        each
        for name, fault in ENDS.items()
        for each in _twice(f"the connection ends {name}", fault)
    ),
    *(
        each
        for name, content in CUT.items()
        for each in _twice(f"the answer is cut {name}", does.saying(content))
    ),
    *(
        each
        for name, content in NO_HTTP.items()
        for each in _twice(f"the server speaks no HTTP but {name}", does.saying(content))
    ),
    Situation(
        name="the server never answers",
        arrange=meeting(does.say_nothing),
        words=HASTY,
        code=5,
        place=Place.KEPT,
        tries=2,
        said="no answer in time",
    ),
    Situation(
        name="the answer stops within its head",
        arrange=meeting(does.saying(HEAD, then_wait=True)),
        words=HASTY,
        code=5,
        place=Place.KEPT,
        tries=2,
    ),
    Situation(
        name="the answer stops within its body",
        arrange=meeting(does.saying(CUT["in the body"], then_wait=True)),
        words=HASTY,
        code=5,
        place=Place.KEPT,
        tries=2,
    ),
    Situation(
        name="the body drips for ever",
        arrange=_dripping_body,
        words=("--deadline", "60"),
        code=5,
        place=Place.KEPT,
    ),
    Situation(
        name="the head drips for ever",
        arrange=_dripping_head,
        words=("--deadline", "60"),
        code=5,
        place=Place.KEPT,
    ),
    Situation(
        name="the job is stored and the connection dropped",
        arrange=planned("stored+drop,ok"),
        words=("--parallel",),
        waits=1,
    ),
    Situation(
        name="the job is stored and its answer cut",
        arrange=planned("cut,ok"),
        words=("--parallel",),
        waits=1,
    ),
    *(
        Situation(
            name=f"a job that closes its build is stored, {name}, --on-closed {on_closed}",
            arrange=planned(plan),
            words=("--on-closed", on_closed),
            code=code,
            place=Place.BOTH if code else Place.STORED,
            waits=1,
            said="closed",
        )
        for name, plan in CLOSING.items()
        for on_closed, code in ON_CLOSED.items()
    ),
    Situation(
        name="the server goes down after an answer that is cut",
        arrange=planned("503+cut,refuse-after=1"),
        waits=1,
    ),
    Situation(
        name="the server goes down for good",
        arrange=planned("503,503+cut,drop,refuse-after=1"),
        waits=3,
    ),
]
