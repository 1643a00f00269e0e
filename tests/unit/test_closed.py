"""A job whose build is closed: `--on-closed`."""

import json
from typing import Final

import pytest

from coverup.coveralls.answers import Said
from coverup.coveralls.client import Delivery
from coverup.coveralls.document import Document
from coverup.errors import ClosedBuildError
from coverup.http import Answer, Http
from coverup.pipeline import closed
from coverup.settings import Settings
from tests.network.fakes import TOKEN, settings_for
from tests.network.polled import Heard

CLOSED: Final = ClosedBuildError("Build 17 is closed", hint="...")


class Recorded(Http):
    """A session that notes what is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, object]] = []

    def get(self, url: str, **request: object) -> Answer:
        self.asked.append((url, request.get("params")))
        return Answer(status=200, body=b'{"message":"queued"}')


def never(_settings: Settings) -> Delivery:
    pytest.fail("the job was sent again")


def build(**values: str) -> Settings:
    return settings_for("https://c.test", service_number="17", **values)


@pytest.mark.parametrize("values", [{}, {"on_closed": "fail"}])
def test_unless_told_otherwise_it_fails_and_nothing_is_sent(values: dict[str, str]) -> None:
    http = Recorded()
    with pytest.raises(ClosedBuildError) as caught:
        closed.resolve(CLOSED, build(**values), http, Heard(), never)
    assert caught.value is CLOSED
    assert http.asked == []


def test_skip_leaves_the_job_out_and_says_so() -> None:
    http, heard = Recorded(), Heard()
    assert closed.resolve(CLOSED, build(on_closed="skip"), http, heard, never) is None
    assert heard.lines == ["Build 17 is closed; the job was left out (--on-closed skip)"]
    assert http.asked == []


def test_rerun_calculates_the_build_again_and_says_that_the_job_is_not_in_it() -> None:
    http, heard = Recorded(), Heard()
    assert closed.resolve(CLOSED, build(on_closed="rerun"), http, heard, never) is None
    query = {"repo_token": TOKEN, "build_num": "17"}
    assert http.asked == [("https://c.test/rerun_build", query)]
    assert "not added" in heard.lines[0]
    assert TOKEN not in "".join(heard.lines)


@pytest.mark.parametrize(
    ("attempt", "following"), [(None, "2"), ("1", "2"), ("2", "3"), ("9", "10"), ("b", "b-2")]
)
def test_a_new_attempt_is_one_higher(attempt: str | None, following: str) -> None:
    given = {"service_attempt": attempt} if attempt else {}
    delivery = Delivery(said=Said("Job #1"))
    posted: list[Settings] = []

    def post_again(settings: Settings) -> Delivery:
        posted.append(settings)
        return delivery

    settings = build(on_closed="new-attempt", **given)
    assert closed.resolve(CLOSED, settings, Recorded(), Heard(), post_again) is delivery
    assert [each.text("service_attempt") for each in posted] == [following]


def test_a_parallel_job_says_how_its_attempt_is_closed() -> None:
    heard = Heard()
    settings = settings_for("https://c.test", on_closed="new-attempt", parallel=True)
    delivery = Delivery(said=Said())
    closed.resolve(CLOSED, settings, Recorded(), heard, lambda _: delivery)
    assert "coverup done --attempt 2" in heard.lines[-1]


def test_a_new_attempt_that_is_closed_too_is_an_error_that_names_it() -> None:
    def post_again(_settings: Settings) -> Delivery:
        raise ClosedBuildError("Build 17 is closed")

    settings = build(on_closed="new-attempt")
    with pytest.raises(ClosedBuildError) as caught:
        closed.resolve(CLOSED, settings, Recorded(), Heard(), post_again)
    assert "attempt 2 is closed as well" in str(caught.value.hint)


@pytest.mark.parametrize("before", [{}, {"service_attempt": "1"}])
def test_the_document_gets_the_attempt_where_it_belongs(before: dict[str, str]) -> None:
    fields = {"service_name": "ci", "service_number": "17", **before, "parallel": True}
    document = json.dumps({**fields, "git": {"branch": "b"}, "source_files": []}).encode()
    changed = json.loads(
        closed.with_attempt(Document.of(document), build(service_attempt="2")).plain()
    )
    assert list(changed.items()) == [
        ("service_name", "ci"),
        ("service_number", "17"),
        ("service_attempt", "2"),
        ("parallel", True),
        ("git", {"branch": "b"}),
        ("source_files", []),
    ]
