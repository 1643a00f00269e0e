"""A server that is asked again and again, and time that passes only where it is slept through."""

import json
from dataclasses import dataclass, field

from coverup.errors import CoverupError
from coverup.http import Answer, Http

NOT_THERE = Answer(status=404, body=b"")


class Polled(Http):
    """Answers each GET with the next of its answers, the last one for ever."""

    def __init__(self, *answers: Answer | CoverupError) -> None:
        super().__init__()
        self.answers = list(answers)
        self.urls: list[str] = []

    def get(self, url: str, **_request: object) -> Answer:
        self.urls.append(url)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, CoverupError):
            raise answer
        return answer


@dataclass
class Time:
    """A clock and the sleep that moves it."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Heard:
    """A listener that keeps what it is told."""

    lines: list[str] = field(default_factory=list)

    def info(self, text: str) -> None:
        self.lines.append(text)

    detail = warn = info


def page(**content: object) -> Answer:
    """Return an answer with a build's JSON."""
    return Answer(status=200, body=json.dumps(content).encode())
