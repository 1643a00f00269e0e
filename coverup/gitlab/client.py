"""The calls of GitLab's Jobs API, one method each.

Source: https://docs.gitlab.com/api/jobs/, https://docs.gitlab.com/api/job_artifacts/ and
https://docs.gitlab.com/api/pipelines/
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from coverup.errors import RefusedError
from coverup.gitlab.access import Access
from coverup.gitlab.answers import PATHS_NOT_REPORTS, Call, explained, no_api
from coverup.gitlab.records import Document, Job, Pipeline, Trigger
from coverup.gitlab.session import GitLabSession, Query, Reply, Target
from coverup.http import Http, addresses, origin

_PER_PAGE: Final = ("per_page", "100")
_MOST_PAGES: Final = 10_000
_PROJECT_JOBS: Final = Call(what="list the jobs of a project", by_jobs="newer")
_PIPELINE_JOBS: Final = Call(what="list the jobs of a pipeline", by_jobs="newer")
_TRIGGERS: Final = Call(what="list the trigger jobs of a pipeline")
_JOB: Final = Call(what="look at a job")
_OWN_JOB: Final = Call(what="look at the token's own job", by_jobs="yes")
_ARCHIVE: Final = Call(
    what="download the artifacts of a job", by_jobs="yes", missing=PATHS_NOT_REPORTS
)
_FILE: Final = Call(
    what="download a file of a job's artifacts", by_jobs="yes", missing=PATHS_NOT_REPORTS
)
_TREE: Final = Call(what="list the artifacts of a job", by_jobs="yes")
_TRACE: Final = Call(what="read the log of a job")
_PIPELINE: Final = Call(what="look at a pipeline")
_NO_TREE: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
    }
)


@dataclass
class GitLab:
    """One project on a GitLab server.

    Attributes:
        access: Where it is, and with which token.
        http: Whose times, certificates and retries hold.
    """

    access: Access
    http: Http
    _session: GitLabSession = field(init=False, repr=False)

    def __post_init__(self) -> None:
        credential = self.access.credential
        self._session = GitLabSession(self.http, credential.headers() if credential else {})

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def project_jobs(self, statuses: Sequence[str] = ()) -> Iterator[Job]:
        """Yield all jobs of the project, the newest first."""
        return map(Job.of, self._list(_PROJECT_JOBS, self._of("jobs"), _scopes(statuses)))

    def pipeline_jobs(
        self, pipeline: int, statuses: Sequence[str] = (), *, retried: bool = False
    ) -> Iterator[Job]:
        """Yield the jobs of a pipeline, the newest first; earlier attempts only if `retried`."""
        query = [*_scopes(statuses), *([("include_retried", "true")] if retried else [])]
        return map(
            Job.of, self._list(_PIPELINE_JOBS, self._of(f"pipelines/{pipeline}/jobs"), query)
        )

    def triggers(self, pipeline: int) -> Iterator[Trigger]:
        """Yield the trigger jobs of a pipeline."""
        return map(Trigger.of, self._list(_TRIGGERS, self._of(f"pipelines/{pipeline}/bridges")))

    def job(self, job_id: int) -> Job:
        """Return one job."""
        return Job.of(self._object(_JOB, "GET", self._of(f"jobs/{job_id}")))

    def own_job(self) -> Job:
        """Return the job whose token this is."""
        return Job.of(self._object(_OWN_JOB, "GET", "job"))

    def pipeline(self, pipeline: int) -> Pipeline:
        """Return one pipeline."""
        return Pipeline.of(self._object(_PIPELINE, "GET", self._of(f"pipelines/{pipeline}")))

    def latest_pipeline(self, ref: str) -> Pipeline:
        """Return the newest pipeline of a branch or tag."""
        query = [("ref", ref)]
        return Pipeline.of(self._object(_PIPELINE, "GET", self._of("pipelines/latest"), query))

    def pipelines_of(self, sha: str) -> Iterator[Pipeline]:
        """Yield the pipelines of a commit, the newest first."""
        return map(Pipeline.of, self._list(_PIPELINE, self._of("pipelines"), [("sha", sha)]))

    def archive(self, job_id: int, into: Target) -> int:
        """Download the archive of a job's artifacts, and return its bytes."""
        return self._download(_ARCHIVE, self._of(f"jobs/{job_id}/artifacts"), [], into)

    def archive_of_ref(self, ref: str, job: str, into: Target) -> int:
        """Download the archive of a job in the newest successful pipeline of a branch or tag."""
        path = self._of(f"jobs/artifacts/{quote(ref, safe='')}/download")
        return self._download(_ARCHIVE, path, [("job", job)], into)

    def file(self, job_id: int, path: str, into: Target) -> int:
        """Download one file of a job's artifacts."""
        return self._download(_FILE, self._of(f"jobs/{job_id}/artifacts/{quote(path)}"), [], into)

    def file_of_ref(self, ref: str, job: str, path: str, into: Target) -> int:
        """Download one file of a job in the newest successful pipeline of a branch or tag."""
        place = self._of(f"jobs/artifacts/{quote(ref, safe='')}/raw/{quote(path)}")
        return self._download(_FILE, place, [("job", job)], into)

    def tree(self, job_id: int) -> list[str] | None:
        """Return the paths of the files in a job's artifacts; None if the server does not tell.

        Source: https://gitlab.com/gitlab-org/gitlab/-/merge_requests/216111
        """
        place = self._of(f"jobs/{job_id}/artifacts/tree")
        reply = self._send("GET", f"{self.access.api}/{place}", [("recursive", "true"), _PER_PAGE])
        if reply.status in _NO_TREE:
            return None
        found = self._rest(_TREE, reply)
        files = (each for each in found if each.get("type") not in {"directory", "tree"})
        return [path for each in files if isinstance(path := each.get("path"), str)]

    def trace(self, job_id: int) -> bytes:
        """Return a job's log; empty if there is none."""
        reply = self._send("GET", f"{self.access.api}/{self._of(f'jobs/{job_id}/trace')}")
        self._check(_TRACE, reply)
        if reply.is_html:
            raise no_api(reply, _TRACE)
        return reply.body

    def act(self, job_id: int, action: str, document: object = None) -> Job:
        """Have a job kept, cancelled, retried, played or erased, and return what it is then.

        Args:
            job_id: Which job.
            action: `artifacts/keep`, `cancel`, `retry`, `play` or `erase`.
            document: What else to say.
        """
        call = Call(what=f"{action.removeprefix('artifacts/')} a job", scope="api")
        path = self._of(f"jobs/{job_id}/{action}")
        return Job.of(self._object(call, "POST", path, json=document))

    def _of(self, path: str) -> str:
        return f"projects/{quote(self.access.project, safe='')}/{path}"

    def _object(
        self, call: Call, method: str, path: str, query: Query = (), json: object = None
    ) -> Document:
        reply = self._send(method, f"{self.access.api}/{path}", query, json)
        document = self._json(call, reply)
        if not isinstance(document, dict):
            raise no_api(reply, call)
        return document

    def _list(self, call: Call, path: str, query: Query = ()) -> Iterator[Document]:
        reply = self._send("GET", f"{self.access.api}/{path}", [*query, _PER_PAGE])
        return self._rest(call, reply)

    def _rest(self, call: Call, reply: Reply) -> Iterator[Document]:
        """Yield the entries of a page and of those that follow."""
        seen: set[str] = set()
        while True:
            entries = self._json(call, reply)
            if not isinstance(entries, list):
                raise no_api(reply, call)
            yield from (each for each in entries if isinstance(each, dict))
            url = reply.following
            if url is None:
                return
            self._check_next(url, seen)
            reply = self._send("GET", url)

    def _check_next(self, url: str, seen: set[str]) -> None:
        if origin(url) != origin(self.access.api):
            message = f"GitLab's next page is on another server, {addresses.shown(url)}"
            raise RefusedError(message, hint=f"set --gitlab-url {origin(url)} if that is yours")
        if url in seen or len(seen) > _MOST_PAGES:
            raise RefusedError(f"GitLab's pages have no end: {addresses.shown(url)} comes again")
        seen.add(url)

    def _download(self, call: Call, path: str, query: Query, into: Target) -> int:
        reply = self._send("GET", f"{self.access.api}/{path}", query, into=into)
        self._check(call, reply)
        if reply.is_html and not into.path.name.endswith((".html", ".htm")):
            raise no_api(reply, call)
        return reply.size

    def _json(self, call: Call, reply: Reply) -> object:
        self._check(call, reply)
        try:
            document: object = json.loads(reply.body)
        except (ValueError, RecursionError):
            raise no_api(reply, call) from None
        return document

    def _check(self, call: Call, reply: Reply) -> None:
        if not reply.ok:
            credential = self.access.credential
            raise explained(reply, call, credential.kind if credential else None)

    def _send(
        self,
        method: str,
        url: str,
        query: Query = (),
        json: object = None,
        into: Target | None = None,
    ) -> Reply:
        return self._session.send(method, url, params=query, json=json, into=into)


def _scopes(statuses: Sequence[str]) -> list[tuple[str, str]]:
    return [("scope[]", each) for each in statuses]


def variables(pairs: Mapping[str, str]) -> object:
    """Return variables as `play` takes them."""
    if not pairs:
        return None
    listed = [{"key": key, "value": value} for key, value in pairs.items()]
    return {"job_variables_attributes": listed}
