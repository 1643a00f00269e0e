import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.network.servers import Reply, serve


def _job(path: Path) -> dict[str, Any]:
    job: dict[str, Any] = json.loads(path.read_bytes())
    return job


def test_a_dry_run_writes_the_job_without_token_network_or_git(
    coverup: Command, project: Path
) -> None:
    ran = coverup("report", "--dry-run", "-o", "job.json", "-r", "s3cr3t-token")
    assert ran.code == 0
    job = _job(project / "job.json")
    assert "repo_token" not in job
    assert [file["name"] for file in job["source_files"]] == ["src/a.c", "src/b.py"]
    assert job["source_files"][0]["coverage"] == [3, 0, None, 1]
    assert job["source_files"][0]["branches"] == [2, 0, 0, 1, 2, 0, 1, 0]
    assert "2 files, 4 of 5 lines covered (80.00 %), 1 of 2 branches covered (50.00 %)" in ran.out


def test_the_documents_keys_come_in_their_documented_order(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "CIRCLECI": "true",
        "CIRCLE_WORKFLOW_ID": "w-1",
        "CIRCLE_BUILD_NUM": "7",
        "CIRCLE_NODE_INDEX": "0",
        "CIRCLE_BRANCH": "main",
        "CIRCLE_SHA1": "a" * 40,
        "CIRCLE_BUILD_URL": "https://circleci.com/gh/o/r/7",
        "COVERALLS_COMPARE_REF": "main",
    }.items():
        monkeypatch.setenv(name, value)
    coverup("report", "--dry-run", "-o", "job.json", "-p", "-j", "unit")
    assert list(_job(project / "job.json")) == [
        "service_name",
        "service_number",
        "service_job_id",
        "service_job_number",
        "service_branch",
        "service_build_url",
        "service_job_url",
        "commit_sha",
        "flag_name",
        "parallel",
        "run_at",
        "compare_ref",
        "git",
        "source_files",
    ]


def test_output_to_stdout_is_the_document_alone(coverup: Command, project: Path) -> None:
    ran = coverup("report", "--dry-run", "-o", "-")
    assert json.loads(ran.out)["source_files"][0]["name"] == "src/a.c"


def test_an_output_that_cannot_be_written_is_explained(coverup: Command, project: Path) -> None:
    ran = coverup("report", "--dry-run", "-o", "no/such/folder/job.json")
    assert ran.code == 2
    assert "cannot be written" in ran.err
    assert "hint: " in ran.err


def test_standard_input_is_a_report(project: Path) -> None:
    report = (project / "lcov.info").read_bytes()
    command = [sys.executable, "-m", "coverup", "report", "-", "--format", "lcov", "--dry-run"]
    ran = subprocess.run(command, input=report, capture_output=True, check=True)
    assert b"2 files" in ran.stdout


def test_json_has_the_documented_shape(coverup: Command, project: Path) -> None:
    ran = coverup("report", "--dry-run", "--json", "-p", "-j", "unit", "--build-number", "7")
    outcome = json.loads(ran.out)
    assert outcome["status"] == "dry-run"
    assert outcome["files"] == 2
    assert outcome["totals"]["lines"] == {"relevant": 5, "covered": 4, "percent": 80.0}
    assert outcome["totals"]["branches"] == {"relevant": 2, "covered": 1, "percent": 50.0}
    assert outcome["build"] == {
        "service_name": "coverup",
        "service_number": "7",
        "flag_name": "unit",
        "parallel": True,
    }
    assert set(outcome) == {
        *("status", "message", "url", "files", "dropped", "totals"),
        *("build", "request", "spool", "error"),
    }


def test_json_tells_of_a_failure_too(coverup: Command, project: Path) -> None:
    ran = coverup("report", "--json")
    outcome = json.loads(ran.out)
    assert ran.code == 3
    assert outcome["status"] == "failed"
    assert outcome["error"]["slug"] == "no-token"
    assert "COVERALLS_REPO_TOKEN" in outcome["error"]["hint"]


def test_quiet_prints_nothing_when_all_is_well(coverup: Command, project: Path) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    for words in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "First"]):
        subprocess.run(["git", *words], check=True)
    ran = coverup("report", "--dry-run", "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_the_answers_message_and_url_are_printed(coverup: Command, project: Path) -> None:
    body = b'{"message": "Job #12.1", "url": "https://coveralls.io/jobs/12"}'
    with serve(Reply(200, body)) as server:
        ran = coverup("report", "-r", "s3cr3t-token", "--endpoint", server.url)
    assert ran.code == 0
    assert ran.out.splitlines()[-2:] == ["Job #12.1", "https://coveralls.io/jobs/12"]


@pytest.mark.parametrize(
    ("status", "body", "code", "words"),
    [
        (
            422,
            b'{"error":true,"message":"Couldn\'t find a repository matching this job."}',
            6,
            "token",
        ),
        (401, b'{"message":"Unauthorized"}', 6, "Unauthorized"),
        (503, b"<html><title>Service Unavailable</title></html>", 5, "Service Unavailable"),
        (405, b"<html><h1>405 Not Allowed</h1></html>", 5, "405"),
        (200, b'{"error":true,"message":"Build processing error."}', 6, "processing error"),
    ],
)
def test_an_answer_becomes_its_exit_code_and_words(
    coverup: Command, project: Path, status: int, body: bytes, code: int, words: str
) -> None:
    with serve(Reply(status, body)) as server:
        ran = coverup("report", "-r", "s3cr3t-token", "--endpoint", server.url, "--retries", "0")
    assert ran.code == code
    assert words in ran.err
    assert "<html" not in ran.err


def test_no_fail_turns_an_error_into_success_and_still_prints_it(
    coverup: Command, project: Path
) -> None:
    ran = coverup("report", "--no-fail")
    assert ran.code == 0
    assert "error: no token" in ran.err


def test_a_report_named_twice_or_linked_counts_once(coverup: Command, project: Path) -> None:
    (project / "again.info").hardlink_to(project / "lcov.info")
    coverup("report", "--dry-run", "-o", "job.json", "lcov.info", "lcov.info", "again.info")
    assert _job(project / "job.json")["source_files"][0]["coverage"] == [3, 0, None, 1]


def test_many_reports_in_one_folder_are_told_in_one_line(coverup: Command, project: Path) -> None:
    (project / "parts").mkdir()
    for number in range(11):
        name = ("a.c", "b.py")[number % 2]
        section = f"SF:src/{name}\nDA:1,1\nend_of_record\n"
        (project / f"parts/{number}.lcov").write_text(section)
    ran = coverup("report", "parts", "--dry-run", "-o", "job.json")
    assert "read 11 reports in parts (lcov): 2 files" in ran.err
    assert "parts/3.lcov" not in ran.err
    ran = coverup("report", "parts", "--dry-run", "-o", "job.json", "-v")
    assert "read parts/3.lcov (lcov): 1 file" in ran.err


def test_the_same_run_in_two_formats_counts_once(coverup: Command, project: Path) -> None:
    lines = '<line number="1" hits="3"/><line number="2" hits="0"/><line number="4" hits="1"/>'
    more = '<line number="1" hits="1"/><line number="2" hits="1"/>'
    (project / "cobertura.xml").write_text(
        '<coverage line-rate="1"><packages><package><classes>'
        f'<class filename="src/a.c"><lines>{lines}</lines></class>'
        f'<class filename="src/b.py"><lines>{more}</lines></class>'
        "</classes></package></packages></coverage>"
    )
    ran = coverup("report", "--dry-run", "-o", "job.json")
    assert _job(project / "job.json")["source_files"][0]["coverage"] == [3, 0, None, 1]
    assert "cobertura.xml (cobertura) passed over: same run as lcov.info" in ran.err


def test_reports_that_the_user_names_are_all_counted(coverup: Command, project: Path) -> None:
    (project / "two.info").write_text("SF:src/a.c\nDA:1,4\nDA:2,1\nend_of_record\n")
    coverup("report", "--dry-run", "-o", "job.json", "*.info")
    assert _job(project / "job.json")["source_files"][0]["coverage"] == [7, 1, None, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["missing.info"], "missing.info: cannot be opened: No such file or directory"),
        (["src"], "src: is a directory"),
        (["src/a.c"], "src/a.c: not a known coverage format"),
        (["--format", "lcvo", "lcov.info"], "did you mean --format lcov?"),
    ],
)
def test_a_named_report_that_cannot_be_read_is_an_error_with_its_name(
    coverup: Command, project: Path, words: list[str], said: str
) -> None:
    ran = coverup("report", "--dry-run", "-o", "job.json", *words)
    assert ran.code in {3, 4}
    assert said in ran.err
    assert not (project / "job.json").exists()


def test_nothing_found_is_an_error_that_names_the_way(
    coverup: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = coverup("report", "--dry-run")
    assert ran.code == 4
    assert "no coverage report was found here" in ran.err
    assert coverup("report", "--dry-run", "--allow-empty").code == 0


def test_files_of_another_place_are_named_with_the_reason(coverup: Command, project: Path) -> None:
    (project / "lcov.info").write_text(
        "SF:src/a.c\nDA:1,1\nend_of_record\nSF:/usr/include/stdio.h\nDA:1,1\nend_of_record\n"
        "SF:gone.c\nDA:9999999,1\nend_of_record\n"
    )
    ran = coverup("report", "--dry-run", "--json")
    reasons = {each["path"]: each["reason"] for each in json.loads(ran.out)["dropped"]}
    assert reasons["gone.c"] == "not in the repository"
    assert set(reasons) == {"gone.c", "/usr/include/stdio.h"}


def test_nothing_in_the_repository_is_an_error(coverup: Command, project: Path) -> None:
    (project / "lcov.info").write_text("SF:/elsewhere/x.c\nDA:1,1\nend_of_record\n")
    ran = coverup("report", "--dry-run")
    assert ran.code == 4
    assert "/elsewhere/x.c (not in the repository)" in ran.err


def test_a_bad_report_among_the_discovered_is_a_warning(coverup: Command, project: Path) -> None:
    (project / "coverage.xml").write_text("<coverage><packages><package></coverage>")
    ran = coverup("report", "--dry-run")
    assert ran.code == 0
    assert "warning: coverage.xml:1: " in ran.err


def test_each_upload_carries_the_official_clients_headers(coverup: Command, project: Path) -> None:
    with serve(Reply(200, b'{"message":"ok","url":""}')) as server:
        coverup("report", "-r", "s3cr3t-token", "--endpoint", server.url, "--service-name", "x ci")
    headers = server.requests[0].headers
    assert headers["x-coveralls-reporter"] == "coverup"
    assert headers["x-coveralls-ci"] == "x ci"
    assert headers["x-coveralls-coverage-formats"] == "lcov"


def test_debug_tells_each_value_and_the_job_without_its_files(
    coverup: Command, project: Path
) -> None:
    told = coverup("report", "--dry-run", "--debug", "-j", "unit").err
    assert "debug: flag_name = 'unit' (--job-flag)" in told
    assert '"flag_name":"unit"' in told
    assert "2 files, see -o FILE" in told


def test_a_command_that_is_misspelled_is_proposed(coverup: Command) -> None:
    ran = coverup("reprt")
    assert ran.code == 2
    assert "did you mean 'report'?" in ran.err


@pytest.mark.parametrize("way", ["option", "file"])
def test_strict_turns_a_warning_about_a_report_into_an_error(
    coverup: Command, project: Path, way: str
) -> None:
    with (project / "lcov.info").open("a") as report:
        report.write("hello\n")
    assert coverup("report", "--dry-run").code == 0
    if way == "file":
        (project / "pyproject.toml").write_text("[tool.coverup]\nstrict = true\n")
    ran = coverup("report", "--dry-run", "-o", "job.json", *(["--strict"] * (way == "option")))
    assert ran.code == 4
    assert "1 warning about the reports, which --strict forbids" in ran.err
    assert not (project / "job.json").exists()


def test_strict_lets_a_report_without_warnings_pass(coverup: Command, project: Path) -> None:
    assert coverup("report", "--dry-run", "--strict").code == 0


def test_the_document_and_the_outcome_do_not_share_stdout(coverup: Command, project: Path) -> None:
    ran = coverup("report", "--dry-run", "--json", "-o", "-")
    assert (ran.code, ran.out) == (2, "")
    assert "give -o a file" in ran.err
