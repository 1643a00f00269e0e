"""A GitLab server that takes nothing but what GitLab's documents promise.

It knows every endpoint of the Jobs API with its parameters, refuses unknown ones, holds each token
against what such a token may do, pages by `Link`, and hands out archives from a second origin that
fails the test when a credential arrives there.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, unquote, urlencode, urlsplit

from tests.network.gitlab.world import (
    BEARER,
    JOB,
    PATH,
    PRIVATE,
    PROJECT,
    READ,
    WRITE,
    WRITING,
    FakeJob,
    World,
)
from tests.network.servers import Raw, Reply, Request, Server, serve

CREDENTIALS: Final = ("private-token", "job-token", "authorization", "cookie")
STATUSES: Final = frozenset(
    {
        *("created", "waiting_for_resource", "preparing", "waiting_for_callback", "pending"),
        *("running", "success", "failed", "canceling", "canceled", "skipped", "manual"),
        "scheduled",
    }
)
SCOPES: Final = {
    ("private-token", PRIVATE): READ,
    ("private-token", WRITING): WRITE,
    ("authorization", f"Bearer {BEARER}"): WRITE,
}
PAGING: Final = frozenset({"page", "per_page"})


@dataclass(frozen=True)
class Route:
    """An endpoint: how it is called, who may, and which parameters it knows."""

    method: str
    path: str
    handler: str
    job_token: str = "no"
    scope: str = READ
    query: frozenset[str] = frozenset()

    def match(self, method: str, path: str) -> re.Match[str] | None:
        return re.fullmatch(self.path, path) if method == self.method else None


ROUTES: Final = (
    Route("GET", "job", "own_job", "only"),
    Route("GET", "jobs", "project_jobs", "newer", query=PAGING | {"scope[]", "ref"}),
    Route(
        "GET",
        r"pipelines/(\d+)/jobs",
        "pipeline_jobs",
        "newer",
        query=PAGING | {"scope[]", "include_retried"},
    ),
    Route("GET", r"pipelines/(\d+)/bridges", "bridges", query=PAGING | {"scope[]"}),
    Route("GET", "pipelines/latest", "latest", query=frozenset({"ref"})),
    Route("GET", r"pipelines/(\d+)", "pipeline"),
    Route("GET", "pipelines", "pipelines", query=PAGING | {"sha", "ref", "status"}),
    Route(
        "GET", r"jobs/artifacts/([^/]+)/download", "ref_archive", "yes", query=frozenset({"job"})
    ),
    Route("GET", r"jobs/artifacts/([^/]+)/raw/(.+)", "ref_file", "yes", query=frozenset({"job"})),
    Route("GET", r"jobs/(\d+)", "job"),
    Route("GET", r"jobs/(\d+)/artifacts", "archive", "yes"),
    Route("GET", r"jobs/(\d+)/artifacts/tree", "tree", "yes", query=PAGING | {"path", "recursive"}),
    Route("GET", r"jobs/(\d+)/artifacts/(.+)", "file", "yes"),
    Route("GET", r"jobs/(\d+)/trace", "trace"),
    Route("POST", r"jobs/(\d+)/artifacts/keep", "keep", scope=WRITE),
    Route("POST", r"jobs/(\d+)/(cancel|retry|erase|play)", "act", scope=WRITE),
)


@dataclass
class StandIn:
    """The server.

    Attributes:
        world: What it knows.
        storage: Where archives are handed out, if not here.
        root: The path that it lives under.
        early: Replies that come first, by the end of the path.
        used: The names of the endpoints that were used.
    """

    world: World
    storage: str | None = None
    root: str = ""
    early: dict[str, list[Reply | Raw]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    packed: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, request: Request) -> Reply | Raw:
        path = urlsplit(request.target).path
        assert path.startswith(f"{self.root}/api/v4/"), path
        assert "job_token" not in request.query, "a token in a query ends in logs"
        assert "private_token" not in request.query, "a token in a query ends in logs"
        for end, replies in self.early.items():
            if path.endswith(end) and replies:
                return replies.pop(0)
        return self._answer(request, path.removeprefix(f"{self.root}/api/v4/"))

    def _answer(self, request: Request, path: str) -> Reply:
        if path != "job":
            found = re.fullmatch(r"projects/([^/]+)/(.+)", path)
            if found is None or found[1] not in {str(PROJECT), quote(PATH, safe="")}:
                return said(404, "404 Project Not Found")
            path = found[2]
        for route in ROUTES:
            if match := route.match(request.method, path):
                return self._refused(route, request) or self._handled(route, match, request)
        return said(404, "404 Not Found")

    def _handled(self, route: Route, match: re.Match[str], request: Request) -> Reply:
        self.used.add(f"{route.method} {route.handler}")
        handler: Callable[..., Reply] = getattr(self, route.handler)
        return handler(request, *map(unquote, match.groups()))

    def _refused(self, route: Route, request: Request) -> Reply | None:
        sent = [name for name in CREDENTIALS if name in request.headers]
        assert len(sent) <= 1, f"several credentials at once: {sent}"
        if set(request.query) - route.query:
            return said(400, f"unknown parameters: {set(request.query) - route.query}", "error")
        if not sent:
            return said(401, "401 Unauthorized")
        name, value = sent[0], request.headers[sent[0]]
        if name == "job-token":
            return self._refused_job(route, value)
        return self._refused_person(route, name, value)

    def _refused_person(self, route: Route, name: str, value: str) -> Reply | None:
        scope = SCOPES.get((name, value))
        if scope is None:
            return said(401, "401 Unauthorized")
        if route.job_token == "only":
            return said(404, "404 Job Not Found")
        if route.scope == WRITE and scope == READ:
            error = {"error": "insufficient_scope", "scope": "api"}
            return document(403, error)
        return None

    def _refused_job(self, route: Route, value: str) -> Reply | None:
        if value != JOB:
            return said(401, "401 Unauthorized")
        may = {"yes", "only", "newer"} if self.world.lists_for_jobs else {"yes", "only"}
        return None if route.job_token in may else said(404, "404 Not Found")

    def own_job(self, _request: Request) -> Reply:
        return self._job(next(job for job in self.world.jobs if job.status == "running"))

    def project_jobs(self, request: Request) -> Reply:
        jobs = sorted(self.world.jobs, key=lambda job: job.id, reverse=True)
        return self._jobs(request, jobs)

    def pipeline_jobs(self, request: Request, number: str) -> Reply:
        if int(number) not in self.world.pipelines:
            return said(404, "404 Not Found")
        retried = request.query.get("include_retried") == ["true"]
        jobs = [job for job in self.world.of(int(number)) if retried or not job.retried]
        return self._jobs(request, jobs)

    def bridges(self, request: Request, number: str) -> Reply:
        own = self.world.pipelines[int(number)]
        entries = [
            {
                "id": 9000 + index,
                "name": name,
                "pipeline": own,
                "downstream_pipeline": self.world.pipelines[to] if to else None,
            }
            for index, (name, of, to) in enumerate(self.world.bridges)
            if of == int(number)
        ]
        return self._page(request, entries)

    def latest(self, request: Request) -> Reply:
        return self._first(request, "ref")

    def pipeline(self, _request: Request, number: str) -> Reply:
        found = self.world.pipelines.get(int(number))
        return document(200, found) if found else said(404, "404 Not found")

    def pipelines(self, request: Request) -> Reply:
        (sha,) = request.query["sha"]
        numbers = sorted(self.world.pipelines, reverse=True)
        found = [self.world.pipelines[number] for number in numbers]
        return self._page(request, [each for each in found if each["sha"] == sha])

    def job(self, _request: Request, number: str) -> Reply:
        job = self.world.job(int(number))
        return self._job(job) if job else said(404, "404 Not found")

    def archive(self, _request: Request, number: str) -> Reply:
        job = self.world.job(int(number))
        return self._packed(job.archive if job else None)

    def ref_archive(self, request: Request, ref: str) -> Reply:
        return self._packed(self._of_ref(ref, request))

    def file(self, _request: Request, number: str, path: str) -> Reply:
        job = self.world.job(int(number))
        return unpacked(job.archive if job else None, path)

    def ref_file(self, request: Request, ref: str, path: str) -> Reply:
        return unpacked(self._of_ref(ref, request), path)

    def tree(self, request: Request, number: str) -> Reply:
        job = self.world.job(int(number))
        if not self.world.has_tree or job is None or job.archive is None:
            return said(404, "404 Not Found")
        assert request.query["recursive"] == ["true"]
        with zipfile.ZipFile(io.BytesIO(job.archive)) as packed:
            names = packed.namelist()
        entries = [{"name": "src", "path": "src/", "type": "directory"}]
        files = [{"name": name.split("/")[-1], "path": name, "type": "file"} for name in names]
        return self._page(request, entries + files)

    def trace(self, _request: Request, number: str) -> Reply:
        job = self.world.job(int(number))
        if job is None:
            return said(404, "404 Not found")
        return Reply(200, job.trace, {"Content-Type": "text/plain"})

    def keep(self, _request: Request, number: str) -> Reply:
        job = self.world.job(int(number))
        if job is None or job.archive is None:
            return said(404, "404 Not found")
        job.kept = True
        return self._job(job)

    def act(self, request: Request, number: str, action: str) -> Reply:
        job = self.world.job(int(number))
        if job is None:
            return said(404, "404 Not found")
        sent = json.loads(request.body) if request.body else {}
        known = {"play": {"job_variables_attributes"}, "cancel": {"force"}}.get(action, set())
        if set(sent) - known:
            return said(400, "unknown parameters", "error")
        return getattr(self, f"_{action}")(job, sent)  # type: ignore[no-any-return]

    def _cancel(self, job: FakeJob, sent: dict[str, Any]) -> Reply:
        job.status = "canceled" if sent.get("force") else "canceling"
        return self._job(job, 201)

    def _retry(self, job: FakeJob, _sent: dict[str, Any]) -> Reply:
        if job.status not in {"success", "failed", "canceled"}:
            return said(403, "403 Forbidden - Job is not retryable")
        job.retried = True
        again = FakeJob(max(each.id for each in self.world.jobs) + 1, job.name, job.pipeline)
        again.status = "pending"
        self.world.jobs.append(again)
        return self._job(again, 201)

    def _erase(self, job: FakeJob, _sent: dict[str, Any]) -> Reply:
        if job.archive is None and not job.trace:
            return said(403, "403 Forbidden - Job is not erasable!")
        job.archive, job.trace = None, b""
        return self._job(job, 201)

    def _play(self, job: FakeJob, sent: dict[str, Any]) -> Reply:
        if job.status != "manual":
            return said(400, "400 Bad request - Unplayable Job")
        job.status, job.variables = "pending", sent.get("job_variables_attributes", [])
        return self._job(job)

    def _of_ref(self, ref: str, request: Request) -> bytes | None:
        (name,) = request.query["job"]
        for number in sorted(self.world.pipelines, reverse=True):
            found = self.world.pipelines[number]
            if (found["ref"], found["status"]) == (ref, "success"):
                jobs = (job for job in self.world.of(number) if job.name == name)
                return next((job.archive for job in jobs), None)
        return None

    def _first(self, request: Request, name: str) -> Reply:
        (value,) = request.query[name]
        for number in sorted(self.world.pipelines, reverse=True):
            if self.world.pipelines[number][name] == value:
                return document(200, self.world.pipelines[number])
        return said(404, "404 Not found")

    def _job(self, job: FakeJob, status: int = 200) -> Reply:
        return document(status, job.document(self.world.pipelines[job.pipeline]))

    def _jobs(self, request: Request, jobs: Sequence[FakeJob]) -> Reply:
        scopes = request.query.get("scope[]", [])
        if set(scopes) - STATUSES:
            return said(400, "scope does not have a valid value", "error")
        found = [job for job in jobs if not scopes or job.status in scopes]
        entries = [job.document(self.world.pipelines[job.pipeline]) for job in found]
        return self._page(request, entries)

    def _page(self, request: Request, entries: Sequence[Any]) -> Reply:
        query = request.query
        number = int(query.get("page", ["1"])[0])
        asked = int(query.get("per_page", ["20"])[0])
        assert asked <= 100, "GitLab gives 100 at most"
        size = min(asked, self.world.page)
        shown = entries[(number - 1) * size : number * size]
        if number * size >= len(entries):
            return document(200, shown)
        if not self.world.links:
            return document(200, shown, {"X-Next-Page": str(number + 1)})
        others = [(key, each) for key, values in query.items() for each in values if key != "page"]
        more = urlencode([*others, ("page", number + 1)])
        host = request.headers["host"]
        link = f'<http://{host}{urlsplit(request.target).path}?{more}>; rel="next"'
        return document(200, shown, {"Link": f'<http://{host}/>; rel="first", {link}'})

    def _packed(self, archive: bytes | None) -> Reply:
        if archive is None:
            return said(404, "404 Not Found")
        if self.storage is None:
            return Reply(200, archive, {"Content-Type": "application/zip"})
        name = f"/bucket/{len(self.packed)}.zip"
        self.packed[name] = archive
        location = f"{self.storage}{name}?X-Amz-Signature=abc"
        # A cookie of the first server must not reach the second: they may share a host.
        return Reply(302, b"", {"Location": location, "Set-Cookie": "_gitlab_session=1; Path=/"})


@contextmanager
def gitlab(
    world: World, *, root: str = "", elsewhere: str = "localhost"
) -> Iterator[tuple[Server, StandIn]]:
    """Run a GitLab whose archives are at a second origin."""
    standin = StandIn(world, root=root)

    def stored(request: Request) -> Reply:
        for name in CREDENTIALS:
            assert name not in request.headers, f"{name} reached the storage"
        archive = standin.packed[request.path]
        return Reply(200, archive, {"Content-Type": "application/octet-stream"})

    with ExitStack() as stack:
        storage = stack.enter_context(serve(stored))
        standin.storage = f"http://{elsewhere}:{storage.port}"
        yield stack.enter_context(serve(standin)), standin


def document(status: int, value: object, headers: dict[str, str] | None = None) -> Reply:
    own = {"Content-Type": "application/json", **(headers or {})}
    return Reply(status, json.dumps(value).encode(), own)


def said(status: int, words: str, key: str = "message") -> Reply:
    return document(status, {key: words})


def unpacked(archive: bytes | None, path: str) -> Reply:
    if archive is None:
        return said(404, "404 Not Found")
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        if path not in packed.namelist():
            return said(404, "404 Not Found")
        return Reply(200, packed.read(path), {"Content-Type": "application/octet-stream"})
