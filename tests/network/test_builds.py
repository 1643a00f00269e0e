"""Looking at a build's page: which one is asked, and what is taken from it."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest

from coverup.coveralls.builds import Build, look
from coverup.errors import ConfigError, CoverupError, NetworkError, RefusedError
from coverup.http import Answer, Http
from tests.network.fakes import PAGE, TOKEN, settings_for
from tests.network.polled import Polled
from tests.network.servers import Reply, serve

COMMIT: Final = "798ba5129e67bc80a38051093e8ebc43f44555d0"
CI_PAGE: Final = "https://github.com/o/r/actions/runs/23712618138"
LIVE: Final = {
    "id": 78514666,
    "repo_name": "o/r",
    "url": CI_PAGE,
    "calculated_at": "2026-03-29T15:48:50Z",
    "commit_sha": COMMIT,
    "coverage_change": -0.006,
    "covered_percent": 97.87937858113297,
}
"""The shape of a build on coveralls.io: it has neither number nor jobs."""
STAND_IN: Final = {
    "id": 7,
    "number": "17",
    "attempt": None,
    "done": False,
    "covered_percent": None,
    "coverage_change": None,
    "calculated_at": None,
    "jobs": [{"flag_name": "unit"}, {"flag_name": None}, {"flag_name": "e2e", "carried_from": 3}],
}


def seen(http: Http, content: Mapping[str, Any], **known: str) -> Build | None:
    with serve(Reply(200, json.dumps(content).encode())) as server:
        return look(http, settings_for(server.url, commit_sha=COMMIT, **known))


def test_a_build_is_found_by_its_commit_and_no_token_is_sent(http: Http) -> None:
    with serve(Reply(200, json.dumps(LIVE).encode())) as server:
        build = look(http, settings_for(server.url, commit_sha=COMMIT))
    [request] = server.requests
    assert (request.method, request.target) == ("GET", f"/builds/{COMMIT}.json")
    assert TOKEN not in request.everything
    assert build == Build(
        page=f"{server.url}/builds/78514666",
        percent=97.87937858113297,
        change=-0.006,
        calculated_at="2026-03-29T15:48:50Z",
    )


def test_the_jobs_that_were_sent_are_listed_and_not_those_carried_forward(http: Http) -> None:
    build = seen(http, STAND_IN)
    assert build is not None
    assert (build.flags, build.done, build.percent) == (("unit", None), False, None)


def test_the_page_that_the_server_names_is_asked_first(http: Http) -> None:
    with serve(Reply(200, json.dumps(LIVE).encode())) as server:
        build = look(http, settings_for(server.url), f"{server.url}/builds/9")
    assert server.requests[0].target == "/builds/9.json"
    assert build is not None
    assert build.page == f"{server.url}/builds/9"


@pytest.mark.parametrize(
    "page", ["http://127.0.0.2:1/builds/9", "{}/jobs/9", "{}/login?to=/builds/9", "http://[::1", ""]
)
def test_no_other_address_is_asked(http: Http, page: str) -> None:
    with serve(Reply(200, json.dumps(LIVE).encode())) as server:
        look(http, settings_for(server.url, commit_sha=COMMIT), page.format(server.url))
    assert [request.target for request in server.requests] == [f"/builds/{COMMIT}.json"]


@pytest.mark.parametrize(
    ("content", "known", "is_ours"),
    [
        (STAND_IN, {"service_number": "17"}, True),
        (STAND_IN, {"service_number": "18"}, False),
        (STAND_IN, {"service_number": "17", "service_attempt": "2"}, False),
        ({**STAND_IN, "attempt": "2"}, {"service_number": "17", "service_attempt": "2"}, True),
        (LIVE, {"service_number": "17"}, True),
        (LIVE, {"service_build_url": CI_PAGE}, True),
        (LIVE, {"service_build_url": f"{CI_PAGE}/attempts/2"}, True),
        (LIVE, {"service_build_url": f"{CI_PAGE}0"}, False),
        (LIVE, {"service_build_url": "https://ci.test/1"}, True),
        ({**LIVE, "url": None}, {"service_build_url": CI_PAGE}, True),
    ],
)  # fmt: skip
def test_another_build_of_the_same_commit_is_not_taken_for_this_one(
    http: Http, content: Mapping[str, Any], known: dict[str, str], is_ours: bool
) -> None:
    assert (seen(http, content, **known) is not None) is is_ours


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"covered_percent": "98", "coverage_change": True, "jobs": 6, "done": "yes"},
        {"jobs": None, "calculated_at": 5, "id": "../9"},
    ],
)
def test_what_is_of_another_type_is_not_known(http: Http, content: Mapping[str, Any]) -> None:
    build = seen(http, content)
    assert build is not None
    assert (build.percent, build.change, build.calculated_at) == (None, None, None)
    assert (build.done, build.flags) == (None, None)
    assert ".." not in build.page


def test_a_build_that_is_not_there_is_none(http: Http) -> None:
    with serve(Reply(404, PAGE)) as server:
        assert look(http, settings_for(server.url, commit_sha=COMMIT)) is None


@pytest.mark.parametrize(
    ("status", "body", "error", "told"),
    [
        (401, b"", RefusedError, "not shown to everybody"),
        (403, PAGE, RefusedError, "not shown to everybody"),
        (200, PAGE, RefusedError, "not about a build"),
        (200, b"[1]", RefusedError, "not about a build"),
        (200, b"", RefusedError, "not about a build"),
        (200, b'{"error":"Repository not found"}', RefusedError, "Repository not found"),
        (503, PAGE, NetworkError, "503"),
        (422, b"{}", RefusedError, "422"),
    ],
)
def test_what_is_no_build_is_an_error(
    status: int, body: bytes, error: type[CoverupError], told: str
) -> None:
    with pytest.raises(error, match=told):
        look(
            Polled(Answer(status=status, body=body)),
            settings_for("https://c.test", commit_sha=COMMIT),
        )


def test_without_page_and_commit_nothing_can_be_asked(http: Http) -> None:
    with pytest.raises(ConfigError, match="no commit"):
        look(http, settings_for("https://c.test"))
