"""What is never sent to the dashboard, what it refuses, and what becomes of failures."""

import json
from pathlib import Path

import pytest
from flask import Response

from coverup.dashboard.session import DashboardHttp
from coverup.http import Http
from tests.network.clocks import FakeTime
from tests.network.dashboard.conftest import Dashboard, own_html
from tests.network.dashboard.standin import TOKEN, Standin


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ('<coverage line-rate="0.0"/>', "no coverage above 0 %"),
        ("<coverage", "not well-formed"),
        ("", "not well-formed"),
        ('<coverage line-rate="high"/>', "is no number"),
        ('<coverage line-rate="80"/>', "is no percentage"),
        ('<?xml version="1.0" encoding="koi9"?><coverage/>', "is not in the encoding koi9"),
        ('<?xml version="1.1"?><a line-rate="0.5"/>', "version 1.1"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a line-rate="0.5"/>', "entities"),
    ],
)
def test_what_the_server_would_wipe_for_is_never_sent(
    xml: str, said: str, dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    assert dashboard("push", "lcov.info").code == 0
    (checkout / "cov.xml").write_text(xml)
    ran = dashboard("push", "--html", str(own_html(checkout)), "--xml", "cov.xml")
    assert ran.code == 4
    assert said in ran.err
    assert standin.calls == [("POST", 200)]
    page = standin.folder("acme", "calc", "feature/x") / "archive/coverage/index.html"
    assert page.is_file()


def test_a_report_without_a_covered_line_is_not_sent(
    dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    (checkout / "none.info").write_text("SF:src/a.py\nDA:1,0\nend_of_record\n")
    ran = dashboard("push", "none.info")
    assert ran.code == 4
    assert "0 of 1 lines are covered" in ran.err
    assert standin.calls == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--org", "a/b"), "owner is 'a/b'"),
        (("--repo", "acme/calc"), "without the owner"),
        (("--repo", ".."), "another folder"),
        (("--branch", "../other"), "another folder"),
        (("--commit", "b31f08d"), "all of its 40 digits"),
    ],
)
def test_a_name_that_the_server_would_make_a_wrong_folder_of_is_refused(
    words: tuple[str, ...], said: str, dashboard: Dashboard, standin: Standin
) -> None:
    ran = dashboard("push", "lcov.info", *words)
    assert ran.code == 3
    assert said in ran.err
    assert standin.calls == []


def test_all_that_is_not_known_is_told_at_once(dashboard: Dashboard) -> None:
    ran = dashboard("push", "lcov.info", COVERALLS_REPO_NAME="", COVERUP_DASHBOARD_LANGUAGE="")
    assert ran.code == 3
    assert all(f"the {each} is not known" in ran.err for each in ("repository's owner", "language"))


@pytest.mark.parametrize("folder", ["missing", "src", "."])
def test_a_folder_that_is_no_html_report_is_refused(
    folder: str, dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    (checkout / "index.html").touch()
    ran = dashboard("push", "lcov.info", "--html", folder)
    assert ran.code == 4
    assert "--html" in ran.err
    assert standin.calls == []


def test_an_archive_that_is_too_large_is_not_sent(dashboard: Dashboard, standin: Standin) -> None:
    ran = dashboard("push", "lcov.info", "--max-archive-size", "1kB")
    assert ran.code == 4
    assert "more than the 1.0 kB" in ran.err
    assert standin.calls == []


def test_a_proxys_limit_is_explained(dashboard: Dashboard, standin: Standin) -> None:
    standin.limit = 1000
    ran = dashboard("push", "lcov.info")
    assert ran.code == 6
    assert "client_max_body_size" in ran.err


def test_the_word_bearer_is_left_out_of_the_token(dashboard: Dashboard) -> None:
    ran = dashboard("push", "lcov.info", COVERUP_DASHBOARD_TOKEN=f"Bearer {TOKEN}")
    assert ran.code == 0, ran.err


def test_the_token_of_github_actions_is_taken_there_and_nowhere_else(
    dashboard: Dashboard, standin: Standin
) -> None:
    given = {"COVERUP_DASHBOARD_TOKEN": "", "GITHUB_TOKEN": TOKEN}
    elsewhere = dashboard("push", "lcov.info", **given)
    assert elsewhere.code == 3
    assert "no token for the dashboard" in elsewhere.err
    assert standin.calls == []
    there = dashboard("push", "lcov.info", GITHUB_ACTIONS="true", **given)
    assert there.code == 0, there.err


@pytest.mark.parametrize(
    ("changes", "words", "hint"),
    [
        ({"COVERUP_DASHBOARD_TOKEN": "ghp_wrong-one"}, (), "GitHub does not know the token"),
        ({"COVERALLS_REPO_NAME": "acme/other"}, (), "no such repository"),
        ({}, ("--commit", "0" * 40), "no such commit"),
        ({"COVERUP_DASHBOARD_GITHUB_API": "http://127.0.0.1:1"}, (), "cannot reach --github-api"),
    ],
)
def test_a_token_that_does_not_do_is_explained_and_masked(
    changes: dict[str, str], words: tuple[str, ...], hint: str, dashboard: Dashboard
) -> None:
    ran = dashboard("push", "lcov.info", *words, **changes)
    assert ran.code == 6
    assert hint in ran.err
    assert changes.get("COVERUP_DASHBOARD_TOKEN", TOKEN) not in ran.out + ran.err


def test_a_proxys_fault_is_the_networks(dashboard: Dashboard, standin: Standin) -> None:
    standin.faults = [Response("<html>", 502)]
    ran = dashboard("push", "lcov.info", "--retries", "0")
    assert ran.code == 5
    assert "answered 502" in ran.err


def test_only_the_faults_of_others_are_tried_again(standin: Standin) -> None:
    time = FakeTime()
    http = DashboardHttp.like(Http(clock=time.clock, sleep=time.sleep, retries=4))
    page, own = Response("<html>", 500), Response('{"error": "disk full"}', 500)
    standin.faults = [Response("", 502), page, own, Response("", 503)]
    answer = http.get(standin.url)
    http.close()
    assert (answer.status, answer.body) == (500, b'{"error": "disk full"}')
    assert len(time.waits) == 2


def test_a_failure_of_the_dashboard_itself_is_not_tried_again(
    dashboard: Dashboard, standin: Standin
) -> None:
    standin.faults = [Response('{"error": "disk full"}', 500)]
    ran = dashboard("push", "lcov.info")
    assert ran.code == 6
    assert "disk full; the branch's earlier HTML report is gone" in ran.err
    assert standin.calls == [("POST", 500)]


def test_errors_by_parameter_are_all_told(dashboard: Dashboard, standin: Standin) -> None:
    error = {"org_name": "org_name is required", "language": "language must be go"}
    standin.faults = [Response(json.dumps({"error": error}), 422)]
    ran = dashboard("push", "lcov.info")
    assert ran.code == 6
    assert "org_name is required; language must be go" in ran.err
    assert "is gone" not in ran.err


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Response("<html>Sign in</html>", 200), "no JSON object"),
        (Response('{"data": []}', 200), "cannot be read"),
        (Response('{"error": "Not Found"}', 404), "/coverages-api"),
        (Response("<html>no</html>", 403), "not as a dashboard does"),
    ],
)
def test_what_is_no_dashboard_is_told_from_one(
    answer: Response, said: str, dashboard: Dashboard, standin: Standin
) -> None:
    standin.faults = [answer]
    ran = dashboard("push", "lcov.info")
    assert ran.code == 6
    assert said in ran.err
