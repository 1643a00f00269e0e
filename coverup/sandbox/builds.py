"""What uploads, webhooks and reruns do to builds.

A build is known by its repository (the token), its `service_number` and its `service_attempt`. It
is open while parallel jobs come in, and done after a job that is not parallel or after the webhook
(https://docs.coveralls.io/api-parallel-build-webhook). A build that is done takes no more jobs.
"""

import sqlite3
from dataclasses import dataclass
from typing import Final, cast

from coverup.model import totals_of
from coverup.sandbox.carryforward import carry_forward
from coverup.sandbox.rows import insert_job, merged_files, totals_row
from coverup.sandbox.store import Store
from coverup.sandbox.understood import Findings, Job, Refused

CLOSED: Final = (
    "Can't add a job to a build that is already closed. Build {} is closed. "
    "See docs.coveralls.io/parallel-builds"
)
NO_BUILD: Final = "No build matching CI build number {} found"
_REPLACING_SERVICE: Final = "github"
"""https://github.com/lemurheavy/coveralls-public/issues/1403."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a job has been put: its id, the number of its build and its place there, from 1."""

    job_id: int
    number: str
    position: int


@dataclass(frozen=True, slots=True)
class Which:
    """Which build a webhook or a rerun is about.

    Attributes:
        token: The repository's token.
        number: The `service_number` of the build's jobs.
        attempt: Their `service_attempt`; None takes the newest, open ones first.
    """

    token: str
    number: str
    attempt: str | None = None


@dataclass(frozen=True, slots=True)
class Calculated:
    """A build after a webhook or a rerun."""

    build_id: int
    done: bool
    jobs: int
    remarks: tuple[str, ...] = ()


def add_job(store: Store, job: Job, *, request: str, findings: Findings) -> Placed:
    """Put a job into its build; the build is done if the job is not parallel.

    Args:
        store: Where to keep it.
        job: A job without broken rules.
        request: What is kept about the request, as JSON.
        findings: Takes remarks about the build; all of them are kept with the job.

    Raises:
        Refused: The build is already closed.
    """
    with store.transaction() as db:
        build = _build_for(db, store.repo_of(job.token), job)
        others = db.execute("SELECT * FROM jobs WHERE build_id = ?", (build["id"],)).fetchall()
        replaced = next((other for other in others if _replaces(job, other)), None)
        if replaced:
            db.execute("DELETE FROM jobs WHERE id = ?", (replaced["id"],))
            others.remove(replaced)
            findings.remark(_on_replaced(job))
        _remark_on_build(job, others, findings)
        position = replaced["position"] if replaced else len(others) + 1
        job_id = insert_job(
            db,
            job,
            build_id=build["id"],
            position=position,
            request=request,
            remarks=findings.remarks(),
            job_id=replaced["id"] if replaced else None,
        )
        if not job.parallel:
            _calculate(db, build["id"], done=True)
        return Placed(job_id, build["number"], position)


def close_build(store: Store, which: Which, carryforward: tuple[str, ...] = ()) -> Calculated:
    """Close a build: bring over the flags that are missing and calculate its totals.

    Closing it again changes nothing, so that a client may safely repeat the webhook.

    Raises:
        Refused: There is no such build.
    """
    with store.transaction() as db:
        build = _find(db, store.repo_of(which.token), which)
        if build["done"]:
            return _calculated(db, build["id"], "the build was already closed")
        remarks = carry_forward(db, build, carryforward)
        _calculate(db, build["id"], done=True)
        return _calculated(db, build["id"], *remarks)


def rerun_build(store: Store, which: Which) -> Calculated:
    """Calculate the totals of a build again.

    Raises:
        Refused: There is no such build.
    """
    with store.transaction() as db:
        build = _find(db, store.repo_of(which.token), which)
        _calculate(db, build["id"], done=build["done"])
        return _calculated(db, build["id"])


def _build_for(db: sqlite3.Connection, repo: str, job: Job) -> sqlite3.Row:
    number = job.fields.get("service_number") or _next_number(db, repo)
    attempt = job.fields.get("service_attempt", "")
    key = (repo, number, attempt)
    db.execute("INSERT OR IGNORE INTO builds (repo, number, attempt) VALUES (?, ?, ?)", key)
    build = cast(
        sqlite3.Row,
        db.execute(
            "SELECT * FROM builds WHERE (repo, number, attempt) = (?, ?, ?)", key
        ).fetchone(),
    )
    if build["done"]:
        raise Refused(CLOSED.format(number))
    return build


def _next_number(db: sqlite3.Connection, repo: str) -> str:
    rows = db.execute("SELECT number FROM builds WHERE repo = ?", (repo,))
    taken = {row["number"] for row in rows}
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    return str(number)


def _replaces(job: Job, other: sqlite3.Row) -> bool:
    """Tell whether flag and job id are the other job's: then it is the same job, sent again."""
    flag, job_id = job.fields.get("flag_name"), job.fields.get("service_job_id")
    return job_id is not None and (flag, job_id) == (other["flag_name"], other["service_job_id"])


def _on_replaced(job: Job) -> str:
    remark = "replaces an earlier job of the same flag and service_job_id"
    if job.fields.get("service_name") == _REPLACING_SERVICE:
        return remark
    return f"{remark}; of Coveralls this is known for the service {_REPLACING_SERVICE} only"


def _remark_on_build(job: Job, others: list[sqlite3.Row], findings: Findings) -> None:
    flag = job.fields.get("flag_name")
    if flag is not None and any(other["flag_name"] == flag for other in others):
        findings.remark("another job of this build has the same flag_name; both are kept")
    if others and not job.parallel:
        findings.remark("closes a build that other jobs have opened as parallel")


def _find(db: sqlite3.Connection, repo: str, which: Which) -> sqlite3.Row:
    build = db.execute(
        "SELECT * FROM builds WHERE repo = ? AND number = ? AND attempt = coalesce(?, attempt) "
        "ORDER BY done, id DESC",
        (repo, which.number, which.attempt),
    ).fetchone()
    if build is None:
        raise Refused(NO_BUILD.format(which.number))
    return cast(sqlite3.Row, build)


def _calculate(db: sqlite3.Connection, build_id: int, *, done: bool) -> None:
    totals = totals_of(merged_files(db, build_id))
    db.execute(
        "UPDATE builds SET done = :done, calculated_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), "
        "lines = :lines, covered_lines = :covered_lines, branches = :branches, "
        "covered_branches = :covered_branches WHERE id = :id",
        {"id": build_id, "done": done, **totals_row(totals)},
    )


def _calculated(db: sqlite3.Connection, build_id: int, *remarks: str) -> Calculated:
    row = db.execute(
        "SELECT builds.done, count(jobs.id) AS jobs FROM builds "
        "LEFT JOIN jobs ON jobs.build_id = builds.id WHERE builds.id = ?",
        (build_id,),
    ).fetchone()
    return Calculated(build_id, bool(row["done"]), row["jobs"], remarks)
