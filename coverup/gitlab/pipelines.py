"""Which pipeline is meant, and which of its jobs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final

from coverup.errors import ConfigError, RefusedError
from coverup.gitlab.client import GitLab
from coverup.gitlab.records import Job
from coverup.pipeline.listener import Listener
from coverup.settings import Settings

DEEPEST: Final = 3
"""Levels of child pipelines; GitLab allows two.

Source: https://docs.gitlab.com/ci/pipelines/downstream_pipelines/#nested-child-pipelines
"""
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the user wants to look at.

    Attributes:
        ref: The branch or tag whose newest pipeline is meant.
        sha: The commit whose newest pipeline is meant.
        statuses: Only jobs that are in one of these states.
        jobs: Globs of the jobs' names; empty for all.
        retried: Whether earlier attempts count too.
        children: Whether jobs of child pipelines count too.
    """

    ref: str | None = None
    sha: str | None = None
    statuses: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    retried: bool = False
    children: bool = False


def pipeline_of(gitlab: GitLab, settings: Settings, chosen: Chosen) -> int:
    """Return the number of the pipeline that is meant.

    Raises:
        ConfigError: None is named, or not by a number.
        RefusedError: There is none for this branch or commit.
    """
    if chosen.sha:
        found = next(gitlab.pipelines_of(chosen.sha), None)
        if found is None:
            raise RefusedError(f"GitLab has no pipeline for the commit {chosen.sha}")
        return found.id
    if chosen.ref:
        return gitlab.latest_pipeline(chosen.ref).id
    number = settings.text("gitlab_pipeline")
    if number is None:
        hint = "name it with --pipeline ID, --ref BRANCH or --sha COMMIT"
        raise ConfigError("no pipeline is known", hint=hint)
    if not (number.isascii() and number.isdecimal()):
        source = settings.values["gitlab_pipeline"].source
        raise ConfigError(f"{source}: {number!r} is not the number of a pipeline")
    return int(number)


def jobs_of(
    gitlab: GitLab,
    pipeline: int,
    chosen: Chosen,
    tell: Listener,
    *,
    parent: str = "",
    depth: int = 0,
) -> Iterator[Job]:
    """Yield the jobs of a pipeline, oldest first, and those of its child pipelines after them."""
    found = gitlab.pipeline_jobs(pipeline, chosen.statuses, retried=chosen.retried)
    named = (replace(job, parent=parent) for job in found)
    yield from sorted(matching(named, chosen.jobs), key=lambda job: job.id)
    if not chosen.children or depth >= DEEPEST:
        return
    try:
        triggers = list(gitlab.triggers(pipeline))
    except RefusedError as error:
        tell.warn(f"child pipelines are left out: {error.message}; {error.hint}")
        return
    for trigger in triggers:
        child = trigger.downstream
        if child is None:
            continue
        if child.project != trigger.project:
            tell.info(f"{trigger.name}: a pipeline of another project, left out")
            continue
        name = f"{parent}/{trigger.name}" if parent else trigger.name
        yield from jobs_of(gitlab, child.id, chosen, tell, parent=name, depth=depth + 1)


def matching(jobs: Iterable[Job], globs: Sequence[str]) -> Iterator[Job]:
    """Yield the jobs whose name, or name with its trigger job, one of the globs means.

    A glob means itself too, since names like `test: [unit]` look like one.
    """
    for job in jobs:
        names = {job.name, job.label}
        if not globs or any(
            glob in names or any(fnmatchcase(name, glob) for name in names) for glob in globs
        ):
            yield job


def none_matches(jobs: Iterable[Job]) -> ConfigError:
    """Return the error about globs that mean no job, with the names that there are."""
    names = [job.label for job in jobs]
    more = ", ..." if names[_SHOWN:] else ""
    shown = f"its jobs are {', '.join(names[:_SHOWN])}{more}" if names else "it has no jobs"
    return ConfigError("--job means no job of the pipeline", hint=shown)
