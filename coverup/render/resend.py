"""What became of resent jobs, for people and for scripts (docs/reference/json.md)."""

from collections.abc import Iterator

from coverup.pipeline.resend import Outcome, Resent
from coverup.pipeline.wording import counted
from coverup.render.json import Json, error


def lines(found: Outcome) -> Iterator[str]:
    """Yield one line per job, and the sum."""
    if not found.jobs:
        yield f"nothing waits in {found.folder}"
        return
    for job in found.jobs:
        yield f"{job.status}: {job.path}{_about(job)}"
        for line in (job.message, job.url):
            if line:
                yield f"  {line}"
    waiting = counted(found.count("waiting"), "job")
    if found.dry_run:
        yield f"dry run: nothing was sent, {waiting} would be"
        return
    kept = found.count("failed")
    yield f"{counted(found.count('sent'), 'job')} delivered, {kept} kept"


def outcome(found: Outcome) -> Json:
    """Return what became of all jobs."""
    return {
        "status": found.status,
        "folder": str(found.folder) if found.folder else None,
        "jobs": [_job(job) for job in found.jobs],
        "error": error(found.error),
    }


def _job(job: Resent) -> Json:
    fields = job.entry.fields if job.entry else {}
    return {
        "path": str(job.path),
        "status": job.status,
        "created": (job.entry.created or None) if job.entry else None,
        "endpoint": job.entry.endpoint if job.entry else None,
        "service_name": fields.get("service_name"),
        "service_number": fields.get("service_number"),
        "flag_name": fields.get("flag_name"),
        "message": job.message,
        "url": job.url,
        "error": error(job.error),
    }


def _about(job: Resent) -> str:
    if job.entry is None:
        return ""
    fields = job.entry.fields
    build, flag = fields.get("service_number"), fields.get("flag_name")
    known = (
        f"build {build}" if build else "",
        f"flag {flag}" if flag else "",
        job.entry.created,
    )
    shown = ", ".join(part for part in known if part)
    return f" ({shown})" if shown else ""
