"""Where a fault happens: a server with its store, whatever stands before it, and the time."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Any, TypeAlias

from coverup.sandbox import Sandbox
from coverup.sandbox.fault_plan import Plan
from tests.network.faults.behaviours import at_first, passing_on
from tests.network.faults.certificates import Certificates
from tests.network.faults.front import Behaviour, Front, running


@dataclass
class FakeTime:
    """A clock that goes on only when somebody sleeps, or when a server says so.

    Attributes:
        passed: Seconds since the start.
        waits: How long each sleep was.
    """

    passed: float = 0.0
    waits: list[float] = field(default_factory=list)
    started: float = 1_800_000_000.0

    def clock(self) -> float:
        """Return the seconds since the start."""
        return self.passed

    def now(self) -> float:
        """Return the seconds since 1970."""
        return self.started + self.passed

    def sleep(self, seconds: float) -> None:
        """Let time pass, in no time."""
        self.waits.append(seconds)
        self.passed += seconds

    def date(self, seconds: float) -> str:
        """Return the date of a moment in so many seconds, as HTTP writes it."""
        return formatdate(self.started + seconds, usegmt=True)

    def taking(self, seconds: float, pieces: Iterable[bytes]) -> Iterable[bytes]:
        """Yield pieces, each of which takes so many seconds."""
        for piece in pieces:
            self.passed += seconds
            yield piece


@dataclass
class Scene:
    """What one situation consists of.

    Attributes:
        folder: For the store and the spool.
        certificates: Of the servers that speak TLS.
        time: The client's clock.
        words: Further options for the command.
        insiders: What may get the token: in the body of a job, nowhere else.
        outsiders: What may never get it.
    """

    folder: Path
    certificates: Certificates
    time: FakeTime
    stack: ExitStack
    words: list[str] = field(default_factory=list)
    insiders: list[Front] = field(default_factory=list)
    outsiders: list[Front] = field(default_factory=list)

    @property
    def store(self) -> Path:
        """Where the server keeps jobs."""
        return self.folder / "store.db"

    @property
    def spool(self) -> Path:
        """Where the client keeps jobs."""
        return self.folder / "spool"

    def sandbox(self, plan: str = "ok") -> Sandbox:
        """Start the server."""
        return self.stack.enter_context(Sandbox(store=self.store, faults=Plan.parse(plan)))

    def passing_on(self) -> Behaviour:
        """Start a server that is well, and return what passes requests on to it."""
        return passing_on(int(self.sandbox().url.rpartition(":")[2]))

    def front(self, behave: Behaviour, **options: Any) -> Front:
        """Start what stands in the server's place."""
        front = self.stack.enter_context(running(Front(behave, **options)))
        self.insiders.append(front)
        return front

    def outsider(self, behave: Behaviour) -> Front:
        """Start another machine."""
        front = self.stack.enter_context(running(Front(behave)))
        self.outsiders.append(front)
        return front


Arrange: TypeAlias = Callable[[Scene], str]
"""Starts what a situation needs and returns the endpoint's address."""


def planned(plan: str) -> Arrange:
    """Return the sandbox with faults."""
    return lambda scene: scene.sandbox(plan).url


def meeting(fault: Behaviour, *, times: int = 1_000_000, **options: Any) -> Arrange:
    """Return a server whose first connections meet a fault, and all later ones none."""
    return lambda scene: scene.front(at_first(fault, scene.passing_on(), times), **options).url
