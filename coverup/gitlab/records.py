"""Pipelines and jobs, as far as they matter here; what a server leaves out is None or empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Document = Mapping[str, object]

STATUSES: Final = (
    *("created", "waiting_for_resource", "preparing", "waiting_for_callback", "pending"),
    *("running", "success", "failed", "canceling", "canceled", "skipped", "manual", "scheduled"),
)
"""Source: https://docs.gitlab.com/api/jobs/#list-all-jobs-for-a-project"""
FINAL: Final = frozenset({"success", "failed", "canceled", "skipped"})
_ARCHIVE: Final = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job of a pipeline.

    Attributes:
        parent: The trigger job whose child pipeline it is in; empty in the pipeline itself.
        allow_failure: Whether the pipeline passes all the same if it fails.
        coverage: The percentage that GitLab found with the job's `coverage:` pattern.
        archive: Bytes of the archive of its `artifacts:paths`, None if it has none.
        reports: The types of its `artifacts:reports`, which are not in the archive.
        document: Everything that the server said.
    """

    id: int
    name: str
    stage: str = ""
    status: str = ""
    parent: str = ""
    web_url: str | None = None
    allow_failure: bool = False
    coverage: float | None = None
    archive: int | None = None
    reports: tuple[str, ...] = ()
    document: Document

    @property
    def label(self) -> str:
        """Its name, with that of the trigger job in front if it is in a child pipeline."""
        return f"{self.parent}/{self.name}" if self.parent else self.name

    @property
    def is_over(self) -> bool:
        """Whether it will not change any more."""
        return self.status in FINAL

    @classmethod
    def of(cls, document: Document, parent: str = "") -> "Job":
        """Read what the server says of a job."""
        artifacts = [each for each in _list(document, "artifacts") if isinstance(each, dict)]
        sizes = [_number(each, "size") for each in artifacts if each.get("file_type") == _ARCHIVE]
        types = (_text(each, "file_type") for each in artifacts)
        coverage = document.get("coverage")
        return cls(
            id=_number(document, "id"),
            name=_text(document, "name"),
            stage=_text(document, "stage"),
            status=_text(document, "status"),
            parent=parent,
            web_url=_text(document, "web_url") or None,
            allow_failure=document.get("allow_failure") is True,
            coverage=float(coverage) if isinstance(coverage, int | float) else None,
            archive=sizes[0] if sizes else None,
            reports=tuple(each for each in types if each not in {_ARCHIVE, "metadata", "trace"}),
            document=document,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """A pipeline.

    Attributes:
        id: Its number in addresses, unique on the server.
        iid: Its number in the project, which is Coveralls' build number.
        ref: The branch, the tag, or `refs/merge-requests/IID/head`.
        coverage: The percentage that GitLab shows for it.
    """

    id: int
    iid: int = 0
    project: int = 0
    sha: str = ""
    ref: str = ""
    status: str = ""
    web_url: str | None = None
    coverage: float | None = None

    @classmethod
    def of(cls, document: Document) -> "Pipeline":
        """Read what the server says of a pipeline; its coverage is a text there."""
        return cls(
            id=_number(document, "id"),
            iid=_number(document, "iid"),
            project=_number(document, "project_id"),
            sha=_text(document, "sha"),
            ref=_text(document, "ref"),
            status=_text(document, "status"),
            web_url=_text(document, "web_url") or None,
            coverage=_percent(document.get("coverage")),
        )


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger job (bridge), and the pipeline that it started, if any."""

    name: str
    project: int
    downstream: Pipeline | None

    @classmethod
    def of(cls, document: Document) -> "Trigger":
        """Read what the server says of a trigger job."""
        own, started = document.get("pipeline"), document.get("downstream_pipeline")
        project = _number(own, "project_id") if isinstance(own, dict) else 0
        downstream = Pipeline.of(started) if isinstance(started, dict) else None
        return cls(_text(document, "name"), project, downstream)


def _text(document: Document, name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _number(document: Document, name: str) -> int:
    value = document.get(name)
    return value if isinstance(value, int) else 0


def _list(document: Document, name: str) -> list[object]:
    value = document.get(name)
    return value if isinstance(value, list) else []


def _percent(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None
