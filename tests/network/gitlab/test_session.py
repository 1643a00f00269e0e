"""Where credentials go, and what is made of answers that are none of GitLab's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from coverup.errors import NetworkError, RefusedError, ReportError
from coverup.gitlab.access import Access, Credential, TokenType
from coverup.gitlab.client import GitLab
from coverup.gitlab.session import Target
from coverup.http import Http
from coverup.values import Secret
from tests.network.clocks import FakeTime
from tests.network.gitlab.standin import CREDENTIALS, gitlab
from tests.network.gitlab.world import PRIVATE, FakeJob, World, archive
from tests.network.servers import Raw, Reply, Request, serve

KINDS: Final[tuple[TokenType, ...]] = ("private", "job", "bearer")
PACKED: Final = archive({"lcov.info": "TN:\n"})


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def http(time: FakeTime) -> Iterator[Http]:
    session = Http(retries=2, clock=time.clock, now=time.now, sleep=time.sleep)
    yield session
    session.close()


def client(http: Http, url: str, kind: TokenType = "private") -> GitLab:
    credential = Credential(Secret(PRIVATE), kind)
    return GitLab(Access(api=f"{url}/api/v4", project="7", credential=credential), http)


def download(lab: GitLab, limit: int = 10_000_000) -> bytes:
    target = Target(Path("artifacts.zip"), limit)
    lab.archive(1, target)
    return target.path.read_bytes()


def carried(request: Request) -> list[str]:
    return [name for name in CREDENTIALS if name in request.headers]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_credential_follows_a_download_to_another_origin(
    http: Http, kind: TokenType, host: str, status: int
) -> None:
    with serve(Reply(200, PACKED)) as storage:
        there = f"http://{host}:{storage.port}/bucket?X-Amz-Signature=1"
        moved = Reply(status, b"", {"Location": there, "Set-Cookie": "_session=1; Path=/"})
        with serve(moved) as server:
            assert download(client(http, server.url, kind)) == PACKED
    assert len(carried(server.requests[0])) == 1
    assert carried(storage.requests[0]) == []
    assert PRIVATE not in storage.requests[0].everything


def test_a_credential_that_was_dropped_does_not_come_back(http: Http) -> None:
    """A second origin must not send the client back to the first, as somebody with rights."""
    servers: dict[str, str] = {}

    def first(request: Request) -> Reply:
        if request.path == "/other":
            return Reply(200, PACKED)
        return Reply(302, b"", {"Location": servers["second"]})

    def second(_request: Request) -> Reply:
        return Reply(302, b"", {"Location": f"{servers['first']}/other"})

    with serve(first) as one, serve(second) as two:
        servers |= {"first": one.url, "second": two.url}
        download(client(http, one.url))
    assert [carried(request) for request in one.requests] == [["private-token"], []]


def test_a_redirect_on_the_same_origin_keeps_the_credential(http: Http) -> None:
    def handler(request: Request) -> Reply:
        if request.path == "/new":
            return Reply(200, PACKED)
        return Reply(302, b"", {"Location": "/new"})

    with serve(handler) as server:
        download(client(http, server.url))
    assert [carried(each) for each in server.requests] == [["private-token"]] * 2


def test_what_is_no_download_is_not_looked_for_elsewhere(http: Http) -> None:
    with serve(Reply(200, b"{}")) as other:
        moved = Reply(302, b"", {"Location": f"{other.url}/api/v4/projects/7/jobs/1"})
        with serve(moved) as server, pytest.raises(RefusedError) as caught:
            client(http, server.url).job(1)
    assert other.requests == []
    assert caught.value.hint == f"if that is your server, set --gitlab-url={other.url}"


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://[::1"])
def test_a_download_is_not_followed_to_what_is_no_web_address(http: Http, location: str) -> None:
    moved = Reply(302, b"", {"Location": location})
    with serve(moved) as server, pytest.raises(RefusedError, match="redirects to"):
        download(client(http, server.url))


def test_a_page_to_sign_in_is_no_archive_and_no_job(http: Http) -> None:
    moved = Reply(302, b"", {"Location": "/users/sign_in"})
    with serve(moved) as server:
        for ask in (download, lambda lab: lab.job(1)):
            with pytest.raises(RefusedError, match="asks people to sign in"):
                ask(client(http, server.url))
    assert {request.path.split("/")[1] for request in server.requests} == {"api"}


def test_a_login_page_with_status_200_is_noticed(http: Http) -> None:
    page = Reply(200, b"<!DOCTYPE html><title>Sign in</title>", {"Content-Type": "text/html"})
    with serve(page) as server:
        lab = client(http, server.url)
        for ask in (
            download,
            lambda lab: lab.job(1),
            lambda lab: list(lab.pipeline_jobs(1)),
            lambda lab: lab.trace(1),
        ):
            with pytest.raises(RefusedError, match="the answer is a page for people"):
                ask(lab)


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[" * 100_000, b'"text"', b"[]"])
def test_what_is_no_document_of_a_job_is_refused(http: Http, body: bytes) -> None:
    with serve(Reply(200, body)) as server, pytest.raises(RefusedError, match="else than JSON"):
        client(http, server.url).job(1)


def test_a_next_page_on_another_server_is_not_read(http: Http) -> None:
    with serve(Reply(200, b"[]")) as other:
        link = {"Link": f'<{other.url}/api/v4/jobs?page=2>; rel="next"'}
        with serve(Reply(200, b"[]", link)) as server, pytest.raises(RefusedError, match="another"):
            list(client(http, server.url).project_jobs())
    assert other.requests == []


def test_pages_that_go_round_in_a_circle_end(http: Http) -> None:
    link = {"Link": '</api/v4/projects/7/jobs?page=2>; rel="next"'}
    with serve(Reply(200, b"[]", link)) as server, pytest.raises(RefusedError, match="no end"):
        list(client(http, server.url).project_jobs())


def test_a_rate_limit_is_waited_for(http: Http, time: FakeTime) -> None:
    with gitlab(World(jobs=[FakeJob(1, "unit")])) as (server, standin):
        standin.early["/jobs/1"] = [
            Reply(429, b"Retry later", {"Retry-After": "17"}),
            Reply(429, b"", {"RateLimit-Remaining": "0", "RateLimit-Reset": "1800000060"}),
        ]
        assert client(http, server.url).job(1).name == "unit"
    assert time.waits[0] == 17
    assert sum(time.waits) == 60


def test_a_limit_that_does_not_end_is_the_servers_fault(http: Http) -> None:
    slow = Reply(429, b"", {"Retry-After": "100000"})
    with serve(slow) as server, pytest.raises(NetworkError, match="429"):
        client(http, server.url).job(1)
    assert len(server.requests) == 1


def test_a_cut_download_is_repeated_from_its_start(http: Http) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(PACKED)}\r\n\r\n".encode()
    with gitlab(World(jobs=[FakeJob(1, "unit", archive=PACKED)])) as (server, standin):
        standin.early["/jobs/1/artifacts"] = [Raw([head, PACKED[:20]])]
        assert download(client(http, server.url)) == PACKED


def test_what_changes_something_is_sent_once(http: Http) -> None:
    with serve(Reply(503)) as server, pytest.raises(NetworkError):
        client(http, server.url).act(1, "retry")
    assert len(server.requests) == 1


def test_a_download_larger_than_its_limit_is_stopped(http: Http) -> None:
    endless = Raw([b"HTTP/1.1 200 OK\r\n\r\n", *[bytes(65_536)] * 40])
    with serve(endless) as server, pytest.raises(ReportError, match=r"more than 1\.0 MB"):
        download(client(http, server.url), limit=1_000_000)
