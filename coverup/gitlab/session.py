"""Requests to GitLab: pages, downloads, and credentials that stay with their origin.

Artifacts are often kept elsewhere, and a download is redirected there. The libraries strip
`Authorization` on the way, but pass `PRIVATE-TOKEN` and `JOB-TOKEN` on to the other server. Here
redirects are followed by hand, and without credentials from the first change of origin on.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import urljoin, urlsplit

from coverup.errors import CoverupError, NetworkError, OutputError, RefusedError, ReportError
from coverup.http import MAX_ANSWER, MAX_REDIRECTS, Answer, Http, addresses, is_fault, origin
from coverup.http import answer as heads
from coverup.http.deadline import Deadline
from coverup.http.links import next_page
from coverup.http.redirects import is_redirect, redirected
from coverup.pipeline.wording import shown_size

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

    from coverup.http.session import Session

MAX_DOCUMENT: Final = 100_000_000
"""Bytes of a page of jobs, or of a trace, which GitLab limits to 100 MB itself."""
_PIECE: Final = 65_536
_SIGN_IN: Final = "/users/sign_in"
_OTHER_PLACES: Final = "COVERALLS_ENDPOINT"
_FIRST_FAULT: Final = 400
Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Answer):
    """What GitLab said.

    Attributes:
        following: The next page of a list.
        size: Bytes of the body, also of one that was written to a file.
    """

    following: str | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a download goes.

    Attributes:
        path: The file, which is written anew with each try.
        limit: The most bytes that it may have.
    """

    path: Path
    limit: int


class GitLabSession:
    """Sends requests to one GitLab server.

    Attributes:
        http: Whose times, certificates and retries hold.
        credentials: The headers that only this server gets.
    """

    def __init__(self, http: Http, credentials: Mapping[str, str]) -> None:
        self.http = http
        self.credentials = dict(credentials)
        self._session: Session | None = None

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Query = (),
        json: object = None,
        into: Target | None = None,
    ) -> Reply:
        """Send a request, and return what the server answers in the end.

        Only a GET is sent again after a fault: the others may have had their effect.

        Raises:
            ConfigError: Plain http to another machine, or a proxy that cannot be used.
            NetworkError: There was no answer.
            RefusedError: A redirect that must not be followed.
            ReportError: The download is larger than its limit.
            OutputError: The download cannot be written.
        """
        from coverup.http.retries import Retries

        http = self.http
        addresses.check(url, allow_http=http.allow_http)
        deadline = self._opened().deadline
        deadline.start()
        most = http.retries if method == "GET" else 0
        retries = Retries(
            url,
            most,
            deadline,
            is_final=lambda answer: not is_fault(answer),
            announce=http.announce,
            sleep=http.sleep,
            rng=http.rng,
        )
        request = {"params": params or None, "json": json}
        try:
            reply = retries.answer_of(partial(self._once, method, url, request, into))
        except CoverupError as error:
            raise _about_gitlab(error) from None
        if not isinstance(reply, Reply):
            raise TypeError(reply)
        return reply

    def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _opened(self) -> "Session":
        if self._session is None:
            from coverup.http.session import Session

            self._session = Session(Deadline(self.http.clock, self.http.deadline))
        return self._session

    def _once(self, method: str, url: str, request: dict[str, Any], into: Target | None) -> Reply:
        from coverup.http.encoded import with_query

        credentials = self.credentials
        for _ in range(MAX_REDIRECTS + 1):
            sent = self._opened().send_safely(
                method,
                url,
                timeouts=(self.http.connect_timeout, self.http.read_timeout),
                ca_bundle=self.http.ca_bundle,
                proxy=self.http.proxy,
                headers=credentials,
                **request,
            )
            with closing(sent) as response:
                if not is_redirect(response.status, response.headers):
                    return self._read(with_query(url, request["params"]), response, into)
                target = _target(method, url, response, is_download=into is not None)
            if origin(target) != origin(url):
                credentials = {}
            url, request = target, {**request, "params": None}
        raise NetworkError(f"{addresses.shown(url)} redirects more than {MAX_REDIRECTS} times")

    def _read(self, url: str, response: "BaseHTTPResponse", into: Target | None) -> Reply:
        kept = BytesIO()
        fine = response.status < _FIRST_FAULT
        with ExitStack() as stack:
            if into is None or not fine:
                limit = MAX_DOCUMENT if fine else MAX_ANSWER
                size = _pour(url, response, kept, limit)
            else:
                out = stack.enter_context(_opened_file(into.path))
                size = _pour(url, response, out, into.limit)
        return Reply(
            status=response.status,
            body=kept.getvalue(),
            content_type=heads.content_type(response.headers),
            trace=heads.trace(response.headers),
            retry_after=_pause(response.headers, self.http.now()),
            following=_following(url, response.headers),
            size=size,
        )


def _target(method: str, url: str, response: "BaseHTTPResponse", *, is_download: bool) -> str:
    """Return where a redirect leads; only a download may be somewhere else."""
    place = addresses.shown(url)
    try:
        target = urljoin(url, response.headers["Location"])
        elsewhere = origin(target) != origin(url)
        scheme, path = urlsplit(target).scheme, urlsplit(target).path
    except ValueError:
        raise RefusedError(f"{place} redirects to what is no address") from None
    if path.endswith(_SIGN_IN):
        hint = "check --gitlab-url, and that no proxy in front of GitLab wants a login"
        raise RefusedError(f"{place} asks people to sign in ({_SIGN_IN})", hint=hint)
    if not (is_download and elsewhere):
        return redirected(method, url, response.status, response.headers)
    if scheme != "https" and (scheme != "http" or url.startswith("https:")):
        raise RefusedError(f"{place} redirects to {addresses.shown(target)}, which is not https")
    return target


def _opened_file(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        hint = "name a folder that can be written to with --out"
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error


def _pour(url: str, response: "BaseHTTPResponse", out: BinaryIO, limit: int) -> int:
    """Write a body, as it comes, and return its bytes."""
    from urllib3.exceptions import HTTPError

    from coverup.http.faults import explained

    size = 0
    try:
        for piece in response.stream(_PIECE):
            size += len(piece)
            if size > limit:
                hint = "allow more with --max-archive 2GB, or name less with --job"
                message = f"{addresses.shown(url)} has more than {shown_size(limit)}"
                raise ReportError(message, hint=hint)
            out.write(piece)
    except HTTPError as error:
        raise explained(url, error, heads.trace(response.headers)) from None
    except OSError as error:
        raise OutputError(f"a download cannot be written: {error.strerror}") from error
    return size


def _pause(headers: Mapping[str, str], now: float) -> float | None:
    """Return how long the server wants to be left alone.

    Source: https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/
    """
    pause = heads.retry_after(headers, now)
    reset = headers.get("RateLimit-Reset", "")
    if pause is None and headers.get("RateLimit-Remaining") == "0" and reset.isdecimal():
        return max(0.0, int(reset) - now)
    return pause


def _following(url: str, headers: Mapping[str, str]) -> str | None:
    """Return the next page of a list: `Link`, or else X-Next-Page.

    Source: https://docs.gitlab.com/api/rest/#pagination

    Args:
        url: The page, with its query.
        headers: Of the answer.
    """
    link = next_page(headers)
    if link:
        return urljoin(url, link)
    number = headers.get("X-Next-Page", "")
    if not number.isdecimal():
        return None
    base, _, query = url.partition("?")
    kept = [each for each in query.split("&") if each and not each.startswith("page=")]
    return f"{base}?{'&'.join([*kept, f'page={number}'])}"


def _about_gitlab(error: CoverupError) -> CoverupError:
    """Return an error of the shared session with a hint for this server."""
    hint = error.hint.replace(_OTHER_PLACES, "--gitlab-url") if error.hint else None
    return type(error)(error.message, hint=hint)
