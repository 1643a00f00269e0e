"""When a request is sent again, how long is waited before, and what is said of it."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import pytest

from coverup.errors import NetworkError, RefusedError
from coverup.http import Http
from coverup.http.retries import span
from tests.network.clocks import FakeTime
from tests.network.servers import HOST, Handler, Raw, Reply, closed_port, printed, serve

TOKEN: Final = "s3cr3t-t0k3n"
QUERY: Final = {"repo_token": TOKEN}
HTML: Final = {"Content-Type": "text/html; charset=utf-8"}
OK: Final = Reply(200, b'{"done":true}')
PASSING: Final = (408, 429, 500, 502, 503, 504, *range(520, 531))
LASTING: Final = (200, 201, 304, 400, 401, 403, 404, 405, 409, 413, 415, 422, 501, 505, 519, 531)
YEAR: Final = 365 * 86_400


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def patient(time: FakeTime, said: list[str]) -> Iterator[Http]:
    """A session that waits in no time."""
    clocks: dict[str, Any] = {"clock": time.clock, "now": time.now, "sleep": time.sleep}
    session = Http(announce=said.append, **clocks)
    yield session
    session.close()


def one_after_another(replies: Iterable[Reply | Raw]) -> Handler:
    waiting = iter(replies)
    return lambda _request: next(waiting)


@pytest.mark.parametrize("status", PASSING)
def test_a_fault_that_passes_is_met_with_another_try(patient: Http, status: int) -> None:
    with serve(one_after_another([Reply(status), OK])) as server:
        answer = patient.post(server.url, params=QUERY, json={"payload": 1})
    first, second = server.requests
    assert (answer.status, answer.attempts) == (200, 2)
    assert (first.target, first.body) == (second.target, second.body)


@pytest.mark.parametrize("status", LASTING)
def test_an_answer_that_stays_as_it_is_comes_at_once(
    patient: Http, time: FakeTime, said: list[str], status: int
) -> None:
    with serve(Reply(status, b"")) as server:
        answer = patient.post(server.url)
    assert (answer.status, answer.attempts, len(server.requests)) == (status, 1, 1)
    assert (time.waits, said) == ([], [])


@pytest.mark.parametrize(
    ("content_type", "attempts"),
    [("text/html; charset=utf-8", 5), ("application/xhtml+xml", 5), ("application/json", 1)],
)
def test_a_405_is_maintenance_only_if_it_is_a_page(
    patient: Http, content_type: str, attempts: int
) -> None:
    with serve(Reply(405, b"", {"Content-Type": content_type})) as server:
        answer = patient.post(server.url)
    assert (answer.status, answer.attempts, len(server.requests)) == (405, attempts, attempts)


@pytest.mark.parametrize(
    "fault",
    [
        Raw(),
        Raw([b"HTTP/1.1 200 OK\r\nContent-Le"]),
        Raw([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"]),
    ],
    ids=["no answer", "a cut head", "a cut body"],
)
def test_a_broken_connection_is_met_with_another_try(
    patient: Http, said: list[str], fault: Raw
) -> None:
    with serve(one_after_another([fault, OK])) as server:
        answer = patient.post(f"{server.url}/webhook", params=QUERY)
    assert (answer.status, answer.attempts) == (200, 2)
    [line] = said
    assert line.startswith(f"{server.url}/webhook: ")
    assert line.endswith(" s (1 of 4)")
    assert TOKEN not in line


def test_the_file_of_an_upload_goes_with_each_try(patient: Http) -> None:
    part = ("json_file", b"\x1f\x8b" + bytes(200_000), "application/gzip")
    with serve(one_after_another([Reply(503), Raw(), OK])) as server:
        answer = patient.post(server.url, files={"json_file": part})
    assert answer.attempts == 3
    assert [part[1] in request.body for request in server.requests] == [True, True, True]


def test_a_get_is_repeated_like_a_post(patient: Http) -> None:
    with serve(one_after_another([Reply(502), OK])) as server:
        answer = patient.get(f"{server.url}/builds/1.json", params={"page": "2"})
    assert (answer.status, answer.attempts) == (200, 2)
    assert [request.method for request in server.requests] == ["GET", "GET"]


def test_the_last_answer_is_returned_when_all_tries_are_used(
    patient: Http, said: list[str]
) -> None:
    with serve(Reply(503, b"down", {"CF-RAY": "8f2a"})) as server:
        answer = patient.post(server.url)
    assert (answer.status, answer.body, answer.attempts) == (503, b"down", 5)
    assert len(said) == 4


def test_the_last_failure_says_how_often_it_was_tried(patient: Http) -> None:
    url = f"http://{HOST}:{closed_port()}"
    with pytest.raises(NetworkError) as caught:
        patient.post(url, params=QUERY)
    words = os.strerror(errno.ECONNREFUSED)
    assert caught.value.message == f"{url}: {words} (tried 5 times)"
    assert type(caught.value) is NetworkError
    assert TOKEN not in printed(caught.value)


def test_each_wait_is_about_twice_as_long_as_the_last(patient: Http, time: FakeTime) -> None:
    with serve(Reply(503)) as server:
        patient.post(server.url)
    expected = [2, 4, 8, 16]
    assert all(0.75 * e <= w <= 1.25 * e for w, e in zip(time.waits, expected, strict=True))


def test_two_jobs_that_fail_together_do_not_come_back_together() -> None:
    waits = []
    for _ in range(2):
        time = FakeTime()
        http = Http(clock=time.clock, now=time.now, sleep=time.sleep)
        with serve(Reply(503)) as server:
            http.post(server.url)
        http.close()
        waits.append(time.waits)
    assert waits[0] != waits[1]


def test_each_wait_is_announced_with_what_operators_need(patient: Http, said: list[str]) -> None:
    headers = {"CF-RAY": "8f2a-FRA", "Retry-After": "17"}
    with serve(one_after_another([Reply(503, b"", headers), OK])) as server:
        patient.post(f"{server.url}/api/v1/jobs", params=QUERY)
    place = f"{server.url}/api/v1/jobs answered 503 (cf-ray: 8f2a-FRA)"
    assert said == [f"{place}, trying again in 17 s (1 of 4)"]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        (lambda _time: "17", 17),
        (lambda time: time.date(40), 40),
        (lambda _time: "299", 299),
        # Of these no time can be made, or none that is left: the usual wait.
        (lambda _time: "0", None),
        (lambda time: time.date(-60), None),
        (lambda _time: "soon", None),
        (lambda _time: "-1", None),
        (lambda _time: "Tue, 99 Nov 2026 99:00:00 GMT", None),
        (lambda _time: "", None),
    ],
)
def test_a_server_is_left_alone_for_as_long_as_it_asks(
    patient: Http, time: FakeTime, asked: Callable[[FakeTime], str], waited: float | None
) -> None:
    headers = {"Retry-After": asked(time)}
    with serve(one_after_another([Reply(429, b"", headers), OK])) as server:
        assert patient.post(server.url).status == 200
    [wait] = time.waits
    assert wait == waited or (waited is None and 1.5 <= wait <= 2.5)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (lambda _time: "300", "5 min"),
        (lambda _time: str(YEAR), "365 days"),
        (lambda time: time.date(YEAR), "365 days"),
        (lambda time: time.date(10 * 3600), "10 h"),
        (lambda _time: "9" * 400, "inf days"),
    ],
)
def test_a_server_that_asks_for_more_than_the_deadline_is_given_up_at_once(
    patient: Http,
    time: FakeTime,
    said: list[str],
    asked: Callable[[FakeTime], str],
    shown: str,
) -> None:
    with serve(Reply(429, b"", {"Retry-After": asked(time)})) as server:
        answer = patient.post(server.url)
    assert (answer.status, answer.attempts, len(server.requests)) == (429, 1, 1)
    assert answer.retry_after is not None
    assert answer.retry_after >= 300
    assert time.waits == []
    why = f"asks to be left alone for {shown}, longer than the deadline of 5 min"
    assert said == [f"{server.url} answered 429, {why}: giving up"]


def test_a_wait_beyond_the_deadline_is_not_begun(
    patient: Http, time: FakeTime, said: list[str]
) -> None:
    patient.deadline = 4.0
    with serve(Reply(503)) as server:
        answer = patient.post(server.url)
    assert (answer.status, answer.attempts) == (503, 2)
    assert time.passed < 4
    assert said[-1].endswith("before the deadline of 4 s: giving up")


def test_the_deadline_counts_anew_for_each_request(patient: Http, time: FakeTime) -> None:
    for _ in range(3):
        with serve(one_after_another([Reply(503, b"", {"Retry-After": "200"}), OK])) as server:
            assert patient.post(server.url).status == 200
    assert time.waits == [200, 200, 200]


def test_no_retries_means_one_try_and_no_word(
    patient: Http, time: FakeTime, said: list[str]
) -> None:
    patient.retries = 0
    with serve(Reply(503, b"", {"Retry-After": str(YEAR)})) as server:
        assert patient.post(server.url).attempts == 1
    assert (time.waits, said) == ([], [])


def test_a_refused_redirect_is_not_tried_again_and_names_the_trace(patient: Http) -> None:
    headers = {"Location": "https://elsewhere.invalid/", "X-Request-Id": "17"}
    with serve(Reply(302, b"", headers)) as server, pytest.raises(RefusedError) as caught:
        patient.post(server.url)
    assert len(server.requests) == 1
    assert caught.value.message.startswith(f"{server.url} (x-request-id: 17) redirects to ")


def test_a_cut_body_is_told_with_the_trace_of_its_head(patient: Http) -> None:
    head = b"HTTP/1.1 200 OK\r\nCF-RAY: 8f2a\r\nContent-Length: 9\r\n\r\n{"
    with serve(Raw([head])) as server, pytest.raises(NetworkError) as caught:
        patient.post(server.url)
    message = f"{server.url} (cf-ray: 8f2a): the connection broke (tried 5 times)"
    assert caught.value.message == message


def test_ctrl_c_during_a_wait_ends_it(said: list[str]) -> None:
    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    http = Http(sleep=interrupted, announce=said.append)
    with serve(Reply(503)) as server, pytest.raises(KeyboardInterrupt):
        http.post(server.url)
    http.close()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.04, "0 s"),
        (2.13, "2.1 s"),
        (3.0, "3 s"),
        (90, "90 s"),
        (300, "5 min"),
        (7200, "2 h"),
        (YEAR, "365 days"),
    ],
)
def test_a_time_is_said_as_people_say_it(seconds: float, shown: str) -> None:
    assert span(seconds) == shown
