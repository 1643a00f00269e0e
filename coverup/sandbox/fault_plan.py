"""What `coverup sandbox --fault` says, such as `503,503,ok` or `delay=2+cut`, as a plan.

The words are separated by commas, one for each request to the API; the last one goes on for ever.
`+` joins several into one, such as `503+retry-after=7`.
"""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

Ending = Literal["whole", "cut", "dropped"]
_STATUS: Final = re.compile(r"[2345]\d\d")
_LONGEST_DELAY: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Fault:
    """How one request is answered.

    Attributes:
        status: Another status than that of a proper answer.
        html: Whether a page is answered instead of JSON.
        stored: Whether the request is carried out before the fault answers in its place.
        delay: Seconds before the answer.
        location: Where a redirect leads.
        retry_after: The header of this name.
        ending: Whether the answer arrives whole, is cut in its middle, or is not sent at all.
        last: Whether nothing listens after this request.
    """

    status: int | None = None
    html: bool = False
    stored: bool = False
    delay: float = 0.0
    location: str | None = None
    retry_after: str | None = None
    ending: Ending = "whole"
    last: bool = False

    @property
    def is_carried_out(self) -> bool:
        """Whether the request has its effect, whatever the client hears of it."""
        replaced = self.status is not None or self.html or self.ending == "dropped"
        return self.stored or not replaced


def _redirect(fault: Fault, url: str) -> Fault:
    if not url.startswith(("http://", "https://", "/")):
        message = f"redirect={url}: the target is no address"
        raise ValueError(message)
    return replace(fault, status=fault.status or 307, location=url)


def _delay(fault: Fault, seconds: str) -> Fault:
    try:
        delay = float(seconds)
    except ValueError:
        delay = -1.0
    if not 0 <= delay <= _LONGEST_DELAY:
        message = f"delay={seconds}: seconds are wanted, up to {_LONGEST_DELAY:.0f}"
        raise ValueError(message)
    return replace(fault, delay=delay)


def _retry_after(fault: Fault, seconds: str) -> Fault:
    return replace(fault, retry_after=seconds)


_WORDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "ok": {},
    "html": {"html": True},
    "cut": {"ending": "cut"},
    "drop": {"ending": "dropped"},
    "stored": {"stored": True},
}
_WITH_VALUE: Final[Mapping[str, Callable[[Fault, str], Fault]]] = {
    "delay": _delay,
    "redirect": _redirect,
    "retry-after": _retry_after,
}
_KNOWN: Final = "a status such as 503, ok, html, cut, drop, stored, delay=2, retry-after=7, "
_ALSO: Final = "redirect=URL, and at the end refuse-after=N"


class Plan:
    """The faults in their order, handed out one by one to the server's threads."""

    def __init__(self, faults: list[Fault]) -> None:
        """Take the faults; the last one is for all further requests too."""
        self._faults = faults
        self._next = 0
        self._lock = threading.Lock()

    @classmethod
    def parse(cls, text: str) -> "Plan":
        """Read a plan.

        Raises:
            ValueError: A word is not known or its value is no use; the message says which.
        """
        *words, last = [word.strip() for word in text.split(",")]
        return cls([*(_fault(word) for word in words), *_ending(last)])

    def next(self) -> Fault:
        """Return the fault of the next request."""
        with self._lock:
            fault = self._faults[min(self._next, len(self._faults) - 1)]
            self._next += 1
        return fault


def _ending(word: str) -> list[Fault]:
    name, _, count = word.partition("=")
    if name != "refuse-after":
        return [_fault(word)]
    if not count.isdecimal() or int(count) < 1:
        message = f"{word}: a number of requests is wanted, 1 or more"
        raise ValueError(message)
    return [*[Fault()] * (int(count) - 1), Fault(last=True)]


def _fault(word: str) -> Fault:
    fault = Fault()
    for part in word.split("+"):
        name, has_value, value = part.partition("=")
        if _STATUS.fullmatch(part):
            fault = replace(fault, status=int(part))
        elif part in _WORDS:
            fault = replace(fault, **_WORDS[part])
        elif has_value and name in _WITH_VALUE:
            fault = _WITH_VALUE[name](fault, value)
        else:
            message = f"{part or 'an empty word'} is no fault; known are {_KNOWN}{_ALSO}"
            raise ValueError(message)
    return fault
