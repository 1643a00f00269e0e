"""Requests to the dashboard, whose failures are mostly for good."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from coverup.dashboard.answers import words_of
from coverup.errors import CoverupError
from coverup.http import Answer, Http, is_fault

_FAILED: Final = 500
_OTHER_PLACES: Final = "COVERALLS_ENDPOINT"


class DashboardHttp(Http):
    """A session that does not repeat what the dashboard itself refuses with 500.

    It answers so to an archive without the XML or an XML that it cannot read. Another try would
    only wipe the branch's report once more.
    """

    @classmethod
    def like(cls, http: Http) -> "DashboardHttp":
        """Return a session with the times, certificates and proxy of another."""
        return cls(**vars(http))

    def put(self, url: str, *, json: object, headers: Mapping[str, str]) -> Answer:
        """Send a PUT, as `post` sends a POST."""
        return self._request("PUT", url, {"json": json, "headers": headers}, _is_no_fault)

    def _request(
        self, method: str, url: str, request: dict[str, Any], is_final: Callable[[Answer], bool]
    ) -> Answer:
        def is_said(answer: Answer) -> bool:
            return is_final(answer) or _is_of_the_dashboard(answer)

        try:
            return super()._request(method, url, request, is_said)
        except CoverupError as error:
            if error.hint:
                error.hint = error.hint.replace(_OTHER_PLACES, "COVERUP_DASHBOARD_URL")
            raise


def _is_of_the_dashboard(answer: Answer) -> bool:
    return answer.status == _FAILED and words_of(answer) is not None


def _is_no_fault(answer: Answer) -> bool:
    return not is_fault(answer)
