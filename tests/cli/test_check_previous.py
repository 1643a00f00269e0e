"""Comparing with an earlier result: a saved one, or Coveralls' own."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.verdicts import commit_all, git, lcov
from tests.network.servers import Reply, serve

BASE = "b" * 40


@pytest.fixture
def before(coverup: Command, project: Path) -> Path:
    """The earlier result, with 80 % of the lines; now it is 60 %."""
    saved = project / "main.json"
    saved.write_text(coverup("check", "--json").out)
    files = {"src/a.c": {1: 3, 2: 0, 4: 0}, "src/b.py": {1: 1, 2: 1}}
    (project / "lcov.info").write_text(lcov(files, {}))
    return saved


def test_the_change_and_the_files_that_fell_are_told(coverup: Command, before: Path) -> None:
    out = coverup("check", "--previous", "main.json").out
    assert "-20.00 points against main.json (80.00 %)" in out
    assert "less than before: src/a.c, 66.67 to 33.33 %" in out


def test_the_same_is_told_as_such(coverup: Command, project: Path) -> None:
    (project / "main.json").write_text(coverup("check", "--json").out)
    assert "as in main.json: 80.00 %" in coverup("check", "--previous", "main.json").out


@pytest.mark.parametrize(("drop", "code"), [("20", 0), ("19.99", 7), ("0", 7)])
def test_a_larger_drop_than_allowed_fails(
    coverup: Command, before: Path, drop: str, code: int
) -> None:
    ran = coverup("check", "--previous", "main.json", "--max-drop", drop)
    assert ran.code == code
    assert ("less than" in ran.err and "1 more line" in ran.err) is bool(code)


def test_a_first_run_has_nothing_to_compare_with_and_says_so(
    coverup: Command, project: Path
) -> None:
    ran = coverup("check", "--previous", "main.json", "--max-drop", "0")
    assert ran.code == 0
    assert "warning: main.json: there is no earlier result" in ran.err


@pytest.mark.parametrize("content", ["", "{}", "[1]", "no json"])
def test_a_file_that_is_no_result_is_refused(coverup: Command, project: Path, content: str) -> None:
    (project / "main.json").write_text(content)
    ran = coverup("check", "lcov.info", "--previous", "main.json")
    assert ran.code == 3
    assert "main.json: is no result of coverup" in ran.err


def test_a_largest_drop_needs_something_to_compare_with(coverup: Command, project: Path) -> None:
    ran = coverup("check", "--max-drop", "1")
    assert ran.code == 3
    assert "--max-drop: there is no earlier result to compare with" in ran.err


def test_in_a_configuration_file_the_largest_drop_may_be_for_other_commands(
    coverup: Command, project: Path
) -> None:
    (project / "pyproject.toml").write_text("[tool.coverup]\nmax-drop = 1\n")
    assert coverup("check").code == 0


@pytest.mark.parametrize(("percent", "code"), [("80.5", 7), ("80.0", 0)])
def test_coveralls_own_number_of_the_base_is_taken_when_asked_for(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch, percent: str, code: int
) -> None:
    page = f'{{"id": 7, "covered_percent": {percent}}}'.encode()
    with serve(Reply(200, page)) as server:
        monkeypatch.setenv("COVERALLS_ENDPOINT", server.url)
        monkeypatch.setenv("COVERALLS_COMPARE_SHA", BASE)
        ran = coverup("check", "--previous", "coveralls", "--max-drop", "0")
        assert [request.path for request in server.requests] == [f"/builds/{BASE}.json"]
    assert ran.code == code
    assert "Coveralls bbbbbbbb" in ran.out


def test_a_branch_as_the_base_is_looked_up_by_its_commit(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(project, "init", "-qb", "main")
    commit = commit_all(project)
    with serve(Reply(200, b'{"id": 7, "covered_percent": 80}')) as server:
        monkeypatch.setenv("COVERALLS_ENDPOINT", server.url)
        coverup("check", "--previous", "coveralls", "--base", commit[:10])
        assert [request.path for request in server.requests] == [f"/builds/{commit}.json"]


def test_an_outage_only_fails_a_gate_that_needs_coveralls(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(Reply(404, b"")) as server:
        monkeypatch.setenv("COVERALLS_ENDPOINT", server.url)
        monkeypatch.setenv("COVERALLS_COMPARE_SHA", BASE)
        ran = coverup("check", "--previous", "coveralls")
        assert "Coveralls has no coverage of commit bbbbbbbb" in ran.err
        assert ran.code == 0
    monkeypatch.setenv("COVERALLS_ENDPOINT", "http://127.0.0.1:1")
    (project / "pyproject.toml").write_text("[tool.coverup]\nretries = 0\n")
    ran = coverup("check", "--previous", "coveralls")
    assert ran.code == 0
    assert "warning: not compared with Coveralls" in ran.err
    assert coverup("check", "--previous", "coveralls", "--max-drop", "1").code == 5
