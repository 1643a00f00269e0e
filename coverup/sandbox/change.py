"""By how much a build's coverage differs from that of the build it is compared with."""

import sqlite3
from collections.abc import Mapping
from typing import Final, cast

from coverup.sandbox.rows import totals_of
from coverup.sandbox.shown_files import numbers

_WITH_FIRST_JOB: Final = (
    "SELECT builds.*, jobs.fields, jobs.git FROM builds "
    "JOIN jobs ON jobs.build_id = builds.id AND jobs.position = 1 WHERE builds.repo = ? "
    "AND builds.id <= ? ORDER BY builds.id DESC"
)


def coverage_change(db: sqlite3.Connection, build: sqlite3.Row) -> float | None:
    """Return the difference in percent, None while there is nothing to compare.

    The base is the latest closed build of the job's `compare_sha`, else of its `compare_ref`, else
    of the same branch, else of the repository.
    """
    if build["calculated_at"] is None:
        return None
    mine, *others = db.execute(_WITH_FIRST_JOB, (build["repo"], build["id"])).fetchall()
    base = _base(_described(mine), [row for row in others if row["done"]])
    percent, before = _percent(build), _percent(base) if base else None
    return None if percent is None or before is None else percent - before


def _base(mine: Mapping[str, object], earlier: list[sqlite3.Row]) -> sqlite3.Row | None:
    """Return the build to compare with out of earlier ones, the newest first."""
    described = [(row, _described(row)) for row in earlier]
    wishes = (("commit", "compare_sha"), ("branch", "compare_ref"), ("branch", "branch"))
    for theirs, ours in wishes:
        for row, other in described:
            if mine.get(ours) and other.get(theirs) == mine[ours]:
                return row
    return next(iter(earlier), None)


def _described(row: sqlite3.Row) -> dict[str, object]:
    import orjson

    fields, git = orjson.loads(row["fields"]), orjson.loads(row["git"])
    commit = fields.get("commit_sha") or git.get("id")
    branch = git.get("branch") or fields.get("service_branch")
    return {**fields, "commit": commit, "branch": branch}


def _percent(row: sqlite3.Row) -> float | None:
    return cast(float | None, numbers(totals_of(row))["covered_percent"])
