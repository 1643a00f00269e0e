"""Listing what the dashboard has, its badge, and deleting what it has of branches that are gone."""

import json
from pathlib import Path

import pytest

from tests.network.dashboard.conftest import Dashboard
from tests.network.dashboard.standin import Standin, Stored


@pytest.fixture
def rows(standin: Standin) -> Standin:
    """Three branches, one of them with history, and another repository."""
    known = [
        ("calc", "main", "js", 76.85, True),
        ("calc", "main", "js", 80.0, False),
        ("calc", "old/one", "js", 50.0, False),
        ("calc", "gone", "go", 10.0, False),
        ("other", "main", "js", 20.0, False),
    ]
    for number, (repo, branch, language, percentage, deleted) in enumerate(known):
        filed = ("acme", repo, branch, "f" * 40, "Ada", language, percentage)
        standin.rows.append(Stored(number, *filed, deleted=deleted))
        (standin.folder("acme", repo, branch) / "archive").mkdir(parents=True, exist_ok=True)
    return standin


def test_the_list_shows_the_repositorys_branches(dashboard: Dashboard, rows: Standin) -> None:
    ran = dashboard("list", COVERUP_DASHBOARD_TOKEN="")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == [
        "acme/calc  main     js   80.00 %  ffffffffff  Ada  2026-11-21",
        "acme/calc  old/one  js   50.00 %  ffffffffff  Ada  2026-11-21",
        "acme/calc  gone     go   10.00 %  ffffffffff  Ada  2026-11-21",
    ]


@pytest.mark.parametrize(
    ("words", "count"), [((), 3), (("--full",), 4), (("--all",), 4), (("--author", "Tim"), 0)]
)
def test_the_list_can_be_wider_or_narrower(
    words: tuple[str, ...], count: int, dashboard: Dashboard, rows: Standin
) -> None:
    assert len(json.loads(dashboard("list", "--json", *words).out)["reports"]) == count


def test_a_long_list_is_read_to_its_end(dashboard: Dashboard, standin: Standin) -> None:
    standin.rows = [
        Stored(number, "acme", "calc", f"b{number}", "f" * 40, "Ada", "js", 1.0)
        for number in range(2500)
    ]
    assert len(json.loads(dashboard("list", "--json").out)["reports"]) == 2500
    assert len(standin.calls) == 3


def test_an_empty_list_says_so(dashboard: Dashboard) -> None:
    assert dashboard("list").out == "the dashboard has no report here\n"


def test_the_badge_is_checked_before_its_address_is_given(
    dashboard: Dashboard, rows: Standin
) -> None:
    ran = dashboard("badge", "--branch", "old/one", "-o", "badge.svg")
    query = "org_name=acme&repo_name=calc&branch_name=old%2Fone&language=js"
    assert ran.out == f"{rows.url}/badge?{query}\n"
    assert "50.00%" in Path("badge.svg").read_text()


def test_the_badge_in_markdown_links_the_report(dashboard: Dashboard, rows: Standin) -> None:
    shown = dashboard("badge", "--branch", "main", "--markdown").out
    assert shown.startswith(f"[![coverage of main]({rows.url}/badge?")
    assert shown.endswith(f"]({rows.url}/assets/acme/calc/main/archive/coverage/)\n")


def test_a_badge_that_says_invalid_is_an_error(dashboard: Dashboard) -> None:
    ran = dashboard("badge")
    assert ran.code == 6
    assert "the dashboard has no js report of feature/x" in ran.err


def test_without_yes_what_would_be_deleted_is_shown_and_kept(
    dashboard: Dashboard, rows: Standin
) -> None:
    ran = dashboard("sync", "main")
    assert ran.code == 2
    assert [line.split()[1] for line in ran.out.splitlines()] == ["gone", "old/one"]
    assert "2 reports of 2 of its branches would be deleted for good; add --yes" in ran.err
    assert len(rows.rows) == 5
    assert [method for method, _ in rows.calls] == ["GET"]


def test_with_yes_the_other_branches_go_and_no_other_repository(
    dashboard: Dashboard, rows: Standin
) -> None:
    ran = dashboard("sync", "main", "gone", "--yes")
    assert ran.code == 0, ran.err
    assert {(row.repo_name, row.branch_name) for row in rows.rows} == {
        *(("calc", "main"), ("calc", "gone"), ("other", "main"))
    }
    assert not rows.folder("acme", "calc", "old/one").exists()
    assert rows.folder("acme", "calc", "main").exists()
    assert ran.out.endswith("deleted 1 report of 1 of its branches\n")


def test_nothing_is_asked_of_the_server_when_nothing_is_to_go(
    dashboard: Dashboard, rows: Standin
) -> None:
    assert dashboard("sync", "main", "gone", "old/one", "--yes").code == 0
    assert [method for method, _ in rows.calls] == ["GET"]


def test_deleting_everything_by_mistake_is_refused(dashboard: Dashboard, rows: Standin) -> None:
    ran = dashboard("sync", "--yes")
    assert ran.code == 3
    assert "git ls-remote" in ran.err
    assert rows.calls == []


def test_a_wrong_token_deletes_nothing(dashboard: Dashboard, rows: Standin) -> None:
    ran = dashboard("sync", "main", "--yes", COVERUP_DASHBOARD_TOKEN="ghp_wrong-one")
    assert ran.code == 6
    assert "GitHub does not know the token" in ran.err
    assert "is gone" not in ran.err
    assert len(rows.rows) == 5
