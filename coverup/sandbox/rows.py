"""Jobs and files as rows of the store, and back."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby

from coverup.model import FileCoverage, Totals, merge
from coverup.sandbox.branches import by_identity, flat_array
from coverup.sandbox.understood import Job


def insert_job(
    db: sqlite3.Connection,
    job: Job,
    *,
    build_id: int,
    position: int,
    request: str,
    remarks: list[str],
    job_id: int | None = None,
) -> int:
    """Keep a job and its files, all but its token, and return its id.

    Args:
        db: The store's connection, within a transaction.
        job: What was understood.
        build_id: Its build.
        position: Its place in the build, from 1.
        request: What is kept about the request, as JSON.
        remarks: What there is to say about it.
        job_id: The id to use again, of a job that this one replaces.
    """
    import orjson

    totals = job.totals()
    values = {
        "id": job_id,
        "build_id": build_id,
        "position": position,
        "flag_name": job.fields.get("flag_name"),
        "service_job_id": job.fields.get("service_job_id"),
        "parallel": job.parallel,
        "fields": orjson.dumps(job.fields).decode(),
        "git": orjson.dumps(job.git).decode(),
        "remarks": orjson.dumps(remarks).decode(),
        "request": request,
        **totals_row(totals),
    }
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    # The names are those above, never a client's.
    cursor = db.execute(f"INSERT INTO jobs ({names}) VALUES ({places})", values)  # noqa: S608
    new_id = int(cursor.lastrowid or 0)
    db.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", _file_rows(new_id, job))
    return new_id


def _file_rows(job_id: int, job: Job) -> Iterator[tuple[object, ...]]:
    import orjson

    for file in job.files:
        lines = orjson.dumps(file.measured.lines).decode()
        branches = orjson.dumps(flat_array(file.measured.branches)).decode()
        yield job_id, file.measured.path, file.digest, lines, branches, file.source


def carry_job(db: sqlite3.Connection, job_id: int, *, build_id: int, position: int) -> None:
    """Copy a job with its files into a later build, and mark it as carried forward."""
    copied = (
        "flag_name, service_job_id, parallel, fields, git, remarks, request, "
        "lines, covered_lines, branches, covered_branches"
    )
    # The names are those above, never a client's.
    cursor = db.execute(
        f"INSERT INTO jobs (build_id, position, carried_from, {copied}) "  # noqa: S608
        f"SELECT ?, ?, coalesce(carried_from, id), {copied} FROM jobs WHERE id = ?",
        (build_id, position, job_id),
    )
    db.execute(
        "INSERT INTO files SELECT ?, name, digest, coverage, branches, source "
        "FROM files WHERE job_id = ?",
        (cursor.lastrowid, job_id),
    )


def measured_of(row: sqlite3.Row) -> FileCoverage:
    """Return what a row of `files` holds."""
    import orjson

    branches = by_identity(orjson.loads(row["branches"]))
    return FileCoverage(row["name"], orjson.loads(row["coverage"]), branches)


def merged_files(db: sqlite3.Connection, build_id: int) -> Iterator[FileCoverage]:
    """Yield each file of a build, merged over all its jobs, in the order of names."""
    rows = db.execute(
        "SELECT files.* FROM files JOIN jobs ON jobs.id = files.job_id "
        "WHERE jobs.build_id = ? ORDER BY files.name",
        (build_id,),
    )
    for _, same_file in groupby(rows, key=lambda row: row["name"]):
        yield merge(measured_of(row) for row in same_file)


def totals_row(totals: Totals) -> dict[str, int]:
    """Return totals under the names of the store's columns."""
    return {
        "lines": totals.lines,
        "covered_lines": totals.covered_lines,
        "branches": totals.branches,
        "covered_branches": totals.covered_branches,
    }


def totals_of(row: sqlite3.Row) -> Totals:
    """Return the totals in a row of `jobs` or `builds`."""
    return Totals(
        lines=row["lines"],
        covered_lines=row["covered_lines"],
        branches=row["branches"],
        covered_branches=row["covered_branches"],
    )
