"""Flags that a build lacks are taken from an earlier one: https://docs.coveralls.io/carryforward."""

import sqlite3

from coverup.sandbox.rows import carry_job


def flags_in(text: str) -> tuple[str, ...]:
    """Return the flags of a comma-separated list, each once.

    Quotes around it are dropped: the vendor's page writes `?carryforward='a,b'`.
    """
    flags = (flag.strip() for flag in text.strip().strip("'\"").split(","))
    return tuple(dict.fromkeys(flag for flag in flags if flag))


def carry_forward(
    db: sqlite3.Connection, build: sqlite3.Row, flags: tuple[str, ...]
) -> tuple[str, ...]:
    """Copy jobs of the flags that a build lacks, and say what was done for each flag.

    They come from the latest build of the repository that is done and has the flag.
    """
    jobs = db.execute("SELECT flag_name FROM jobs WHERE build_id = ?", (build["id"],)).fetchall()
    present = {job["flag_name"] for job in jobs}
    position = len(jobs)
    remarks = []
    for flag in flags:
        if flag in present:
            remarks.append(f"flag {flag}: nothing to carry forward, this build has it")
            continue
        found = _latest_jobs(db, build, flag)
        for job_id in found:
            position += 1
            carry_job(db, job_id, build_id=build["id"], position=position)
        done = "carried forward" if found else "no earlier build that is done has it"
        remarks.append(f"flag {flag}: {done}")
    return tuple(remarks)


def _latest_jobs(db: sqlite3.Connection, build: sqlite3.Row, flag: str) -> list[int]:
    rows = db.execute(
        "SELECT jobs.id, jobs.build_id FROM jobs JOIN builds ON builds.id = jobs.build_id "
        "WHERE builds.repo = ? AND builds.done AND builds.id <> ? AND jobs.flag_name = ? "
        "ORDER BY jobs.build_id DESC, jobs.position",
        (build["repo"], build["id"], flag),
    ).fetchall()
    return [row["id"] for row in rows if row["build_id"] == rows[0]["build_id"]]
