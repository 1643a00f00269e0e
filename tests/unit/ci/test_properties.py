"""Laws that hold for any environment and any event file."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coverup.ci import SERVICES, branch_name, detect, pull_request_number, web_address
from coverup.ci.rules import Part, When
from coverup.ci.service import BASE_FIELDS, JOB_FIELDS


def names_in(rule: object) -> set[str]:
    if isinstance(rule, When):
        return {rule.name, rule.condition}
    if isinstance(rule, Part):
        return {rule.name}
    return set(re.findall(r"\w+", rule)) if isinstance(rule, str) else set()


def known_names() -> list[str]:
    names = {"GITHUB_EVENT_NAME", "GITHUB_REF", "GITHUB_SHA", "GITHUB_EVENT_PATH", "CI_NAME", "CI"}
    for service in SERVICES:
        names |= {part.partition("=")[0] for m in service.markers for part in m.split(" & ")}
        for column in [*JOB_FIELDS.values(), *BASE_FIELDS.values()]:
            names = names.union(*map(names_in, getattr(service, column)))
    return sorted(names)


VALUES = st.one_of(
    st.text(),
    st.sampled_from(["true", "1", "refs/pull/4/merge", "pull_request", "workflow_run", "a" * 40]),
    st.text("0123456789/$(){}:.@\ud800\0 abcdef", max_size=30),
)
ENVIRONMENTS = st.dictionaries(st.one_of(st.sampled_from(known_names()), st.text()), VALUES)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from([
            "pull_request", "workflow_run", "head", "base", "repo", "sha", "ref", "number",
            "pull_requests", "head_branch", "head_sha", "repository", "default_branch", "user",
        ]),
        inner,
    ),
)  # fmt: skip


def check_laws(env: dict[str, str]) -> None:
    detected = detect(env)
    for found in (detected.fields, detected.generic, detected.base):
        for value in found.values():
            assert value.value.strip() == value.value != ""
            assert value.source
            value.value.encode()
    links = [detected.fields.get(name) for name in ("service_build_url", "service_job_url")]
    assert all(re.match("https?://", link.value, re.IGNORECASE) for link in links if link)
    number = detected.fields.get("service_pull_request")
    assert number is None or re.fullmatch("[1-9][0-9]*", number.value)


@settings(deadline=None)
@given(ENVIRONMENTS)
def test_detection_never_fails_and_no_value_is_empty(env: dict[str, str]) -> None:
    check_laws(env)


@pytest.mark.parametrize("name", ["pull_request", "pull_request_target", "workflow_run"])
@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(payload=JSON)
def test_no_event_file_makes_detection_fail(tmp_path: Path, name: str, payload: object) -> None:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(payload), encoding="utf-8")
    check_laws({"GITHUB_ACTIONS": "1", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path)})


@settings(deadline=None)
@given(st.integers(1, 10**12), st.sampled_from(["{}", "pull/{}", "https://g/a/b/pull/{}/files"]))
def test_a_number_survives_every_spelling(number: int, spelling: str) -> None:
    assert pull_request_number(spelling.format(number)) == str(number)


@settings(deadline=None)
@given(st.text())
def test_reading_twice_gives_the_same(text: str) -> None:
    for read in (pull_request_number, branch_name, web_address):
        once = read(text)
        if once is not None and not once.startswith("refs/"):
            assert read(once) == once
