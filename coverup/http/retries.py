"""When a request is sent again: after faults that pass, at growing distances, until a deadline."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    retry_if_result,
    wait_exponential,
)

from coverup.errors import NetworkError
from coverup.http.addresses import shown
from coverup.http.answer import Answer, with_note
from coverup.http.deadline import Deadline
from coverup.http.faults import PassingError

_BACK_OFF: Final = wait_exponential(multiplier=2, max=60)
"""2, 4, 8 seconds and so on."""
_SPREAD: Final = (0.75, 1.25)
_UNITS: Final = ((86_400, "days"), (3600, "h"), (60, "min"))


@dataclass
class Retries:
    """The tries of one request.

    Attributes:
        url: Where it goes.
        most: How often it is sent again.
        deadline: When it must have ended.
        is_final: Whether an answer ends the tries.
        announce: Is told of each wait, and of giving up early.
        sleep: Waits for so many seconds.
        rng: Spreads the waits.
        sent: How often it was sent.
    """

    url: str
    most: int
    deadline: Deadline
    is_final: Callable[[Answer], bool]
    announce: Callable[[str], None]
    sleep: Callable[[float], None]
    rng: Random
    sent: int = 0

    def answer_of(
        self, attempt: Callable[[], Answer], first: Answer | PassingError | None = None
    ) -> Answer:
        """Return the first answer that is no fault, otherwise the last one.

        Args:
            attempt: Tries once.
            first: What came of the first try, if there has been one.

        Raises:
            CoverupError: Of the last try.
        """

        def counted() -> Answer:
            self.sent += 1
            if self.sent > 1 or first is None:
                return attempt()
            if isinstance(first, PassingError):
                raise first
            return first

        retrying = Retrying(
            sleep=self.sleep,
            wait=self._wait,
            stop=self._is_last,
            retry=retry_if_exception_type(PassingError)
            | retry_if_result(lambda answer: not self.is_final(answer)),
            before_sleep=self._announce,
            retry_error_callback=self._last,
        )
        return replace(retrying(counted), attempts=self.sent)

    def _wait(self, state: RetryCallState) -> float:
        spread = _BACK_OFF(state) * self.rng.uniform(*_SPREAD)
        answer = _answer(state)
        return max(spread, answer.retry_after or 0) if answer else spread

    def _is_last(self, state: RetryCallState) -> bool:
        if self.sent > self.most:
            return True
        if state.upcoming_sleep < self.deadline.left():
            return False
        answer = _answer(state)
        limit = span(self.deadline.seconds)
        if answer and answer.retry_after and answer.retry_after >= self.deadline.left():
            asked = span(answer.retry_after)
            why = f"asks to be left alone for {asked}, longer than the deadline of {limit}"
        else:
            why = f"no time is left for another try before the deadline of {limit}"
        self.announce(f"{self._what(state)}, {why}: giving up")
        return True

    def _announce(self, state: RetryCallState) -> None:
        wait = f"trying again in {span(state.upcoming_sleep)}"
        self.announce(f"{self._what(state)}, {wait} ({self.sent} of {self.most})")

    def _what(self, state: RetryCallState) -> str:
        answer = _answer(state)
        if answer:
            return with_note(f"{shown(self.url)} answered {answer.status}", answer.trace)
        return _error(state).message

    def _last(self, state: RetryCallState) -> Answer:
        answer = _answer(state)
        if answer:
            return answer
        error = _error(state)
        often = [f"tried {self.sent} times"] if self.sent > 1 else []
        late = [f"deadline of {span(self.deadline.seconds)}"] if self.deadline.left() <= 0 else []
        why = ", ".join((*often, *late))
        raise NetworkError(with_note(error.message, why), hint=error.hint) from None


def span(seconds: float) -> str:
    """Return a time as people say it: `2.1 s`, `5 min`, `365 days`."""
    for length, unit in _UNITS:
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.1f}".removesuffix(".0") + " s"


def _answer(state: RetryCallState) -> Answer | None:
    outcome = state.outcome
    return None if outcome is None or outcome.failed else outcome.result()


def _error(state: RetryCallState) -> PassingError:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, PassingError):
        raise TypeError(error)
    return error
