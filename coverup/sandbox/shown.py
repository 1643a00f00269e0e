"""What the pages and their `.json` forms say about builds, jobs and files.

The names of the numbers are those of Coveralls' own `.json` pages. `covered_percent` counts lines
and branches together, as Coveralls does unless a repository's settings say otherwise
(https://github.com/lemurheavy/coveralls-public/issues/1386).
"""

import sqlite3
from collections.abc import Iterable
from typing import cast

from coverup.model import FileCoverage, Totals, percent
from coverup.sandbox.job_rules import TEXT_FIELDS
from coverup.sandbox.rows import measured_of, merged_files, totals_of
from coverup.sandbox.store import Store

Shown = dict[str, object]


def builds(store: Store) -> list[Shown]:
    """Return all builds, the newest first, without their jobs."""
    with store.transaction() as db:
        rows = db.execute("SELECT * FROM builds ORDER BY id DESC").fetchall()
        firsts = db.execute("SELECT min(id), * FROM jobs GROUP BY build_id").fetchall()
    first_jobs = {job["build_id"]: job for job in firsts}
    return [_build(row, first_jobs.get(row["id"])) for row in rows]


def build(store: Store, build_id: int) -> Shown | None:
    """Return one build with its jobs, None if there is none of this id."""
    with store.transaction() as db:
        row = db.execute("SELECT * FROM builds WHERE id = ?", (build_id,)).fetchone()
        jobs = db.execute(
            "SELECT * FROM jobs WHERE build_id = ? ORDER BY position", (build_id,)
        ).fetchall()
    if row is None:
        return None
    return {**_build(row, jobs[0] if jobs else None), "jobs": [_job(job, row) for job in jobs]}


def build_of_commit(store: Store, commit: str) -> int | None:
    """Return the id of the newest build of a commit."""
    return next((cast(int, b["id"]) for b in builds(store) if b["commit_sha"] == commit), None)


def files_of_build(store: Store, build_id: int) -> list[Shown]:
    """Return the files of a build, each merged over all jobs."""
    with store.transaction() as db:
        return [_file(measured) for measured in merged_files(db, build_id)]


def job(store: Store, job_id: int) -> Shown | None:
    """Return one job with its files, None if there is none of this id."""
    with store.transaction() as db:
        row = db.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        if row is None:
            return None
        build_row = db.execute("SELECT * FROM builds WHERE id = ?", (row["build_id"],)).fetchone()
        files = db.execute(
            "SELECT * FROM files WHERE job_id = ? ORDER BY name", (job_id,)
        ).fetchall()
    shown_files = [{**_file(measured_of(file)), "source_digest": file["digest"]} for file in files]
    return {**_job(row, build_row), "source_files": shown_files}


def file_lines(store: Store, job_id: int, name: str) -> Shown | None:
    """Return one file of a job with its lines, None if there is none.

    Without the file's source only relevant lines and lines with branches are listed.
    """
    with store.transaction() as db:
        row = db.execute(
            "SELECT * FROM files WHERE job_id = ? AND name = ?", (job_id, name)
        ).fetchone()
    if row is None:
        return None
    measured = measured_of(row)
    source = cast(str | None, row["source"])
    texts = None if source is None else source.splitlines()
    return {**_file(measured), "has_source": texts is not None, "lines": _lines(measured, texts)}


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


def numbers(totals: Totals) -> Shown:
    """Return totals under the names of Coveralls' own `.json` pages."""
    relevant = totals.lines + totals.branches
    covered = totals.covered_lines + totals.covered_branches
    return {
        "covered_percent": percent(covered, relevant),
        "line_percent": percent(totals.covered_lines, totals.lines),
        "branch_percent": percent(totals.covered_branches, totals.branches),
        "relevant_lines": totals.lines,
        "covered_lines": totals.covered_lines,
        "missed_lines": totals.lines - totals.covered_lines,
        "relevant_branches": totals.branches,
        "covered_branches": totals.covered_branches,
        "missed_branches": totals.branches - totals.covered_branches,
    }


def _file(measured: FileCoverage) -> Shown:
    return {
        "name": measured.path,
        **numbers(measured.totals()),
        "missed_ranges": missed_ranges(measured.lines),
    }


def missed_ranges(lines: Iterable[int | None]) -> list[str]:
    """Return the lines without hits as ranges; lines that are not relevant do not end a range."""
    ranges: list[tuple[int, int]] = []
    is_open = False
    for line, hits in enumerate(lines, start=1):
        if hits == 0:
            first = ranges.pop()[0] if is_open else line
            ranges.append((first, line))
            is_open = True
        elif hits is not None:
            is_open = False
    return [str(first) if first == last else f"{first}-{last}" for first, last in ranges]


def _lines(measured: FileCoverage, texts: list[str] | None) -> list[Shown]:
    branches: dict[int, list[int]] = {}
    for (line, _, _), hits in measured.all_branches().items():
        branches.setdefault(line, []).append(hits)
    length = max(len(measured.lines), len(texts or ()), *branches, 0)
    return [
        {
            "number": number,
            "hits": measured.hits_of(number),
            "branches": len(branches.get(number, ())),
            "covered_branches": sum(1 for hits in branches.get(number, ()) if hits),
            "text": texts[number - 1] if texts and number <= len(texts) else "",
        }
        for number in range(1, length + 1)
        if texts is not None or measured.hits_of(number) is not None or number in branches
    ]
