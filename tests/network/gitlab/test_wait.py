"""`gitlab wait`: never for itself, for later stages, or for people."""

from dataclasses import dataclass, field
from typing import Final

import pytest

from coverup.errors import ThresholdError
from coverup.gitlab.access import Access, Credential
from coverup.gitlab.client import GitLab
from coverup.gitlab.pipelines import Chosen
from coverup.gitlab.records import Job
from coverup.gitlab.wait import Own, Waiting, refuse_failed, summary
from coverup.http import Http
from coverup.pipeline.listener import Silence
from coverup.values import Secret
from tests.invoked import coverup
from tests.network.clocks import FakeTime
from tests.network.gitlab.standin import gitlab
from tests.network.gitlab.world import JOB, PRIVATE, FakeJob, World, pipeline

OWN: Final = 30


def world(**statuses: str) -> World:
    """Return a pipeline of three stages; job 30 of the second is the one that waits."""
    jobs = [
        FakeJob(10, "build", stage="build"),
        FakeJob(20, "unit", stage="test"),
        FakeJob(OWN, "coverage", stage="test", status="running"),
        FakeJob(40, "deploy", stage="last", status="created"),
        FakeJob(50, "build", stage="build"),
    ]
    for job in jobs:
        job.status = statuses.get(f"j{job.id}", job.status)
    jobs[0].retried = True
    return World(jobs=jobs)


@dataclass
class Progress(FakeTime):
    """Time in which jobs come to their ends."""

    world: World = field(default_factory=World)
    ends: dict[float, tuple[int, str]] = field(default_factory=dict)

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        for moment, (number, status) in self.ends.items():
            job = self.world.job(number)
            if job and self.passed >= moment:
                job.status = status


def waiting(url: str, *, own: Own | None, chosen: Chosen) -> Waiting:
    access = Access(
        api=f"{url}/api/v4", project="7", credential=Credential(Secret(PRIVATE), "private")
    )
    lab = GitLab(access, Http(retries=0))
    return Waiting(gitlab=lab, pipeline=100, chosen=chosen, own=own, tell=Silence())


def wait(
    world: World, *, own: Own | None, patience: float = 100, chosen: Chosen | None = None
) -> list[str]:
    time = Progress(world=world, ends={10.0: (20, "success"), 20.0: (50, "failed")})
    with gitlab(world) as (server, _):
        each = waiting(server.url, own=own, chosen=chosen or Chosen())
        found = each.wait(patience, clock=time.clock, sleep=time.sleep)
        each.gitlab.close()
    return [f"{job.name} {job.status}" for job in found]


def test_it_waits_for_earlier_stages_and_its_own_but_neither_itself_nor_later_ones() -> None:
    busy = world(j20="running", j50="pending")
    assert wait(busy, own=Own(OWN, "test")) == ["unit success", "build failed"]


def test_a_retried_job_of_an_early_stage_is_not_taken_for_a_late_one() -> None:
    """Its number is higher than that of every job of the later stages."""
    busy = world(j50="running")
    assert "build failed" in wait(busy, own=Own(OWN, "test"))


def test_from_elsewhere_all_jobs_are_waited_for_until_patience_ends() -> None:
    with pytest.raises(ThresholdError, match="after 1 min 40 s not over: coverage, deploy"):
        wait(world(), own=None)


def test_a_manual_job_is_not_waited_for() -> None:
    manual = world(j20="manual", j30="success", j40="manual")
    assert wait(manual, own=None, patience=0) == [
        *("unit manual", "coverage success", "deploy manual", "build success")
    ]


def test_only_the_named_jobs_are_waited_for() -> None:
    assert wait(world(), own=None, chosen=Chosen(jobs=("u*",))) == ["unit success"]


@pytest.mark.parametrize(
    ("status", "may_fail", "is_refused"),
    [
        ("failed", False, True),
        ("canceled", False, True),
        ("failed", True, False),
        ("skipped", False, False),
        ("manual", False, False),
    ],
)
def test_a_job_that_may_not_fail_decides(status: str, may_fail: bool, is_refused: bool) -> None:
    document = FakeJob(1, "unit", status=status, allow_failure=may_fail).document(pipeline(100))
    job = Job.of(document)
    assert summary([job, job]) == f"2 {status}"
    if is_refused:
        with pytest.raises(ThresholdError, match=f"jobs failed: unit \\({status}\\)"):
            refuse_failed([job])
    else:
        refuse_failed([job])


def command(world: World, *words: str, **env: str) -> tuple[int, str, str]:
    with gitlab(world) as (server, _):
        known = {
            "CI_API_V4_URL": f"{server.url}/api/v4",
            "CI_PROJECT_ID": "7",
            "CI_PIPELINE_ID": "100",
            "CI_JOB_ID": str(OWN),
            "CI_JOB_STAGE": "test",
            "CI_JOB_TOKEN": JOB,
        }
        ran = coverup({**known, **env}, "gitlab", "wait", *words)
    return ran.code, ran.out, ran.err


def test_in_a_job_the_command_knows_itself() -> None:
    assert command(world())[:2] == (0, "2 success\n")


def test_a_failed_job_is_exit_code_7_unless_it_is_allowed() -> None:
    code, out, err = command(world(j20="failed"))
    assert (code, out) == (7, "1 failed, 1 success\n")
    assert "jobs failed: unit (failed)" in err
    assert command(world(j20="failed"), "--allow-failed")[0] == 0


def test_of_another_pipeline_no_job_is_its_own() -> None:
    other = world()
    code, _, err = command(other, "--wait-for", "0", CI_PIPELINE_ID="1", GITLAB_TOKEN=PRIVATE)
    assert code == 6, err
    code, _, err = command(
        *(other, "--wait-for", "0", "--pipeline", "100"), CI_PIPELINE_ID="1", GITLAB_TOKEN=PRIVATE
    )
    assert code == 7
    assert "after 0 s not over: coverage, deploy" in err


def test_a_glob_that_means_no_job_is_told_with_the_names() -> None:
    code, _, err = command(world(), "--job", "nothing")
    assert code == 3
    assert "--job means no job of the pipeline" in err
    assert "its jobs are unit, coverage, deploy, build" in err
