"""The sandbox as a server that misbehaves: in front of its API, by a plan.

The pages and their `.json` forms stay well, so that one can see what was stored.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from werkzeug.wrappers import Response
from werkzeug.wsgi import get_input_stream

from coverup.sandbox.fault_plan import Fault, Plan

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_API: Final = frozenset({"/api/v1/jobs", "/webhook", "/rerun_build"})
_PAGES: Final = frozenset({405, 413})
_FIRST_FAULT: Final = 500
_PAGE: Final = (
    "<!DOCTYPE html>\n<html><head><title>{0}</title></head>\n"
    "<body><h1>{0}</h1><p>This page is what was asked for with --fault.</p></body></html>\n"
)
_TRACE: Final = "sandbox-fault"


class Misbehaving:
    """A WSGI application in front of the sandbox's own."""

    def __init__(
        self,
        app: "WSGIApplication",
        plan: Plan,
        *,
        wait: Callable[[float], object],
        stop_listening: Callable[[], None],
    ) -> None:
        """Take the application, the plan, and what a delay and a refusal are made of."""
        self._app = app
        self._plan = plan
        self._wait = wait
        self._stop_listening = stop_listening

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request as the plan says, or as the sandbox does."""
        if environ["PATH_INFO"] not in _API:
            return self._app(environ, start_response)
        fault = self._plan.next()
        answer = self._answer(fault, environ)
        if fault.delay:
            self._wait(fault.delay)
        if fault.last:
            self._stop_listening()
        if fault.ending == "dropped":
            _hang_up(environ)
        _, status, headers = answer.get_wsgi_response(environ)
        start_response(status, headers)
        whole = answer.get_data()
        return [whole[: len(whole) // 2] if fault.ending == "cut" else whole]

    def _answer(self, fault: Fault, environ: "WSGIEnvironment") -> Response:
        if fault.is_carried_out:
            answer = Response.from_app(self._app, environ, buffered=True)
        else:
            get_input_stream(environ).read()
            answer = Response()
        if fault.status is not None or fault.html:
            answer = _played(fault)
        if fault.retry_after:
            answer.headers["Retry-After"] = fault.retry_after
        return answer


def _played(fault: Fault) -> Response:
    """Return the answer of a server with this fault: Coveralls answers its own with pages."""
    import orjson

    status = fault.status or 200
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Fault"
    title = f"{status} {phrase}"
    if fault.html or status in _PAGES or status >= _FIRST_FAULT:
        answer = Response(_PAGE.format(title), status, mimetype="text/html")
    else:
        body = orjson.dumps({"message": title, "error": True})
        answer = Response(body, status, mimetype="application/json")
    answer.headers["X-Request-Id"] = _TRACE
    if fault.location:
        answer.headers["Location"] = fault.location
    return answer


def _hang_up(environ: "WSGIEnvironment") -> None:
    """Close the connection under the answer, which is then dropped by the server."""
    import socket

    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
