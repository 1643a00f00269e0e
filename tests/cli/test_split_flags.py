"""`report --split-flags`: one report of a monorepo as one parallel job per folder."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from coverup.cli.documents import file_name
from coverup.pipeline.listener import Silence
from coverup.pipeline.split import REST, split
from coverup.sandbox import Sandbox
from tests.cli.conftest import Command
from tests.network.servers import Reply, serve

TOKEN: Final = "s3cr3t-t0k3n"
FILES: Final = {
    "packages/web/src/a.js": (3, 0, 1),
    "packages/web/src/deep/b.js": (1, 1),
    "packages/api/c.js": (0, 0, 0, 2),
    "packages/index.js": (5,),
    "tools/build.js": (0, 1),
}
"""The hits of each line of each file, all of which the report names."""
FLAGS: Final = {
    "packages/api": ["packages/api/c.js"],
    "packages/web": ["packages/web/src/a.js", "packages/web/src/deep/b.js"],
    "root": ["packages/index.js", "tools/build.js"],
}
SPLIT: Final = ("report", "--split-flags", "packages/*", "--build-number", "7")
OK: Final = Reply(200, b'{"message": "Job #7.1", "url": "https://coveralls.io/jobs/1"}')


@pytest.fixture(autouse=True)
def monorepo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with packages and one report of them all, which is also the current folder."""
    top = tmp_path / "monorepo"
    top.mkdir()
    monkeypatch.chdir(top)
    measure(FILES)
    return top


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def measure(files: dict[str, tuple[int, ...]]) -> None:
    """Write the sources, and a report of exactly these files."""
    report = []
    for name, lines in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("f();\n" * len(lines))
        hits = "".join(f"DA:{number},{each}\n" for number, each in enumerate(lines, start=1))
        report.append(f"SF:{name}\n{hits}end_of_record\n")
    Path("lcov.info").write_text("".join(report))


def jobs(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the documents in a folder by their flag."""
    found = [json.loads(path.read_bytes()) for path in folder.iterdir()]
    return {job["flag_name"]: job for job in found}


def names(job: dict[str, Any]) -> list[str]:
    return [file["name"] for file in job["source_files"]]


def closed(coverup: Command, sandbox: Sandbox, *words: str) -> dict[str, Any]:
    """Close a build and return what the sandbox says of it."""
    ran = coverup("done", "-r", TOKEN, "--endpoint", sandbox.url, "--build-number", *words)
    assert ran.code == 0
    page = ran.out.splitlines()[-1]
    build: dict[str, Any] = requests.get(f"{page}.json", timeout=30).json()
    return build


def to(url: str, *more: str) -> tuple[str, ...]:
    return (*SPLIT, "-r", TOKEN, "--endpoint", url, *more)


def test_each_matching_folder_is_a_parallel_job_with_its_own_flag(
    coverup: Command, monorepo: Path
) -> None:
    assert coverup(*SPLIT, "--dry-run", "-o", "jobs/").code == 0
    found = jobs(monorepo / "jobs")
    assert {flag: names(job) for flag, job in found.items()} == FLAGS
    assert all(job["parallel"] is True for job in found.values())
    assert {job["service_number"] for job in found.values()} == {"7"}


def test_the_jobs_together_are_the_job_that_would_be_sent_whole(
    coverup: Command, monorepo: Path
) -> None:
    coverup(*SPLIT, "--dry-run", "-o", "jobs/")
    coverup("report", "--build-number", "7", "--dry-run", "-o", "whole.json")
    whole = json.loads((monorepo / "whole.json").read_bytes())
    parts = [file for job in jobs(monorepo / "jobs").values() for file in job["source_files"]]
    assert sorted(parts, key=lambda file: str(file["name"])) == whole["source_files"]


@given(
    st.lists(st.text("ab/", min_size=1).map(lambda text: text.strip("/") or "a"), unique=True),
    st.lists(st.sampled_from(["a", "*", "a/*", "*/*", "**/b", "a/**/b", "[ab]/a", "?"])),
)
def test_every_file_is_in_exactly_one_part(files: list[str], globs: list[str]) -> None:
    parts = split(files, globs, Silence())
    assert sorted(name for part in parts.values() for name in part) == sorted(files)
    for flag, part in parts.items():
        assert part or not files
        assert flag == REST or all(name.startswith(f"{flag}/") for name in part)


@pytest.mark.parametrize(
    ("globs", "flags"),
    [
        (["packages/web"], {"packages/web": 2, "root": 3}),
        (
            ["/packages/*/", "./tools"],
            {"packages/api": 1, "packages/web": 2, "root": 1, "tools": 1},
        ),
        (["packages/*", "packages/*/src/*"], {"packages/web/src/deep": 1, "packages/web": 1}),
        (["*", "packages/web"], {"packages": 2, "packages/web": 2, "tools": 1}),
        (["**/src"], {"packages/web/src": 2, "root": 3}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_innermost_folder_that_a_glob_means_has_the_file(
    coverup: Command, monorepo: Path, globs: list[str], flags: dict[str, int]
) -> None:
    words = [word for glob in globs for word in ("--split-flags", glob)]
    coverup("report", "--dry-run", "-o", "jobs/", *words)
    found = {flag: len(names(job)) for flag, job in jobs(monorepo / "jobs").items()}
    assert flags.items() <= found.items()
    assert sum(found.values()) == len(FILES)


def test_a_folder_called_root_shares_its_job_with_the_rest(
    coverup: Command, monorepo: Path
) -> None:
    measure({"root/a.js": (1,), "b.js": (0,)})
    coverup("report", "--split-flags", "*", "--dry-run", "-o", "jobs/")
    assert {flag: names(job) for flag, job in jobs(monorepo / "jobs").items()} == {
        "root": ["b.js", "root/a.js"]
    }


def test_a_flag_that_is_given_too_comes_first(coverup: Command, monorepo: Path) -> None:
    coverup(*SPLIT, "-j", "unit", "--dry-run", "-o", "jobs/")
    assert set(jobs(monorepo / "jobs")) == {f"unit/{flag}" for flag in FLAGS}


def test_the_id_of_the_ci_job_stays_since_the_flag_tells_the_jobs_apart(
    coverup: Command, monorepo: Path
) -> None:
    coverup(*SPLIT, "--service-job-id", "test-linux", "--dry-run", "-o", "jobs/")
    found = jobs(monorepo / "jobs").values()
    assert {job["service_job_id"] for job in found} == {"test-linux"}
    assert len({(job["service_job_id"], job["flag_name"]) for job in found}) == len(FLAGS)


def test_a_glob_without_a_match_is_a_warning_and_the_rest_is_sent(coverup: Command) -> None:
    ran = coverup("report", "--split-flags", "pkgs/*", "--build-number", "7", "--dry-run")
    assert ran.code == 0
    assert "--split-flags pkgs/* means no folder with coverage" in ran.err
    assert "root: 5 files" in ran.out


def test_without_any_coverage_an_empty_rest_is_sent_if_that_is_allowed(coverup: Command) -> None:
    Path("lcov.info").unlink()
    with serve(OK) as server:
        assert coverup(*to(server.url)).code == 4
        assert coverup(*to(server.url), "--allow-empty").code == 0
    assert len(server.requests) == 1


@pytest.mark.parametrize("glob", [".", "../other", "C:/work", "./"])
def test_a_folder_outside_the_repository_is_refused(coverup: Command, glob: str) -> None:
    ran = coverup("report", "--split-flags", glob, "--dry-run")
    assert ran.code == 3
    assert "no folder below the repository's root" in ran.err
    assert "packages/*" in ran.err


def test_a_configuration_file_can_say_it_too(coverup: Command, monorepo: Path) -> None:
    (monorepo / "pyproject.toml").write_text("[tool.coverup]\nsplit_flags = ['packages/*']\n")
    coverup("report", "--dry-run", "-o", "jobs/")
    assert set(jobs(monorepo / "jobs")) == set(FLAGS)


def test_without_a_build_number_nothing_is_sent(coverup: Command) -> None:
    with serve(OK) as server:
        ran = coverup(
            "report", "--split-flags", "packages/*", "-r", TOKEN, "--endpoint", server.url
        )
    assert ran.code == 3
    assert "--build-number" in ran.err
    assert server.requests == []


def test_a_dry_run_only_warns_of_a_missing_build_number(coverup: Command) -> None:
    ran = coverup("report", "--split-flags", "packages/*", "--dry-run")
    assert ran.code == 0
    assert "without a build number" in ran.err
    assert "may replace each other" not in ran.err


def test_the_build_of_all_parts_has_the_totals_of_the_whole(
    coverup: Command, sandbox: Sandbox
) -> None:
    ran = coverup(*to(sandbox.url))
    assert (ran.code, ran.out.splitlines()[0]) == (0, "5 files, 7 of 12 lines covered (58.33 %)")
    assert "packages/api: 1 file, 1 of 4 lines covered (25.00 %)" in ran.out
    build = closed(coverup, sandbox, "7")
    assert [job["flag_name"] for job in build["jobs"]] == list(FLAGS)
    assert (build["relevant_lines"], build["covered_lines"]) == (12, 7)


def test_a_package_that_was_not_tested_is_carried_forward(
    coverup: Command, sandbox: Sandbox
) -> None:
    words = ("report", "--split-flags", "packages/*", "-r", TOKEN, "--endpoint", sandbox.url)
    coverup(*words, "--build-number", "1")
    closed(coverup, sandbox, "1")
    measure(dict.fromkeys(("packages/web/src/a.js", "tools/build.js"), (1, 1, 1)))
    coverup(*words, "--build-number", "2")
    build = closed(coverup, sandbox, "2", "--carryforward", "packages/api,packages/web")
    flags = {job["flag_name"]: job["covered_lines"] for job in build["jobs"]}
    assert flags == {"packages/web": 3, "root": 3, "packages/api": 1}


def test_output_to_a_file_is_refused_before_anything_is_sent(coverup: Command) -> None:
    with serve(OK) as server:
        ran = coverup(*to(server.url), "-o", "job.json")
    assert (ran.code, server.requests) == (2, [])
    assert "--output job.json/" in ran.err


def test_output_to_stdout_is_a_line_for_each_job(coverup: Command) -> None:
    ran = coverup(*SPLIT, "--dry-run", "-o", "-")
    assert [json.loads(line)["flag_name"] for line in ran.out.splitlines()] == list(FLAGS)


def test_output_goes_into_a_folder_that_is_there_or_is_made(
    coverup: Command, monorepo: Path
) -> None:
    (monorepo / "there").mkdir()
    coverup(*SPLIT, "--dry-run", "-o", "there")
    coverup(*SPLIT, "--dry-run", "-o", "new/")
    for folder in ("there", "new"):
        written = sorted(path.name for path in (monorepo / folder).iterdir())
        assert written == ["packages+api.json", "packages+web.json", "root.json"]
    ran = coverup(*SPLIT, "--dry-run", "-o", "no/such/")
    assert ran.code == 2
    assert "no/such: cannot be written" in ran.err


@given(st.lists(st.text("ab/+%-. :\\é", min_size=1), unique=True, max_size=20))
def test_every_flag_has_a_file_of_its_own_in_the_folder(flags: list[str]) -> None:
    files = [file_name(flag) for flag in flags]
    assert len(set(files)) == len(flags)
    assert not any(set(file) & set("/\\:") for file in files)


def test_json_lists_the_jobs_beside_the_totals_of_all(coverup: Command) -> None:
    outcome = json.loads(coverup(*SPLIT, "--dry-run", "--json").out)
    jobs = outcome["jobs"]
    assert [job["flag_name"] for job in jobs] == list(FLAGS)
    assert {job["status"] for job in jobs} == {outcome["status"]} == {"dry-run"}
    assert outcome["message"] == "3 jobs: 3 dry-run"
    assert outcome["build"]["parallel"] is True
    assert sum(job["files"] for job in jobs) == outcome["files"] == 5
    assert outcome["totals"]["lines"] == {"relevant": 12, "covered": 7, "percent": 58.33}
    for key in ("bytes", "compressed_bytes"):
        assert sum(job["request"][key] for job in jobs) == outcome["request"][key] > 0


def test_without_the_option_json_has_no_list_of_jobs(coverup: Command) -> None:
    assert "jobs" not in json.loads(coverup("report", "--dry-run", "--json").out)


def test_debug_shows_each_job_without_its_files(coverup: Command) -> None:
    told = coverup(*SPLIT, "--dry-run", "--debug").err
    assert told.count("debug: job = ") == len(FLAGS)
    assert '"flag_name":"packages/web"' in told


def test_the_sandbox_says_what_it_understood_of_each_job(coverup: Command) -> None:
    ran = coverup(*SPLIT, "--sandbox")
    assert ran.code == 0
    assert ran.out.count("the sandbox understood:") == len(FLAGS)


@pytest.mark.parametrize("parallel", [("--split-flags", "packages/*"), ("--parallel",)])
def test_a_parallel_report_cannot_wait_for_a_verdict(
    coverup: Command, parallel: tuple[str, ...]
) -> None:
    with serve(OK) as server:
        words = ("report", "-r", TOKEN, "--endpoint", server.url, "--build-number", "7")
        ran = coverup(*words, "--wait", *parallel)
    assert (ran.code, server.requests) == (3, [])
    assert "--wait: a parallel build has no verdict before it is closed" in ran.err
    assert "`coverup done`" in ran.err
