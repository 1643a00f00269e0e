"""Pushing to the dashboard: what arrives, what never leaves, and what a failure leaves behind."""

import io
import json
import os
import tarfile
from pathlib import Path

import pytest

from tests.network.dashboard.conftest import COMMIT, Dashboard, own_html
from tests.network.dashboard.standin import FILED, TOKEN, Standin

COBERTURA = '<coverage line-rate="0.5"/>'


def files_in(archive: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        found = {each.name: tar.extractfile(each) for each in tar if each.isreg()}
        return {name: file.read() for name, file in found.items() if file}


def test_a_report_of_any_format_arrives_with_its_eight_parameters(
    dashboard: Dashboard, standin: Standin
) -> None:
    ran = dashboard("push", "lcov.info")
    assert ran.code == 0, ran.err
    (seen,) = standin.seen
    assert set(seen) == {*FILED, "Authorization"}
    assert seen["Authorization"] == TOKEN
    assert (seen["org_name"], seen["repo_name"]) == ("acme", "calc")
    assert (seen["branch_name"], seen["commit_hash"]) == ("feature/x", COMMIT)
    assert standin.rows[0].percentage == 66.67
    assert ran.out.splitlines() == [
        "66.67 % of acme/calc, branch feature/x",
        f"{standin.url}/assets/acme/calc/feature_fs_x/archive/coverage/",
    ]


def test_the_report_is_where_its_address_leads(dashboard: Dashboard, standin: Standin) -> None:
    dashboard("push", "lcov.info")
    folder = standin.folder("acme", "calc", "feature/x") / "archive"
    assert [each.name for each in folder.iterdir()] == ["coverage"]
    assert b"src" in (folder / "coverage/index.html").read_bytes()
    assert (folder / "coverage/coverage.xml").is_file()


def test_the_commit_status_that_is_left_is_mentioned(
    dashboard: Dashboard, standin: Standin
) -> None:
    ran = dashboard("push", "lcov.info")
    assert standin.github.statuses == [COMMIT]
    assert "code coverage dashboard" in ran.err
    assert COMMIT in ran.err


def test_json_tells_what_became_of_it(dashboard: Dashboard) -> None:
    told = json.loads(dashboard("push", "lcov.info", "--json", "-q").out)
    assert (told["status"], told["percentage"], told["error"]) == ("sent", 66.67, None)
    assert told["url"].endswith("/archive/coverage/")
    assert told["archive"]["files"] > 2


def test_json_tells_why_it_failed(dashboard: Dashboard) -> None:
    told = json.loads(dashboard("push", "lcov.info", "--json", "--commit", "0" * 40).out)
    assert told["status"] == "failed"
    assert told["error"]["slug"] == "refused"


def test_a_dry_run_sends_nothing_and_needs_neither_server_nor_token(
    dashboard: Dashboard, standin: Standin
) -> None:
    nothing = {"COVERUP_DASHBOARD_URL": "", "COVERUP_DASHBOARD_TOKEN": ""}
    ran = dashboard("push", "lcov.info", "--dry-run", "-o", "out.tgz", **nothing)
    assert ran.code == 0, ran.err
    assert standin.calls == []
    assert "coverage/index.html" in files_in(Path("out.tgz").read_bytes())


def test_the_projects_own_pages_and_xml_are_sent_as_they_are(
    dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    (checkout / "cov.xml").write_text(COBERTURA)
    ran = dashboard("push", "--html", str(own_html(checkout)), "--xml", "cov.xml")
    assert ran.code == 0, ran.err
    sent = files_in((standin.folder("acme", "calc", "feature/x") / "archive.tar.gz").read_bytes())
    assert sent == {"coverage/index.html": b"<p>ours</p>", "coverage/cov.xml": COBERTURA.encode()}
    assert standin.seen[0]["coverage_xml_file_name"] == "cov.xml"
    assert standin.rows[0].percentage == 50


def test_own_pages_go_with_an_xml_of_coverups(
    dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    assert dashboard("push", "lcov.info", "--html", str(own_html(checkout))).code == 0
    assert standin.rows[0].percentage == 66.67


def test_a_link_is_sent_as_what_it_leads_to(
    dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    folder = own_html(checkout)
    (folder / "a.html").symlink_to(checkout / "src/a.py")
    (folder / "pages").symlink_to(checkout / "src")
    (folder / "loop").symlink_to(folder)
    (folder / "out").symlink_to("/")
    (folder / "gone").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    ran = dashboard("push", "lcov.info", "--html", str(folder))
    assert ran.code == 0, ran.err
    place = standin.folder("acme", "calc", "feature/x") / "archive/coverage"
    assert (
        (place / "a.html").read_text()
        == (place / "pages/a.py").read_text()
        == "a = 1\nb = 2\nc = 3\n"
    )
    assert {each.name for each in place.iterdir()} == {
        *("index.html", "a.html", "pages", "coverage.xml")
    }
    assert all(f"{name}: a link" in ran.err for name in ("loop", "out", "gone"))
    assert "pipe: neither a file nor a folder" in ran.err


def test_a_file_that_is_called_like_the_xml_does_not_become_the_percentage(
    dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    folder = own_html(checkout)
    (folder / "z").mkdir()
    (folder / "z/coverage.xml").write_text('<coverage line-rate="0.9"/>')
    ran = dashboard("push", "lcov.info", "--html", str(folder))
    assert ran.code == 0, ran.err
    assert standin.seen[0]["coverage_xml_file_name"] == "coverage-1.xml"
    assert standin.rows[0].percentage == 66.67


def test_an_xml_that_is_in_the_pages_already_is_not_sent_twice(
    dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    folder = own_html(checkout)
    (folder / "coverage.xml").write_text(COBERTURA)
    dashboard("push", "--html", str(folder), "--xml", str(folder / "coverage.xml"))
    sent = files_in((standin.folder("acme", "calc", "feature/x") / "archive.tar.gz").read_bytes())
    assert sorted(sent) == ["coverage/coverage.xml", "coverage/index.html"]


def test_an_xml_in_another_encoding_is_sent_in_utf_8(
    dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><coverage line-rate="0.5" title="é"/>'
    (checkout / "cov.xml").write_bytes(text.encode("latin-1"))
    ran = dashboard("push", "--html", str(own_html(checkout)), "--xml", "cov.xml")
    assert ran.code == 0, ran.err
    assert standin.rows[0].percentage == 50


def test_an_xml_that_says_another_percentage_than_its_lines_is_warned_of(
    dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    (checkout / "cov.xml").write_text(COBERTURA)
    words = ("push", "lcov.info", "--xml", "cov.xml")
    ran = dashboard(*words)
    assert ran.code == 0
    assert "will show 50.00 %" in ran.err
    assert "counts 66.67 %" in ran.err
    strict = dashboard(*words, "--strict")
    assert strict.code == 4
    assert len(standin.calls) == 1


def test_the_lines_of_an_own_xml_are_counted_without_its_sources_too(
    dashboard: Dashboard, checkout: Path
) -> None:
    lines = '<lines><line number="1" hits="1"/><line number="2" hits="0"/></lines>'
    found = f'<class filename="Elsewhere.java" name="E"><methods/>{lines}</class>'
    classes = f"<packages><package><classes>{found}</classes></package></packages>"
    (checkout / "cov.xml").write_text(f'<coverage line-rate="0.75">{classes}</coverage>')
    ran = dashboard("push", "--html", str(own_html(checkout)), "--xml", "cov.xml", "--dry-run")
    assert ran.code == 0, ran.err
    assert "will show 75.00 %" in ran.err
    assert "counts 50.00 % of the lines" in ran.err


def test_a_second_language_of_a_branch_is_warned_of(dashboard: Dashboard) -> None:
    assert "share one HTML report" not in dashboard("push", "lcov.info").err
    ran = dashboard("push", "lcov.info", "--language", "go")
    assert "also has js of this branch" in ran.err


def test_the_archive_is_the_same_each_time(dashboard: Dashboard, checkout: Path) -> None:
    folder = own_html(checkout)
    for name in ("one", "two"):
        os.utime(folder / "index.html", (1, len(name)))
        dashboard("push", "lcov.info", "--html", str(folder), "--dry-run", "-o", name)
    content = Path("one").read_bytes()
    assert content == Path("two").read_bytes()
    assert content[4:8] == bytes(4), "gzip's head holds no time"


def test_pages_may_be_pushed_from_within_their_folder(
    dashboard: Dashboard, standin: Standin, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_html(checkout) / "pages").mkdir()
    (checkout / "site/pages/a.html").touch()
    monkeypatch.chdir(checkout / "site")
    ran = dashboard("push", "../lcov.info", "--html", ".")
    assert ran.code == 0, ran.err
    place = standin.folder("acme", "calc", "feature/x") / "archive/coverage"
    assert (place / "pages/a.html").is_file()


def test_of_an_own_xml_only_that_is_read_for_the_pages(
    dashboard: Dashboard, standin: Standin, checkout: Path
) -> None:
    lines = '<lines><line number="1" hits="1"/><line number="2" hits="0"/></lines>'
    found = f'<class filename="src/a.py" name="a"><methods/>{lines}</class>'
    classes = f"<packages><package><classes>{found}</classes></package></packages>"
    (checkout / "cov.xml").write_text(f'<coverage line-rate="0.5">{classes}</coverage>')
    ran = dashboard("push", "--xml", "cov.xml")
    assert ran.code == 0, ran.err
    assert "lcov.info" not in ran.err
    assert "warning" not in ran.err
    assert standin.rows[0].percentage == 50
