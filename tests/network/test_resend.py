import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from coverup.coveralls import job, spool
from tests import invoked
from tests.invoked import Invoked
from tests.network.servers import HOST, Handler, Reply, Request, closed_port, serve

TOKEN: Final = "s3cr3t-t0k3n"
TAKEN: Final = Reply(200, b'{"message":"Job #5.1","url":"https://coveralls.example.com/jobs/1"}')
DOWN: Final = Reply(503, b"<html><title>Down</title>")
CLOSED: Final = Reply(
    422, b'{"error":true,"message":"Can\'t add a job to a build that is already closed."}'
)
_GZIP: Final = re.compile(rb"\r\n\r\n(\x1f\x8b.*)\r\n--", re.DOTALL)


@pytest.fixture
def project() -> None:
    Path("a.c").write_text("int a;\nint b;\n")
    Path("lcov.info").write_text("SF:a.c\nDA:1,3\nDA:2,0\nend_of_record\n")


def coverup(*given: str | Path, **env: str) -> Invoked:
    return invoked.coverup(env, *map(str, given))


def job_of(request: Request) -> dict[str, Any]:
    packed = _GZIP.search(request.body)
    assert packed is not None
    job: dict[str, Any] = json.loads(gzip.decompress(packed[1]))
    return job


def document(**fields: object) -> bytes:
    return json.dumps({"service_name": "jenkins", **fields, "source_files": []}).encode()


def kept(folder: Path, endpoint: str, **fields: object) -> Path:
    job_document = job.encode(json.loads(document(**fields)))
    return spool.keep(folder, job_document, endpoint, {"X-Coveralls-CI": "jenkins"})


def words(url: str, *more: str | Path) -> list[str | Path]:
    return ["--endpoint", url, "-r", TOKEN, "--spool", "spool", "--retries", "0", *more]


def by_number(**replies: Reply) -> Handler:
    return lambda request: replies[job_of(request)["service_number"]]


@pytest.mark.usefixtures("project")
def test_what_report_cannot_deliver_is_kept_and_resent() -> None:
    port = closed_port()
    url = f"http://{HOST}:{port}"
    ran = coverup("report", *words(url, "--build-number", "5", "--json"))
    assert ran.code == 5
    [path] = spool.entries(Path("spool"))
    said = json.loads(ran.out)
    assert said["status"] == "spooled"
    assert said["spool"] == str(path)
    assert f"coverup resend {path}" in ran.err
    with serve(TAKEN) as server:
        path.write_bytes(path.read_bytes().replace(url.encode(), server.url.encode(), 1))
        again = coverup("resend", *words(server.url))
    assert again.code == 0, again.err
    [request] = server.requests
    job = job_of(request)
    assert job["repo_token"] == TOKEN
    assert job["service_number"] == "5"
    assert [file["name"] for file in job["source_files"]] == ["a.c"]
    assert request.headers["x-coveralls-coverage-formats"] == "lcov"
    assert "https://coveralls.example.com/jobs/1" in again.out
    assert spool.entries(Path("spool")) == []


@pytest.mark.usefixtures("project")
def test_a_job_that_the_server_refuses_is_kept_until_that_is_mended() -> None:
    with serve(Reply(422, b'{"message":"no","error":true}')) as server:
        refused = coverup("report", "--json", *words(server.url))
    outcome = json.loads(refused.out)
    assert (refused.code, outcome["status"]) == (6, "failed")
    assert "when that is mended" in outcome["error"]["hint"]
    [kept] = spool.entries(Path("spool"))
    assert kept == Path(outcome["spool"])


@pytest.mark.usefixtures("project")
def test_no_file_holds_the_token(tmp_path: Path) -> None:
    with serve(DOWN) as server:
        report = coverup("report", "--debug", *words(server.url, "-o", "job.json"))
        resend = coverup("resend", "--debug", "--json", *words(server.url))
    for path in filter(Path.is_file, tmp_path.rglob("*")):
        content = path.read_bytes()
        if path.suffix == spool.SUFFIX:
            content += spool.read(path).document()
        assert TOKEN.encode() not in content, path
    for ran in (report, resend):
        assert TOKEN not in ran.out + ran.err
    assert all(job_of(request)["repo_token"] == TOKEN for request in server.requests)


@pytest.mark.usefixtures("project")
def test_a_spool_that_cannot_be_written_is_told_with_the_fault() -> None:
    Path("spool").touch()
    with serve(DOWN) as server:
        ran = coverup("report", *words(server.url))
    assert ran.code == 5
    assert "could not be kept either" in ran.err
    assert "--spool DIR" in ran.err


def test_the_oldest_goes_first_and_what_fails_again_stays() -> None:
    with serve(by_number(a=TAKEN, b=DOWN, c=TAKEN)) as server:
        paths = [kept(Path("spool"), server.url, service_number=each) for each in "abc"]
        ran = coverup("resend", *words(server.url, "--json"))
    assert [job_of(request)["service_number"] for request in server.requests] == ["a", "b", "c"]
    assert ran.code == 5
    assert spool.entries(Path("spool")) == [paths[1]]
    said = json.loads(ran.out)
    assert said["status"] == "failed"
    assert [job["status"] for job in said["jobs"]] == ["sent", "failed", "sent"]
    assert said["jobs"][1]["error"]["slug"] == "network"


def test_a_refusal_is_worse_than_a_fault() -> None:
    with serve(by_number(a=DOWN, b=CLOSED)) as server:
        for each in "ab":
            kept(Path("spool"), server.url, service_number=each)
        ran = coverup("resend", *words(server.url))
    assert ran.code == 6
    assert "2 of 2 jobs were not delivered" in ran.err
    assert len(spool.entries(Path("spool"))) == 2


def test_a_server_that_stays_down_is_not_asked_for_each_job() -> None:
    with serve(DOWN) as server:
        for number in range(6):
            kept(Path("spool"), server.url, service_number=f"{number}")
        ran = coverup("resend", *words(server.url))
    assert len(server.requests) == 3
    assert ran.code == 5
    assert ran.err.count("not tried") == 3
    assert len(spool.entries(Path("spool"))) == 6


def test_only_the_named_files_are_sent() -> None:
    with serve(TAKEN) as server:
        first, second = (kept(Path("spool"), server.url, service_number=each) for each in "ab")
        ran = coverup("resend", *words(server.url, second))
    assert ran.code == 0
    assert [job_of(request)["service_number"] for request in server.requests] == ["b"]
    assert spool.entries(Path("spool")) == [first]


def test_a_saved_job_document_is_sent_and_stays() -> None:
    saved = Path("job.json")
    saved.write_bytes(document(service_number="7", repo_token="of somebody else"))
    with serve(TAKEN) as server:
        ran = coverup("resend", *words(server.url, saved))
    assert ran.code == 0
    assert job_of(server.requests[0])["repo_token"] == TOKEN
    assert saved.exists()


def test_a_token_goes_to_no_server_that_only_a_file_names() -> None:
    with serve(TAKEN) as named, serve(TAKEN) as configured:
        path = kept(Path("spool"), named.url)
        ran = coverup("resend", *words(configured.url))
    assert ran.code == 3
    assert not named.requests
    assert not configured.requests
    assert path.exists()
    assert f"--endpoint {named.url}" in ran.err


def test_jobs_of_another_repository_are_left_alone_unless_they_are_named() -> None:
    with serve(TAKEN) as server:
        ours = kept(Path("spool"), server.url, service_number="1", repo_name="Ours/This")
        theirs = kept(Path("spool"), server.url, service_number="2", repo_name="theirs/that")
        ran = coverup("resend", *words(server.url), COVERALLS_REPO_NAME="ours/this")
        assert ran.code == 0
        assert "theirs/that" in ran.err
        assert (ours.exists(), theirs.exists()) == (False, True)
        named = coverup("resend", *words(server.url, theirs), COVERALLS_REPO_NAME="ours/this")
    assert named.code == 0
    assert not theirs.exists()


def test_a_dry_run_lists_and_needs_no_token() -> None:
    path = kept(Path("spool"), "https://coveralls.io", service_number="5", flag_name="unit")
    ran = coverup("resend", "--dry-run", "--spool", "spool")
    assert ran.code == 0
    assert f"{path} (build 5, flag unit" in ran.out
    assert "1 job would be" in ran.out
    listed = json.loads(coverup("resend", "--dry-run", "--json", "--spool", "spool").out)
    assert listed["status"] == "dry-run"
    assert listed["jobs"][0]["service_number"] == "5"
    assert path.exists()


def test_without_a_token_nothing_is_sent() -> None:
    path = kept(Path("spool"), "https://coveralls.io")
    ran = coverup("resend", "--spool", "spool")
    assert ran.code == 3
    assert "COVERALLS_REPO_TOKEN" in ran.err
    assert path.exists()


def test_an_empty_spool_is_no_error() -> None:
    ran = coverup("resend", "--spool", "spool")
    assert ran.code == 0
    assert "nothing waits in spool" in ran.out


def test_a_file_that_is_no_job_does_not_keep_the_others_back() -> None:
    with serve(TAKEN) as server:
        kept(Path("spool"), server.url)
        broken = Path("spool/00000000T000000.000000Z-0.job")
        broken.write_bytes(b"nonsense")
        ran = coverup("resend", *words(server.url))
    assert ran.code == 4
    assert f"{broken}: is no job document" in ran.err
    assert len(server.requests) == 1
    assert spool.entries(Path("spool")) == [broken]


def test_a_job_that_had_arrived_after_all_counts_as_sent() -> None:
    said = b'{"error":true,"message":"service_job_id has already been taken"}'
    with serve(Reply(422, said)) as server:
        path = kept(Path("spool"), server.url)
        ran = coverup("resend", *words(server.url))
    assert ran.code == 0, ran.err
    assert not path.exists()


def test_a_refusal_names_the_jobs_own_build() -> None:
    with serve(CLOSED) as server:
        path = kept(Path("spool"), server.url, service_number="77", parallel=True)
        ran = coverup("resend", *words(server.url))
    assert ran.code == 6
    assert f"77 from {path.name}" in ran.err


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a file in use cannot be removed there")
def test_four_resends_at_once_send_each_job_once() -> None:
    with serve(TAKEN) as server:
        for number in range(12):
            kept(Path("spool"), server.url, service_number=f"{number}")
        command = [sys.executable, "-m", "coverup", "resend", *map(str, words(server.url))]
        both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
        ends = [(process.communicate()[1], process.returncode) for process in both]
    assert [code for _, code in ends] == [0] * 4, ends
    arrived = Counter(job_of(request)["service_number"] for request in server.requests)
    assert arrived == Counter({f"{number}": 1 for number in range(12)})
    assert spool.entries(Path("spool")) == []
