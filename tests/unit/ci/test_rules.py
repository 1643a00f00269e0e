"""The rules that the table of services is written in."""

import pytest

from coverup.ci import SERVICES, Service
from coverup.ci.env import Env
from coverup.ci.github import FromEvent, Unmerged, ref_name
from coverup.ci.rules import Part, Rule, When, describe, first
from coverup.ci.service import BASE_FIELDS, JOB_FIELDS
from coverup.values import Sourced

ENV = Env({
    "A": " a ",
    "B": "b/ c",
    "EMPTY": " ",
    "ON": "1",
    "OFF": "False",
    "MACRO": "$(X)",
    "SERVER": "https://ci.example.com/",
    "SLASHES": "//",
    "DOUBLED": "/a//b/",
})  # fmt: skip


@pytest.mark.parametrize(
    ("field", "rules", "expected"),
    [
        ("repo_name", ("A",), Sourced("a", "$A")),
        ("repo_name", ("EMPTY", "MISSING", "MACRO", "A"), Sourced("a", "$A")),
        ("repo_name", ("EMPTY",), None),
        ("repo_name", (), None),
        ("repo_name", ("{A}-{B}",), Sourced("a-b/ c", "$A-$B")),
        ("repo_name", ("{A}-{EMPTY}", "A"), Sourced("a", "$A")),
        (
            "service_build_url",
            ("{SERVER}/{B}?a={A}",),
            Sourced("https://ci.example.com/b/%20c?a=a", "$SERVER/$B?a=$A"),
        ),
        ("service_build_url", ("{A}/{B}",), None),
        (
            "service_build_url",
            ("https://x.example/{SERVER}/1",),
            Sourced("https://x.example/https%3A/ci.example.com/1", "https://x.example/$SERVER/1"),
        ),
        ("service_build_url", ("{SERVER}/{SLASHES}/1",), None),
        (
            "service_build_url",
            ("{SERVER}/{DOUBLED}/1",),
            Sourced("https://ci.example.com/a/b/1", "$SERVER/$DOUBLED/1"),
        ),
        ("service_pull_request", ("A", "ON"), Sourced("1", "$ON")),
        ("repo_name", (When("ON", "A"),), Sourced("a", "$A")),
        ("repo_name", (When("OFF", "A"),), None),
        ("repo_name", (When("MISSING", "A"),), None),
        ("repo_name", (When("ON", "MISSING"),), None),
        ("repo_name", (When("A", "ON", "a|b"),), Sourced("1", "$ON")),
        ("repo_name", (When("A", "ON", "aa"),), None),
        ("repo_name", (Part("B", r"(.)/ ."),), Sourced("b", "$B")),
        ("repo_name", (Part("B", r"(.)/"),), None),
        ("repo_name", (Part("MISSING", r"(.+)"),), None),
    ],
)
def test_the_first_rule_that_means_something_counts(
    field: str, rules: tuple[Rule, ...], expected: Sourced[str] | None
) -> None:
    assert first(field, rules, ENV) == expected


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("CIRCLE_SHA1", "CIRCLE_SHA1"),
        (Part("GITHUB_REF", r"(.+)"), "part of GITHUB_REF"),
        (When("PULL_REQUEST", "REVIEW_ID"), "REVIEW_ID (depends on PULL_REQUEST)"),
        (FromEvent("pull_request.head.sha"), "event file: pull_request.head.sha"),
        (Unmerged("GITHUB_HEAD_REF"), "GITHUB_HEAD_REF"),
        (ref_name, "GITHUB_REF_NAME, unless it is the `42/merge` of a pull request."),
    ],
)
def test_a_rule_says_where_it_looks(rule: Rule, words: str) -> None:
    assert describe(rule) == words


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_rule_of_the_table_can_be_described(service: Service) -> None:
    columns = [*JOB_FIELDS.values(), *BASE_FIELDS.values(), "merge_commit"]
    rules = [rule for column in columns for rule in getattr(service, column)]
    assert all(describe(rule) and "object at 0x" not in describe(rule) for rule in rules)
