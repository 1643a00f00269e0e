"""Several jobs of one report meet a server that does not take all of them."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from coverup.coveralls import job
from coverup.errors import NetworkError
from coverup.http import Http
from coverup.model import Totals
from coverup.pipeline.listener import Silence
from coverup.pipeline.sending import Upload, send
from coverup.sandbox import Sandbox
from tests.invoked import Invoked, coverup
from tests.network.fakes import TOKEN, settings_for
from tests.network.servers import Reply, Request, serve

OK: Final = Reply(200, b'{"message": "Job #7.1", "url": "https://coveralls.io/jobs/1"}')
DOWN: Final = Reply(503, b"<html><title>Service Unavailable</title></html>")
REFUSED: Final = Reply(422, b'{"error": true, "message": "Build processing error."}')
FLAGS: Final = ("a", "b", "c", "root")


@pytest.fixture(autouse=True)
def report() -> None:
    """A report of a file in each of three folders, and of one beside them."""
    names = ("a/1.c", "b/2.c", "c/3.c", "4.c")
    for name in names:
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("int x;\n")
    files = (f"SF:{name}\nDA:1,1\nend_of_record\n" for name in names)
    Path("lcov.info").write_text("".join(files))


def split_report(url: str, *more: str) -> Invoked:
    words = ("report", "--split-flags", "*", "--build-number", "7", "--endpoint", url)
    patience = ("--retries", "0", "--spool", "kept")
    return coverup({"COVERALLS_REPO_TOKEN": TOKEN}, *words, *patience, *more)


def flag_of(request: Request) -> str:
    """Return the flag in an upload."""
    packed = request.body[request.body.index(b"\x1f\x8b") : request.body.rindex(b"\r\n--")]
    flag: str = json.loads(gzip.decompress(packed))["flag_name"]
    return flag


def answering(**replies: Reply) -> Callable[[Request], Reply]:
    """Return a handler that has an answer of its own for some flags."""
    return lambda request: replies.get(flag_of(request), OK)


def test_a_job_that_fails_does_not_stop_the_others_and_is_kept() -> None:
    with serve(answering(b=DOWN)) as server:
        ran = split_report(server.url)
    assert [flag_of(request) for request in server.requests] == list(FLAGS)
    assert ran.code == 5
    assert "1 of 4 jobs were not delivered:" in ran.err
    assert "  - b: " in ran.err
    assert "coverup resend --spool kept" in ran.err
    assert len(list(Path("kept").glob("*.job"))) == 1


def test_what_was_sent_is_shown_although_another_job_failed() -> None:
    with serve(answering(b=DOWN)) as server:
        ran = split_report(server.url)
    assert ran.out.count("Job #7.1") == 3
    assert "not sent, kept in kept/" in ran.out


def test_json_says_what_became_of_each_job() -> None:
    with serve(answering(b=DOWN, c=REFUSED)) as server:
        outcome = json.loads(split_report(server.url, "--json").out)
    jobs: dict[str, dict[str, Any]] = {job["flag_name"]: job for job in outcome["jobs"]}
    shown = {flag: job["status"] for flag, job in jobs.items()}
    assert shown == {"a": "sent", "b": "spooled", "c": "failed", "root": "sent"}
    assert outcome["status"] == "failed"
    assert outcome["message"] == "4 jobs: 2 sent, 1 spooled, 1 failed"
    assert outcome["spool"] == str(Path(jobs["b"]["spool"]).parent)
    assert Path(jobs["b"]["spool"]).is_file()
    assert Path(jobs["c"]["spool"]).is_file()
    assert jobs["a"]["url"] == "https://coveralls.io/jobs/1"
    assert (jobs["a"]["error"], jobs["c"]["error"]["slug"]) == (None, "refused")


def test_a_refusal_among_faults_of_the_server_decides_the_exit_code() -> None:
    with serve(answering(a=DOWN, b=REFUSED)) as server:
        ran = split_report(server.url)
    assert ran.code == 6
    assert "2 of 4 jobs were not delivered:" in ran.err
    assert "Build processing error." in ran.err
    assert "coverup resend --spool kept" in ran.err


def test_after_an_outage_resend_delivers_all_that_was_kept_once() -> None:
    with Sandbox() as sandbox:
        port = sandbox.url
        with serve(DOWN) as server:
            assert split_report(server.url).code == 5
        kept = list(Path("kept").glob("*.job"))
        assert len(kept) == len(FLAGS)
        for path in kept:
            content = path.read_bytes().replace(server.url.encode(), port.encode())
            path.write_bytes(content)
        words = ("resend", "--spool", "kept", "--endpoint", sandbox.url)
        assert coverup({"COVERALLS_REPO_TOKEN": TOKEN}, *words).code == 0
        import requests

        build = requests.get(f"{sandbox.url}/builds/1.json", timeout=30).json()
    assert sorted(job["flag_name"] for job in build["jobs"]) == list(FLAGS)
    assert not list(Path("kept").glob("*.job"))


def test_no_token_is_in_any_file_or_line() -> None:
    with serve(answering(b=DOWN, c=REFUSED)) as server:
        ran = split_report(server.url, "--debug", "-v", "-o", "jobs/")
    assert TOKEN not in ran.out + ran.err
    written = [path for path in Path().rglob("*") if path.is_file()]
    assert len(written) > len(FLAGS)
    assert not any(TOKEN.encode() in _plain(path.read_bytes()) for path in written)


def _plain(content: bytes) -> bytes:
    start = content.find(b"\x1f\x8b")
    return content if start < 0 else content[:start] + gzip.decompress(content[start:])


def test_only_the_first_job_is_tried_again_while_the_server_is_down() -> None:
    waits: list[float] = []
    with serve(DOWN) as server:
        uploads = [_upload(server.url, flag) for flag in FLAGS]
        http = Http(retries=3, sleep=waits.append)
        with pytest.raises(NetworkError):
            send(uploads, http, Silence(), {})
        http.close()
    tries = Counter(flag_of(request) for request in server.requests)
    assert tries == {"a": 4, "b": 1, "c": 1, "root": 1}
    assert len(waits) == 3
    assert {upload.status for upload in uploads} == {"spooled"}


def _upload(endpoint: str, flag: str) -> Upload:
    return Upload(
        settings=settings_for(endpoint, flag_name=flag, spool="kept"),
        files=1,
        totals=Totals(),
        document=job.encode({"flag_name": flag, "source_files": []}),
    )


@pytest.mark.parametrize(("least", "code"), [("80", 0), ("80.1", 7)])
def test_a_report_that_is_the_whole_build_can_wait_for_the_verdict(least: str, code: int) -> None:
    with Path("lcov.info").open("a") as report:
        report.write("SF:a/1.c\nBRDA:1,0,0,0\nend_of_record\n")
    with Sandbox() as sandbox:
        words = ("report", "--endpoint", sandbox.url, "--build-number", "7", "--wait", "--json")
        env = {"COVERALLS_REPO_TOKEN": TOKEN, "COVERALLS_GIT_COMMIT": "a" * 40}
        ran = coverup(env, *words, "--fail-under", least)
    outcome = json.loads(ran.out)
    assert (ran.code, outcome["status"]) == (code, "sent")
    assert outcome["verdict"] == {"percent": 80.0, "change": None}
    assert (outcome["error"] is None) == (code == 0)
