"""Every endpoint of the Jobs API, through the commands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.invoked import Invoked, coverup
from tests.network.gitlab.standin import ROUTES, StandIn, gitlab
from tests.network.gitlab.world import (
    BEARER,
    JOB,
    LCOV,
    PATH,
    PRIVATE,
    SECRETS,
    WRITING,
    FakeJob,
    World,
    archive,
    pipeline,
)
from tests.network.servers import Server

LOG: Final = (
    b"section_start:1700000000:step_script[collapsed=true]\r\x1b[0K"
    b"\x1b[32;1m$ pytest --cov\x1b[0m\n"
    b"TOTAL     10      3    70%\n"
    b"2024-05-22T12:43:46.962646Z 00O TOTAL     40     10    75.5%\n"
    b"section_end:1700000009:step_script\r\x1b[0KJob succeeded\n"
)


def world() -> World:
    jobs = [
        FakeJob(1, "lint", stage="check", trace=b"fine\n"),
        FakeJob(2, "unit", status="failed", retried=True, archive=archive({"lcov.info": "old"})),
        FakeJob(3, "e2e", status="failed", reports=("cobertura", "trace"), trace=LOG),
        FakeJob(4, "unit", archive=archive({"build/lcov.info": LCOV, "a/b.txt": "x"}), coverage=50),
        FakeJob(5, "deploy", stage="last", status="manual"),
        FakeJob(6, "coverage", stage="last", status="running"),
        FakeJob(8, "web", pipeline=101, archive=archive({"lcov.info": LCOV})),
    ]
    pipelines = {100: pipeline(100), 101: pipeline(101, ref="child", sha="c" * 40)}
    pipelines[102] = pipeline(102, project_id=8, ref="other")
    bridges = [("children", 100, 101), ("elsewhere", 100, 102), ("waiting", 100, None)]
    return World(jobs=jobs, pipelines=pipelines, bridges=bridges)


@pytest.fixture
def here() -> Iterator[tuple[Server, StandIn]]:
    with gitlab(world()) as running:
        yield running


def run(server: Server, *words: str, token: str = PRIVATE, **env: str) -> Invoked:
    known = {"GITLAB_URL": server.url, "GITLAB_PROJECT": PATH, "GITLAB_TOKEN": token, **env}
    ran = coverup({name: value for name, value in known.items() if value}, "gitlab", *words)
    assert not any(secret in ran.out + ran.err for secret in SECRETS)
    return ran


def names(ran: Invoked) -> list[str]:
    assert ran.code == 0, ran.err
    return [job["name"] for job in json.loads(ran.out)["jobs"]]


def test_jobs_are_listed_without_earlier_attempts(here: tuple[Server, StandIn]) -> None:
    ran = run(here[0], "jobs", "--pipeline", "100")
    assert ran.out.splitlines() == [
        "id  status   stage  coverage  artifacts  name",
        "1   success  check  -         -          lint",
        "3   failed   test   -         -          e2e",
        f"4   success  test   50.00     {size(here)}      unit",
        "5   manual   last   -         -          deploy",
        "6   running  last   -         -          coverage",
    ]


def size(here: tuple[Server, StandIn]) -> str:
    job = here[1].world.job(4)
    assert job
    return f"{len(job.archive or b'')} B"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--include-retried",), ["lint", "unit", "e2e", "unit", "deploy", "coverage"]),
        (("--status", "success", "--status", "failed"), ["lint", "e2e", "unit"]),
        (("--job", "u*", "--job", "lint"), ["lint", "unit"]),
        (("--children", "--status", "success"), ["lint", "unit", "children/web"]),
        (("--ref", "child"), ["web"]),
        (("--sha", "c" * 40), ["web"]),
        (("--all", "--limit", "3"), ["web", "coverage", "deploy"]),
        (("--all", "--status", "failed"), ["e2e", "unit"]),
    ],
    ids=str,
)
def test_jobs_are_chosen(
    here: tuple[Server, StandIn], words: tuple[str, ...], expected: list[str]
) -> None:
    assert names(run(here[0], "jobs", "--json", *words, CI_PIPELINE_ID="100")) == expected


@pytest.mark.parametrize("links", [True, False])
def test_all_pages_are_read(links: bool) -> None:
    jobs = [FakeJob(number, f"test {number}") for number in range(1, 251)]
    with gitlab(World(jobs=jobs, links=links)) as (server, _):
        found = names(run(server, "jobs", "--json", "--pipeline", "100"))
        assert found == [job.name for job in jobs]
        assert len(server.requests) == 3


def test_a_pipeline_of_another_project_is_no_child(here: tuple[Server, StandIn]) -> None:
    ran = run(here[0], "jobs", "--children", "--pipeline", "100")
    assert "elsewhere: a pipeline of another project, left out" in ran.err


def test_a_server_may_be_below_a_path_and_a_project_a_number() -> None:
    with gitlab(world(), root="/tools/gitlab") as (server, _):
        env = {"GITLAB_URL": f"{server.url}/tools/gitlab/", "GITLAB_PROJECT": "7"}
        assert names(run(server, "jobs", "--json", "--pipeline", "101", **env)) == ["web"]


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (PRIVATE, ()),
        (BEARER, ("--gitlab-token-type", "bearer")),
        (JOB, ("--gitlab-token-type", "job")),
    ],
)
def test_each_kind_of_token_is_sent_in_its_own_header(
    here: tuple[Server, StandIn], token: str, words: tuple[str, ...]
) -> None:
    assert names(run(here[0], "jobs", "--json", "--pipeline", "101", *words, token=token))


def test_reports_are_collected_and_nothing_else(
    here: tuple[Server, StandIn], tmp_path: Path
) -> None:
    ran = run(here[0], "collect", "--pipeline", "100", "--children", "--out", "got")
    assert ran.code == 0, ran.err
    files = [path for path in (tmp_path / "got").rglob("*") if path.is_file()]
    shown = sorted(path.relative_to(tmp_path).as_posix() for path in files)
    assert shown == ["got/children-web/lcov.info", "got/unit/build/lcov.info"]
    assert ran.out.splitlines() == ["got/unit/build/lcov.info", "got/children-web/lcov.info"]
    assert (tmp_path / "got/unit/build/lcov.info").read_text() == LCOV
    assert "e2e: its coverage is no artifact; list the report under artifacts:paths" in ran.err


def test_a_folder_that_is_there_is_not_touched(
    here: tuple[Server, StandIn], tmp_path: Path
) -> None:
    (tmp_path / "got").mkdir()
    (tmp_path / "got/unit").symlink_to(tmp_path)
    ran = run(here[0], "collect", "--pipeline", "100", "--out", "got")
    assert ran.code == 2
    assert "got/unit is there already" in ran.err
    assert not (tmp_path / "build").exists()


def test_few_files_of_a_large_archive_are_downloaded_one_by_one(
    here: tuple[Server, StandIn], tmp_path: Path
) -> None:
    server, standin = here
    stuffed = archive({"build/lcov.info": LCOV, "big.bin": bytes(range(256)) * 4})
    standin.world.jobs[3].archive = padded(stuffed)
    ran = run(server, "collect", "--pipeline", "100", "--path", "*.info", "--out", "got")
    assert ran.code == 0, ran.err
    assert {"GET tree", "GET file"} <= standin.used
    assert "GET archive" not in standin.used
    assert (tmp_path / "got/unit/build/lcov.info").read_text() == LCOV


def test_without_a_list_of_artifacts_the_archive_is_downloaded(
    here: tuple[Server, StandIn],
) -> None:
    server, standin = here
    standin.world.has_tree = False
    standin.world.jobs[3].archive = padded(archive({"build/lcov.info": LCOV}))
    ran = run(server, "collect", "--pipeline", "100", "--path", "build/**", "--out", "got")
    assert ran.code == 0, ran.err
    assert {"GET archive"} <= standin.used
    assert "GET file" not in standin.used


def padded(content: bytes) -> bytes:
    """Return an archive with 5 MB in front, which every reader of archives passes over."""
    return bytes(5_000_000) + content


@pytest.mark.parametrize(
    ("path", "endpoint"), [("build/lcov.info", "GET ref_file"), ("*.info", "GET ref_archive")]
)
def test_the_token_of_a_job_is_enough_to_collect_by_branch(
    tmp_path: Path, path: str, endpoint: str
) -> None:
    place = world()
    place.lists_for_jobs = False
    place.pipelines[100]["ref"] = "feature/a b"
    with gitlab(place) as (server, standin):
        ran = run(
            *(server, "collect", "--from-ref", "feature/a b", "--job", "unit"),
            *("--path", path, "--out", "got"),
            token="",
            CI_JOB_TOKEN=JOB,
            CI_API_V4_URL=f"{server.url}/api/v4",
        )
    assert ran.code == 0, ran.err
    assert standin.used == {endpoint}
    assert (tmp_path / "got/unit/build/lcov.info").read_text() == LCOV


def test_no_report_anywhere_is_an_error_with_the_reason(here: tuple[Server, StandIn]) -> None:
    ran = run(here[0], "collect", "--pipeline", "100", "--path", "nothing.xml")
    assert ran.code == 4
    assert "no report is among the artifacts of 3 jobs" in ran.err
    assert "artifacts:paths" in ran.err


def test_coverage_is_gitlabs_figure_or_the_one_in_the_log(here: tuple[Server, StandIn]) -> None:
    ran = run(here[0], "coverage", "--pipeline", "100")
    assert ran.out.splitlines() == ["     -  lint", " 75.50  e2e  (from its log)", " 50.00  unit"]
    ran = run(here[0], "coverage", "3", "--json", "--regex", r"/TOTAL.*? (\d+)%/")
    assert json.loads(ran.out)["jobs"] == [
        {"id": 3, "name": "e2e", "coverage": 70.0, "source": "log"}
    ]


def test_a_job_without_any_figure_is_an_error(here: tuple[Server, StandIn]) -> None:
    ran = run(here[0], "coverage", "1")
    assert ran.code == 4
    assert "no job shows a percentage" in ran.err


def test_a_job_is_shown(here: tuple[Server, StandIn]) -> None:
    ran = run(here[0], "job", "show", "4")
    assert "status     success" in ran.out
    assert "coverage   50.00" in ran.out
    raw: dict[str, Any] = json.loads(run(here[0], "job", "show", "4", "--json").out)
    assert raw["pipeline"]["id"] == 100


def test_the_tokens_own_job_is_shown_without_a_number(here: tuple[Server, StandIn]) -> None:
    words = ("job", "show", "--gitlab-token-type", "job")
    assert "name       coverage" in run(here[0], *words, token=JOB).out


def test_a_log_is_printed_without_colours_and_markers(here: tuple[Server, StandIn]) -> None:
    lines = run(here[0], "job", "trace", "3").out.splitlines()
    assert lines[0] == "$ pytest --cov"
    assert lines[-1] == "Job succeeded"
    assert "\x1b[32;1m" in run(here[0], "job", "trace", "3", "--raw").out
    assert "the job has no log" in run(here[0], "job", "trace", "5").err


def test_artifacts_are_kept(here: tuple[Server, StandIn]) -> None:
    ran = run(here[0], "job", "keep", "4", token=WRITING)
    assert f"will keep the artifacts of job 4 'unit' (success) of {PATH}" in ran.err
    assert here[1].world.jobs[3].kept


def test_a_job_is_run_again_as_a_new_one(here: tuple[Server, StandIn]) -> None:
    ran = run(here[0], "job", "retry", "3", token=WRITING)
    assert "will run again job 3 'e2e' (failed)" in ran.err
    assert ran.out == "job 3 'e2e': retry done as job 9, now pending\n"


@pytest.mark.parametrize(("words", "status"), [((), "canceling"), (("--force",), "canceled")])
def test_a_job_is_cancelled(
    here: tuple[Server, StandIn], words: tuple[str, ...], status: str
) -> None:
    ran = run(here[0], "job", "cancel", "6", *words, token=WRITING)
    assert f"now {status}" in ran.out


def test_a_manual_job_is_started_with_variables(here: tuple[Server, StandIn]) -> None:
    words = ("job", "play", "5", "--variable", "WHERE=a=b")
    assert run(here[0], *words, token=WRITING).code == 0
    assert here[1].world.jobs[4].variables == [{"key": "WHERE", "value": "a=b"}]
    refused = run(here[0], *words, token=WRITING)
    assert refused.code == 6
    assert "Unplayable Job" in refused.err


def test_erasing_wants_to_be_confirmed(here: tuple[Server, StandIn]) -> None:
    ran = run(here[0], "job", "erase", "4", token=WRITING)
    assert ran.code == 2
    assert "this would erase artifacts and log of job 4 'unit'" in ran.err
    assert here[1].world.jobs[3].archive is not None
    assert run(here[0], "job", "erase", "4", "--yes", token=WRITING).code == 0
    assert [job.archive for job in here[1].world.jobs if job.id == 4] == [None]
    again = run(here[0], "job", "erase", "4", "--yes", token=WRITING)
    assert again.code == 6
    assert "not erasable" in again.err


@pytest.mark.parametrize("action", ["keep", "retry", "cancel", "play", "erase"])
def test_a_dry_run_only_says_what_it_would_do(here: tuple[Server, StandIn], action: str) -> None:
    ran = run(here[0], "job", action, "4", "--dry-run", token=WRITING)
    assert ran.out.startswith("dry run: would ")
    assert {request.method for request in here[0].requests} == {"GET"}


def test_every_endpoint_of_the_standin_is_used_by_these_tests(
    here: tuple[Server, StandIn],
) -> None:
    server, standin = here
    for words in (
        ("jobs", "--all"),
        ("jobs", "--ref", "main", "--children"),
        ("jobs", "--sha", "b" * 40),
        ("collect", "--pipeline", "100", "--out", "1"),
        ("collect", "--from-ref", "main", "--job", "unit", "--out", "2"),
        ("collect", "--from-ref", "main", "--job", "unit", "--path", "a/b.txt", "--out", "3"),
        ("coverage", "3"),
        ("job", "show", "--gitlab-token", JOB, "--gitlab-token-type", "job"),
        ("upload", "--pipeline", "100", "--dry-run"),
        *(("job", *words) for words in (("keep", "4"), ("retry", "3"), ("cancel", "6"))),
        ("job", "play", "5"),
        ("job", "erase", "3", "--yes"),
    ):
        run(server, *words, token=WRITING)
    standin.world.jobs[3].archive = padded(archive({"lcov.info": LCOV}))
    run(server, "collect", "--pipeline", "100", "--out", "4")
    assert standin.used == {f"{route.method} {route.handler}" for route in ROUTES}
