"""GitLab's jobs as people and scripts read them (docs/reference/json.md)."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from coverup.pipeline.wording import shown_size

if TYPE_CHECKING:
    from coverup.gitlab.coverage import Figure
    from coverup.gitlab.records import Job

Json = dict[str, object]
_HEAD: Final = ("id", "status", "stage", "coverage", "artifacts", "name")


def table(jobs: "Sequence[Job]") -> Iterator[str]:
    """Yield a table of jobs."""
    rows = [_HEAD, *map(_row, jobs)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def details(job: "Job") -> Iterator[str]:
    """Yield what there is to say of one job."""
    shown = {
        "id": job.id,
        "name": job.name,
        "stage": job.stage,
        "status": f"{job.status} (may fail)" if job.allow_failure else job.status,
        "coverage": _percent(job.coverage),
        "artifacts": _size(job.archive),
        "reports": ", ".join(job.reports),
        "page": job.web_url or "",
    }
    for name, value in shown.items():
        if value not in {"", "-"}:
            yield f"{name:<9}  {value}"


def figures(found: "Sequence[Figure]") -> Iterator[str]:
    """Yield a line for each job whose coverage was asked for."""
    for each in found:
        where = "" if each.place != "log" else "  (from its log)"
        yield f"{_percent(each.percent):>6}  {each.job.label}{where}"


def job(found: "Job") -> Json:
    """Return a job for scripts."""
    return {
        "id": found.id,
        "name": found.label,
        "stage": found.stage,
        "status": found.status,
        "allow_failure": found.allow_failure,
        "coverage": found.coverage,
        "artifacts": found.archive,
        "reports": list(found.reports),
        "url": found.web_url,
    }


def figure(found: "Figure") -> Json:
    """Return the coverage of a job for scripts."""
    return {
        "id": found.job.id,
        "name": found.job.label,
        "coverage": found.percent,
        "source": found.place,
    }


def _row(found: "Job") -> tuple[str, ...]:
    percent, size = _percent(found.coverage), _size(found.archive)
    return (str(found.id), found.status, found.stage, percent, size, found.label)


def _percent(percent: float | None) -> str:
    return "-" if percent is None else f"{percent:.2f}"


def _size(size: int | None) -> str:
    return "-" if size is None else shown_size(size)
