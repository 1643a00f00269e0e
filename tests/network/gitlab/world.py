"""A made-up GitLab: projects, pipelines, jobs with archives, and tokens."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

PROJECT: Final = 7
PATH: Final = "group/sub/app"
PRIVATE: Final = "glpat-r3ad-0nly-t0ken"
WRITING: Final = "glpat-wr1te-t0ken"
BEARER: Final = "0auth-acc3ss-t0ken"
JOB: Final = "j0b-t0ken-0f-the-run"
SECRETS: Final = (PRIVATE, WRITING, BEARER, JOB)
READ: Final = "read_api"
WRITE: Final = "api"


@dataclass
class FakeJob:
    """A job; its archive may be any bytes."""

    id: int
    name: str
    pipeline: int = 100
    stage: str = "test"
    status: str = "success"
    archive: bytes | None = None
    reports: tuple[str, ...] = ()
    trace: bytes = b""
    coverage: float | None = None
    allow_failure: bool = False
    retried: bool = False
    kept: bool = False
    variables: list[dict[str, str]] = field(default_factory=list)

    def document(self, pipeline: Mapping[str, Any]) -> dict[str, Any]:
        files = [{"file_type": kind, "size": 10, "filename": f"{kind}.gz"} for kind in self.reports]
        if self.archive is not None:
            size = len(self.archive)
            files.append({"file_type": "archive", "size": size, "filename": "artifacts.zip"})
        return {
            "id": self.id,
            "name": self.name,
            "stage": self.stage,
            "status": self.status,
            "coverage": self.coverage,
            "allow_failure": self.allow_failure,
            "artifacts": files,
            "web_url": f"https://gitlab.example.com/{PATH}/-/jobs/{self.id}",
            "pipeline": {key: pipeline[key] for key in ("id", "project_id", "sha", "ref")},
        }


@dataclass
class World:
    """What a GitLab server knows, and which kind of server it is.

    Attributes:
        jobs: In any order; the server lists the newest first.
        bridges: Trigger jobs: name, own pipeline, downstream pipeline.
        has_tree: Whether artifacts can be listed.
        lists_for_jobs: Whether a job's token may list jobs (GitLab 18).
        page: The most entries of a page.
        links: Whether pages are linked, or only numbered.
    """

    jobs: list[FakeJob] = field(default_factory=list)
    pipelines: dict[int, dict[str, Any]] = field(default_factory=dict)
    bridges: list[tuple[str, int, int | None]] = field(default_factory=list)
    has_tree: bool = True
    lists_for_jobs: bool = True
    page: int = 100
    links: bool = True

    def __post_init__(self) -> None:
        self.pipelines.setdefault(100, pipeline(100))

    def job(self, job_id: int) -> FakeJob | None:
        return next((job for job in self.jobs if job.id == job_id), None)

    def of(self, pipeline_id: int) -> list[FakeJob]:
        found = [job for job in self.jobs if job.pipeline == pipeline_id]
        return sorted(found, key=lambda job: job.id, reverse=True)


def pipeline(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "iid": number - 90,
        "project_id": PROJECT,
        "sha": "b" * 40,
        "ref": "main",
        "status": "success",
        "coverage": "81.50",
        "web_url": f"https://gitlab.example.com/{PATH}/-/pipelines/{number}",
        **changes,
    }


def archive(files: Mapping[str, bytes | str]) -> bytes:
    """Return an honest archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


LCOV: Final = "SF:src/a.c\nDA:1,1\nDA:2,0\nend_of_record\n"
