"""The requests that coverup makes: POST and GET, each repeated while the server has a fault."""

import random
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from coverup.errors import NetworkError
from coverup.http import addresses
from coverup.http.answer import Answer, FilePart, is_fault
from coverup.http.deadline import Deadline
from coverup.http.redirects import is_redirect, redirected

if TYPE_CHECKING:
    from coverup.http.session import Session

CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 120.0
RETRIES: Final = 4
DEADLINE: Final = 300.0
MAX_REDIRECTS: Final = 5


def _say_nothing(_text: str) -> None:
    return


def _no_fault(answer: Answer) -> bool:
    """Tell that an answer is no fault."""
    return not is_fault(answer)


@dataclass(kw_only=True)
class Http:
    """Sends requests, one at a time.

    Attributes:
        allow_http: Whether a token may go over plain http to a host other than this machine.
        ca_bundle: A file of certificates to trust instead of the usual ones.
        proxy: What to reach servers through, instead of what HTTPS_PROXY says.
        connect_timeout: Seconds until a connection stands.
        read_timeout: Seconds until the next piece of an answer.
        retries: How often a request is sent again after a fault.
        deadline: Seconds that a request may take in all.
        announce: Is told of each wait.
        clock: Says the time in seconds, from any start.
        now: Says the seconds since 1970.
        sleep: Waits for so many seconds.
        rng: Spreads the waits, so that many jobs do not come back at the same moment.
    """

    allow_http: bool = False
    ca_bundle: str | None = None
    proxy: str | None = field(default=None, repr=False)
    connect_timeout: float = CONNECT_TIMEOUT
    read_timeout: float = READ_TIMEOUT
    retries: int = RETRIES
    deadline: float = DEADLINE
    announce: Callable[[str], None] = _say_nothing
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    rng: random.Random = field(default_factory=random.Random, repr=False)
    _session: "Session | None" = field(default=None, repr=False)

    def post(
        self,
        url: str,
        *,
        files: Mapping[str, FilePart] | None = None,
        json: object = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        is_final: Callable[[Answer], bool] = _no_fault,
    ) -> Answer:
        """Send a POST, and return whatever the server answers in the end.

        It is sent again after a fault, so that the server may get it more than once. `is_final`
        tells of an answer that it is not to be repeated, though it looks like a fault.

        Raises:
            ConfigError: The address is none, or plain http to another machine; or the proxy or
                the file of trusted certificates cannot be used.
            NetworkError: There was no answer: no connection, bad TLS, a timeout, a cut reply.
            RefusedError: The server redirects to another place.
        """
        request = {"files": files, "json": json, "params": params, "headers": headers}
        return self._request("POST", url, request, is_final)

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a GET, and return whatever the server answers in the end.

        Raises:
            ConfigError: As in `post`.
            NetworkError: As in `post`.
            RefusedError: The server redirects to another origin.
        """
        return self._request("GET", url, {"params": params, "headers": headers}, _no_fault)

    def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _request(
        self, method: str, url: str, request: dict[str, Any], is_final: Callable[[Answer], bool]
    ) -> Answer:
        from coverup.http.faults import PassingError
        from coverup.http.session import Session

        addresses.check(url, allow_http=self.allow_http)
        if self._session is None:
            self._session = Session(Deadline(self.clock, self.deadline))
        deadline = self._session.deadline
        deadline.start()
        once = partial(self._once, self._session, method, url, request)
        first: Answer | PassingError
        try:
            first = once()
        except PassingError as error:
            first = error
        else:
            if is_final(first):
                return replace(first, attempts=1)
        # What repeats requests takes time to import, and most requests need no repeating.
        from coverup.http.retries import Retries

        retries = Retries(
            url,
            self.retries,
            deadline,
            is_final,
            announce=self.announce,
            sleep=self.sleep,
            rng=self.rng,
        )
        return retries.answer_of(once, first)

    def _once(self, session: "Session", method: str, url: str, request: dict[str, Any]) -> Answer:
        for _ in range(MAX_REDIRECTS + 1):
            sent = session.send_safely(
                method,
                url,
                timeouts=(self.connect_timeout, self.read_timeout),
                ca_bundle=self.ca_bundle,
                proxy=self.proxy,
                **request,
            )
            with closing(sent) as response:
                if not is_redirect(response.status, response.headers):
                    return session.read(url, response, now=self.now())
                url = redirected(method, url, response.status, response.headers)
            request = {**request, "params": None}
        raise NetworkError(f"{addresses.shown(url)} redirects more than {MAX_REDIRECTS} times")
