"""`gitlab upload`: the jobs of a pipeline become the jobs of one Coveralls build."""

import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import requests

from coverup.sandbox import Sandbox
from tests.invoked import Invoked, coverup
from tests.network.gitlab.measured import FORMATS, Hits, lcov
from tests.network.gitlab.standin import StandIn, gitlab
from tests.network.gitlab.world import JOB, PATH, PRIVATE, FakeJob, World, archive, pipeline
from tests.network.servers import Server

SOURCES: Final = 12
LINES: Final = 30
JOBS: Final = 40
TOKEN: Final = "c0veralls-t0ken"


@pytest.fixture(autouse=True)
def sources() -> None:
    Path("src").mkdir()
    for number in range(SOURCES):
        Path(f"src/{number}.go").write_text("f();\n" * LINES)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def measured(seed: int) -> dict[str, dict[int, int]]:
    chance = random.Random(seed)
    names = chance.sample(range(SOURCES), 4)
    return {
        f"src/{name}.go": {
            line: chance.choice((0, 0, 1, 5))
            for line in sorted(chance.sample(range(1, LINES + 1), 6))
        }
        for name in sorted(names)
    }


def ci(server: Server, endpoint: str = "http://127.0.0.1:9", **env: str) -> dict[str, str]:
    """Return the variables of a job in the last stage of pipeline 100."""
    known = {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": f"{server.url}/api/v4",
        "CI_PROJECT_ID": "7",
        "CI_PIPELINE_ID": "100",
        "CI_PIPELINE_IID": "10",
        "CI_JOB_ID": "999",
        "CI_JOB_NAME": "coverage",
        "CI_JOB_STAGE": "last",
        "CI_JOB_TOKEN": JOB,
        "CI_COMMIT_SHA": "b" * 40,
        "CI_COMMIT_BRANCH": "main",
        "CI_PIPELINE_URL": "https://gitlab.example.com/p/100",
        "CI_MERGE_REQUEST_IID": "5",
        "COVERALLS_REPO_TOKEN": TOKEN,
        "COVERALLS_ENDPOINT": endpoint,
    }
    return {**known, **env}


def whole_pipeline() -> tuple[World, list[Hits]]:
    """Return a pipeline of 40 jobs with reports, eight of each format, and what they measured."""
    reports: list[Hits] = [measured(seed) for seed in range(JOBS)]
    jobs = [
        FakeJob(1, "lint", stage="check"),
        FakeJob(999, "coverage", stage="last", status="running"),
    ]
    kinds = list(FORMATS.values())
    for number, hits in enumerate(reports):
        path, write = kinds[number % len(kinds)]
        content = archive({path: write(hits), "dist/app.js": "x();\n" * 100, "README.md": "read"})
        name = f"test: [{number % 8}, {'abcde'[number // 8]}] {number}/{JOBS}"
        jobs.append(FakeJob(10 + number, name, archive=content))
    return World(jobs=jobs), reports


def shown(url: str) -> dict[str, Any]:
    answer: dict[str, Any] = requests.get(f"{url}.json", timeout=30).json()
    return answer


def test_forty_jobs_of_five_formats_become_one_closed_build(sandbox: Sandbox) -> None:
    world, reports = whole_pipeline()
    world.page = 15
    with gitlab(world) as (server, _):
        ran = coverup(ci(server, sandbox.url), "gitlab", "upload", "--done", "--json")
    assert ran.code == 0, ran.err
    outcome = json.loads(ran.out)
    assert (outcome["status"], outcome["done"]["status"]) == ("sent", "sent")
    assert outcome["done"]["url"] == f"{sandbox.url}/builds/1"
    build = shown(outcome["done"]["url"])
    flags = [job["flag_name"] for job in build["jobs"]]
    assert sorted(flags) == sorted(job.name for job in world.jobs if job.archive)
    together: dict[tuple[str, int], int] = {}
    for report in reports:
        for name, hits in report.items():
            for line, count in hits.items():
                together[name, line] = together.get((name, line), 0) + count
    missed = sum(not count for count in together.values())
    assert (build["relevant_lines"], build["missed_lines"]) == (len(together), missed)
    lines = outcome["totals"]["lines"]
    assert (lines["relevant"], lines["covered"]) == (len(together), len(together) - missed)
    assert build["done"] is True
    first = shown(outcome["jobs"][0]["url"])
    assert first["service_name"] == "gitlab-ci"
    assert (first["service_number"], first["service_pull_request"]) == ("10", "5")


def upload(world: World, *words: str, **env: str) -> tuple[Invoked, StandIn]:
    """Make the documents of an upload without sending them, into the folder `jobs`."""
    with gitlab(world) as (server, standin):
        said = ("gitlab", "upload", "--dry-run", "-o", "jobs/", *words)
        return coverup({**ci(server), **env}, *said), standin


def documents() -> list[dict[str, Any]]:
    found = [json.loads(path.read_bytes()) for path in Path("jobs").iterdir()]
    return sorted(found, key=lambda job: str(job["flag_name"]))


def two_jobs(**changes: Any) -> World:
    content = archive({"lcov.info": lcov(measured(1))})
    other = archive({"lcov.info": lcov(measured(2)), "bad.xml": "<coverage"})
    return World(
        jobs=[
            FakeJob(1, "unit", archive=content, **changes),
            FakeJob(2, "e2e", stage="late", archive=other),
        ]
    )


def test_a_document_names_the_job_that_measured() -> None:
    ran, _ = upload(two_jobs())
    assert ran.code == 0, ran.err
    e2e, unit = documents()
    assert (unit["flag_name"], unit["service_job_id"], unit["parallel"]) == ("unit", "unit", True)
    assert unit["service_job_url"] == f"https://gitlab.example.com/{PATH}/-/jobs/1"
    assert unit["service_job_number"] == "1"
    assert unit["service_build_url"] == "https://gitlab.example.com/p/100"
    assert e2e["service_number"] == unit["service_number"] == "10"


def test_flags_are_called_as_the_user_wants() -> None:
    ran, _ = upload(two_jobs(), "--flag", "{stage}-{job}")
    assert ran.code == 0, ran.err
    assert [job["flag_name"] for job in documents()] == ["late-e2e", "test-unit"]


def test_only_the_jobs_and_files_that_are_meant_are_sent() -> None:
    ran, _ = upload(two_jobs(), "--job", "u*", "--path", "lcov.info")
    assert ran.code == 0, ran.err
    assert [job["flag_name"] for job in documents()] == ["unit"]


def test_of_another_pipeline_gitlab_is_asked_and_not_the_variables() -> None:
    world = two_jobs()
    world.pipelines[200] = pipeline(200, ref="refs/merge-requests/77/head", sha="e" * 40)
    for job in world.jobs:
        job.pipeline = 200
    ran, _ = upload(world, "--pipeline", "200", GITLAB_TOKEN=PRIVATE)
    assert ran.code == 0, ran.err
    sent = documents()[0]
    assert (sent["service_number"], sent["service_pull_request"]) == ("110", "77")
    assert sent["commit_sha"] == "e" * 40
    assert sent["service_build_url"].endswith("/-/pipelines/200")
    assert "service_branch" not in sent


def test_what_a_person_says_goes_before_gitlab() -> None:
    world = two_jobs()
    world.pipelines[200] = pipeline(200)
    for job in world.jobs:
        job.pipeline = 200
    ran, _ = upload(
        *(world, "--pipeline", "200", "--build-number", "9"),
        GITLAB_TOKEN=PRIVATE,
        COVERALLS_GIT_BRANCH="mine",
    )
    assert ran.code == 0, ran.err
    assert (documents()[0]["service_number"], documents()[0]["service_branch"]) == ("9", "mine")


def test_children_have_the_name_of_their_trigger_in_front() -> None:
    world = two_jobs()
    world.pipelines[101] = pipeline(101)
    world.bridges = [("packages", 100, 101)]
    world.jobs[1].pipeline = 101
    world.jobs[1].name = "unit"
    ran, _ = upload(world, "--children", GITLAB_TOKEN=PRIVATE)
    assert ran.code == 0, ran.err
    assert [job["flag_name"] for job in documents()] == ["packages/unit", "unit"]


def test_a_failed_jobs_coverage_is_sent_with_a_warning() -> None:
    ran, _ = upload(two_jobs(status="failed"))
    assert ran.code == 0
    assert "not all of their tests may have run: unit failed" in ran.err
    assert len(documents()) == 2


def test_a_job_that_still_runs_is_left_out_with_a_warning() -> None:
    ran, _ = upload(two_jobs(status="running"))
    assert "not over yet, left out: unit" in ran.err
    assert [job["flag_name"] for job in documents()] == ["e2e"]


def test_a_report_that_cannot_be_read_stops_all_before_anything_is_sent(
    sandbox: Sandbox,
) -> None:
    world = two_jobs()
    world.jobs[1].archive = archive({"lcov.info": "SF:src/1.go\nDA:x,y,z\n"})
    with gitlab(world) as (server, _):
        ran = coverup(ci(server, sandbox.url), "gitlab", "upload", "--strict", "--done")
    assert ran.code == 4
    assert "error: e2e: " in ran.err
    assert requests.get(f"{sandbox.url}/builds/1.json", timeout=30).status_code == 404


@pytest.mark.parametrize(
    ("env", "reason"),
    [
        ({"COVERALLS_REPO_TOKEN": ""}, "COVERALLS_REPO_TOKEN is there, but empty"),
        ({"CI_PIPELINE_IID": "", "CI_PIPELINE_ID": ""}, "no pipeline is known"),
    ],
)
def test_what_is_missing_is_told_before_anything_is_downloaded(
    env: dict[str, str], reason: str
) -> None:
    with gitlab(two_jobs()) as (server, _):
        ran = coverup({**ci(server), **env}, "gitlab", "upload")
        assert server.requests == []
    assert ran.code == 3
    assert reason in ran.err


def test_the_reports_are_kept_where_the_user_wants() -> None:
    assert upload(two_jobs(), "--keep", "kept")[0].code == 0
    assert Path("kept/unit/lcov.info").is_file()


def test_a_checkout_gives_the_commit_and_its_files(tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@b.c"]
    for words in (["init", "-qb", "main"], ["add", "src"], ["commit", "-qm", "All"]):
        subprocess.run([*git, *words], check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    ran, _ = upload(two_jobs(), CI_COMMIT_SHA=head.stdout.strip(), HOME=str(tmp_path))
    assert ran.code == 0, ran.err
    assert documents()[0]["git"]["head"]["message"] == "All"
    ran, _ = upload(two_jobs(), "--sha", "b" * 40, CI_PIPELINE_ID="1", GITLAB_TOKEN=PRIVATE)
    assert f"the pipeline is of commit bbbbbbbb, the checkout of {head.stdout[:8]}" in ran.err
