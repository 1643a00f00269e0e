from collections.abc import Iterator
from typing import Any, cast

import pytest

from coverup.sandbox.builds import Placed, Which, add_job, close_build, rerun_build
from coverup.sandbox.carryforward import flags_in
from coverup.sandbox.job_rules import check
from coverup.sandbox.shown import build, builds, job
from coverup.sandbox.store import Store
from coverup.sandbox.understood import Findings, Refused

TOKEN = "token"
NOW = Which(TOKEN, "7")


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    yield store
    store.close()


def add(store: Store, coverage: list[int | None] | None = None, **fields: Any) -> Placed:
    lines = [1, 0] if coverage is None else coverage
    file = {"name": "a.py", "source_digest": "0" * 32, "coverage": lines}
    document = {"repo_token": TOKEN, "service_name": "ci", "source_files": [file], **fields}
    findings = Findings()
    return add_job(store, check(document, findings), request="{}", findings=findings)


def part(store: Store, **fields: Any) -> Placed:
    return add(store, **{"service_number": "7", "parallel": True, **fields})


def shown_build(store: Store, build_id: int) -> dict[str, Any]:
    return cast(dict[str, Any], build(store, build_id))


def shown_job(store: Store, placed: Placed) -> dict[str, Any]:
    return cast(dict[str, Any], job(store, placed.job_id))


def test_a_build_of_one_job_is_done_at_once(store: Store) -> None:
    assert add(store, service_number="7") == Placed(1, "7", 1)
    shown = shown_build(store, 1)
    assert (shown["done"], shown["covered_percent"], shown["number"]) == (True, 50.0, "7")


def test_a_parallel_build_is_open_and_not_calculated_until_the_webhook(store: Store) -> None:
    part(store)
    assert (shown_build(store, 1)["done"], shown_build(store, 1)["covered_percent"]) == (
        False,
        None,
    )
    close_build(store, NOW)
    assert (shown_build(store, 1)["done"], shown_build(store, 1)["covered_percent"]) == (True, 50.0)


def test_parallel_jobs_of_one_number_join_one_build(store: Store) -> None:
    assert [part(store).position, part(store).position] == [1, 2]
    assert len(builds(store)) == 1
    assert close_build(store, NOW).jobs == 2


def test_the_totals_are_those_of_all_jobs_together(store: Store) -> None:
    part(store, coverage=[1, 0, None, 0])
    part(store, coverage=[0, 1, 0])
    close_build(store, NOW)
    shown = shown_build(store, 1)
    assert (shown["relevant_lines"], shown["covered_lines"]) == (4, 2)


def test_branches_count_in_the_percentage_as_lines_do(store: Store) -> None:
    branchy = {"name": "a", "source_digest": "0" * 32, "coverage": [1], "branches": [1, 0, 0, 0]}
    add(store, service_number="7", source_files=[branchy])
    shown = shown_build(store, 1)
    assert shown["covered_percent"] == 50.0
    assert (shown["line_percent"], shown["branch_percent"]) == (100.0, 0.0)


def test_a_closed_build_takes_no_more_jobs(store: Store) -> None:
    add(store, service_number="7")
    with pytest.raises(Refused) as refused:
        part(store)
    assert refused.value.message == (
        "Can't add a job to a build that is already closed. Build 7 is closed. "
        "See docs.coveralls.io/parallel-builds"
    )


@pytest.mark.parametrize(
    "other",
    [{"service_attempt": "2"}, {"service_number": "8"}, {"repo_token": "another"}],
)
def test_another_attempt_number_or_repository_is_another_build(
    store: Store, other: dict[str, str]
) -> None:
    add(store, service_number="7")
    part(store, **other)
    assert len(builds(store)) == 2


def test_a_job_that_is_not_parallel_closes_the_build_of_the_others(store: Store) -> None:
    part(store)
    last = part(store, parallel=False)
    assert shown_build(store, 1)["done"]
    assert shown_job(store, last)["remarks"] == [
        "closes a build that other jobs have opened as parallel"
    ]


def test_builds_without_a_number_are_numbered_in_their_order(store: Store) -> None:
    add(store, service_number="2")
    assert [add(store).number, add(store).number] == ["3", "4"]
    assert add(store, repo_token="another").number == "1"


@pytest.mark.parametrize("flag", [{"flag_name": "unit"}, {}])
@pytest.mark.parametrize(
    ("service", "addition"),
    [
        ("github", ""),
        ("gitlab-ci", "; of Coveralls this is known for the service github only"),
    ],
)
def test_a_job_that_is_sent_again_replaces_the_first_and_says_so(
    store: Store, service: str, addition: str, flag: dict[str, str]
) -> None:
    same = {"service_name": service, "service_job_id": "a", "repo_name": "o/r", **flag}
    part(store, **same)
    remark = f"replaces an earlier job of the same flag and service_job_id{addition}"
    assert shown_job(store, part(store, **same))["remarks"] == [remark]
    assert close_build(store, NOW).jobs == 1


def test_a_job_that_replaces_another_takes_its_place(store: Store) -> None:
    github = {"service_name": "github", "service_job_id": "test", "repo_name": "o/r"}
    first = part(store, **github, flag_name="unit", coverage=[0])
    part(store, **github, flag_name="e2e")
    again = part(store, **github, flag_name="unit", coverage=[1])
    assert (again.job_id, again.position) == (first.job_id, first.position)
    assert shown_job(store, again)["covered_percent"] == 100.0
    assert close_build(store, NOW).jobs == 2


@pytest.mark.parametrize(
    "other",
    [{"flag_name": "e2e"}, {"service_job_id": "b"}],
)
def test_other_jobs_are_kept_beside_each_other(store: Store, other: dict[str, str]) -> None:
    same = {"service_name": "github", "service_job_id": "a", "repo_name": "o/r", "flag_name": "u"}
    part(store, **same)
    part(store, **{**same, **other})
    assert close_build(store, NOW).jobs == 2


def test_a_job_that_is_sent_again_after_its_build_was_closed_is_refused(store: Store) -> None:
    part(store, service_job_id="a", flag_name="unit")
    close_build(store, NOW)
    with pytest.raises(Refused, match="Build 7 is closed"):
        part(store, service_job_id="a", flag_name="unit")
    assert part(store, service_job_id="a", flag_name="unit", service_attempt="2").position == 1


def test_the_same_flag_twice_is_remarked(store: Store) -> None:
    part(store, flag_name="unit")
    second = part(store, flag_name="unit")
    assert shown_job(store, second)["remarks"] == [
        "another job of this build has the same flag_name; both are kept"
    ]


def test_a_build_that_is_not_there_cannot_be_closed(store: Store) -> None:
    part(store)
    for which in (Which(TOKEN, "8"), Which("another", "7"), Which(TOKEN, "7", "2")):
        with pytest.raises(Refused) as refused:
            close_build(store, which)
        assert refused.value.message == f"No build matching CI build number {which.number} found"


def test_the_webhook_may_be_repeated(store: Store) -> None:
    part(store)
    assert close_build(store, NOW).remarks == ()
    assert close_build(store, NOW).remarks == ("the build was already closed",)


def test_without_an_attempt_the_open_build_is_closed(store: Store) -> None:
    part(store, service_attempt="1")
    part(store, service_attempt="2")
    close_build(store, Which(TOKEN, "7", "2"))
    assert close_build(store, NOW).build_id == 1


def test_missing_flags_are_carried_forward_from_the_latest_build_that_has_them(
    store: Store,
) -> None:
    for number, hits in (("5", 0), ("6", 1)):
        part(store, service_number=number, flag_name="slow", coverage=[hits])
        close_build(store, Which(TOKEN, number))
    part(store, flag_name="fast", coverage=[0, 0])
    closed = close_build(store, NOW, flags_in("slow,fast,never"))
    assert closed.jobs == 2
    assert closed.remarks == (
        "flag slow: carried forward",
        "flag fast: nothing to carry forward, this build has it",
        "flag never: no earlier build that is done has it",
    )
    shown = shown_build(store, closed.build_id)
    assert [(each["flag_name"], each["carried_from"]) for each in shown["jobs"]] == [
        ("fast", None),
        ("slow", 2),
    ]
    assert (shown["relevant_lines"], shown["covered_lines"]) == (2, 1)


def test_nothing_is_carried_forward_from_an_open_build_or_another_repository(
    store: Store,
) -> None:
    part(store, service_number="5", flag_name="slow")
    add(store, repo_token="another", flag_name="slow")
    part(store, flag_name="fast")
    assert close_build(store, NOW, ("slow",)).jobs == 1


def test_a_rerun_calculates_an_open_build_and_leaves_it_open(store: Store) -> None:
    part(store)
    assert rerun_build(store, NOW).done is False
    assert shown_build(store, 1)["covered_percent"] == 50.0


def test_a_build_names_its_flags_once_and_has_no_numbers_before_it_is_calculated(
    store: Store,
) -> None:
    for job_id, flag in (("1", "unit"), ("2", "e2e"), ("3", "unit")):
        part(store, service_job_id=job_id, flag_name=flag)
    part(store, service_job_id="4")
    shown = shown_build(store, 1)
    assert shown["flags"] == ["unit", "e2e"]
    assert (shown["covered_percent"], shown["coverage_change"]) == (None, None)


@pytest.mark.parametrize(
    ("build_of", "change"),
    [
        pytest.param({"service_branch": "main"}, -50.0, id="the branch's latest"),
        pytest.param({"service_branch": "new"}, 25.0, id="the repository's latest"),
        pytest.param({"service_branch": "new", "compare_ref": "main"}, -50.0, id="compare_ref"),
        pytest.param(
            {"service_branch": "main", "compare_sha": "b" * 40}, 25.0, id="compare_sha first"
        ),
        pytest.param({"service_branch": "new", "repo_token": "another"}, None, id="no base"),
    ],
)
def test_the_change_is_against_the_base_of_the_comparison(
    store: Store, build_of: dict[str, str], change: float | None
) -> None:
    add(store, service_number="1", service_branch="main", coverage=[1, 1])
    side = {"service_branch": "side", "commit_sha": "b" * 40}
    add(store, service_number="2", coverage=[1, 0, 0, 0], **side)
    part(store, service_number="3", service_branch="main", coverage=[0])
    placed = add(store, coverage=[1, 0], service_number="7", **build_of)
    shown = shown_build(store, shown_job(store, placed)["build"])
    assert (shown["covered_percent"], shown["coverage_change"]) == (50.0, change)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("", ()),
        ("a", ("a",)),
        (" a, b ,,a", ("a", "b")),
        ("'subproject_1,subproject_2'", ("subproject_1", "subproject_2")),
    ],
)
def test_carryforward_is_a_list_with_commas(text: str, flags: tuple[str, ...]) -> None:
    assert flags_in(text) == flags
