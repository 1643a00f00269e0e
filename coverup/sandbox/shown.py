"""What the pages and their `.json` forms say about builds and jobs."""

import sqlite3
from typing import cast

from coverup.model import Totals
from coverup.sandbox.change import coverage_change
from coverup.sandbox.job_rules import TEXT_FIELDS
from coverup.sandbox.rows import measured_of, merged_files, totals_of
from coverup.sandbox.shown_files import Shown, numbers, shown_file
from coverup.sandbox.store import Store


def builds(store: Store) -> list[Shown]:
    """Return all builds, the newest first, without their jobs."""
    with store.transaction() as db:
        rows = db.execute("SELECT * FROM builds ORDER BY id DESC").fetchall()
        firsts = db.execute("SELECT min(id), * FROM jobs GROUP BY build_id").fetchall()
    first_jobs = {job["build_id"]: job for job in firsts}
    return [_build(row, first_jobs.get(row["id"])) for row in rows]


def build(store: Store, build_id: int) -> Shown | None:
    """Return one build with its flags and jobs, None if there is none of this id.

    Its coverage and the change of it are None until it has been calculated.
    """
    with store.transaction() as db:
        row = db.execute("SELECT * FROM builds WHERE id = ?", (build_id,)).fetchone()
        jobs = db.execute(
            "SELECT * FROM jobs WHERE build_id = ? ORDER BY position", (build_id,)
        ).fetchall()
        change = coverage_change(db, row) if row else None
    if row is None:
        return None
    return {
        **_build(row, jobs[0] if jobs else None),
        "coverage_change": change,
        "flags": list(dict.fromkeys(job["flag_name"] for job in jobs if job["flag_name"])),
        "jobs": [_job(job, row) for job in jobs],
    }


def build_of_commit(store: Store, commit: str) -> Shown | None:
    """Return the newest build of a commit with its jobs, None if there is none."""
    newest = next((each for each in builds(store) if each["commit_sha"] == commit), None)
    return None if newest is None else build(store, cast(int, newest["id"]))


def files_of_build(store: Store, build_id: int) -> list[Shown]:
    """Return the files of a build, each merged over all jobs."""
    with store.transaction() as db:
        return [shown_file(measured) for measured in merged_files(db, build_id)]


def job_head(store: Store, job_id: int) -> Shown | None:
    """Return one job without its files, None if there is none of this id."""
    with store.transaction() as db:
        row = db.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        if row is None:
            return None
        build_row = db.execute("SELECT * FROM builds WHERE id = ?", (row["build_id"],)).fetchone()
    return _job(row, build_row)


def job(store: Store, job_id: int) -> Shown | None:
    """Return one job with its files, None if there is none of this id."""
    head = job_head(store, job_id)
    if head is None:
        return None
    with store.transaction() as db:
        files = db.execute(
            "SELECT * FROM files WHERE job_id = ? ORDER BY name", (job_id,)
        ).fetchall()
    shown_files = [
        {**shown_file(measured_of(file)), "source_digest": file["digest"]} for file in files
    ]
    return {**head, "source_files": shown_files}


def _build(row: sqlite3.Row, first_job: sqlite3.Row | None) -> Shown:
    about = _about(first_job) if first_job else {}
    is_calculated = row["calculated_at"] is not None
    return {
        "id": row["id"],
        "number": row["number"],
        "attempt": row["attempt"] or None,
        "done": bool(row["done"]),
        "created_at": row["created_at"],
        "calculated_at": row["calculated_at"],
        "repo_name": about.get("repo_name"),
        "service_name": about.get("service_name"),
        "commit_sha": about.get("commit_sha"),
        "branch": about.get("branch"),
        "commit_message": about.get("commit_message"),
        **(numbers(totals_of(row)) if is_calculated else dict.fromkeys(numbers(Totals()))),
    }


def _job(row: sqlite3.Row, build_row: sqlite3.Row) -> Shown:
    import orjson

    return {
        "id": row["id"],
        "build": row["build_id"],
        "build_number": build_row["number"],
        "message": f"Job #{build_row['number']}.{row['position']}",
        **_about(row),
        "parallel": bool(row["parallel"]),
        "carried_from": row["carried_from"],
        "received_at": row["received_at"],
        **numbers(totals_of(row)),
        "remarks": orjson.loads(row["remarks"]),
        "request": orjson.loads(row["request"]),
    }


def _about(row: sqlite3.Row) -> Shown:
    import orjson

    fields = orjson.loads(row["fields"])
    git = orjson.loads(row["git"])
    return {
        **{name: fields.get(name) for name in TEXT_FIELDS},
        "commit_sha": fields.get("commit_sha") or git.get("id"),
        "branch": git.get("branch") or fields.get("service_branch"),
        "commit_message": git.get("message"),
        "author_name": git.get("author_name"),
        "remotes": git.get("remotes", []),
    }
