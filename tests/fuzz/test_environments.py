"""Laws that hold for any values of any variables, through the real commands.

A pipeline sets variables to whatever its author, its plugins and its users' branch names make of
them. None of it may end in a traceback, and none may put a value into a job that says nothing.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coverup.ci import SERVICES, Service
from coverup.ci.github import FromEvent, Unmerged
from coverup.ci.rules import Differs, Part, When
from coverup.ci.service import BASE_FIELDS, JOB_FIELDS
from coverup.ci.services import GENERIC, LOCAL
from coverup.cli.app import TOKEN_VARIABLES
from coverup.pipeline import identity
from coverup.settings.table import JOB_FIELDS as JOB_FIELDS_SENT
from coverup.settings.table import SETTINGS
from tests.contract.conftest import commit, git
from tests.invoked import Invoked, coverup

CONFIGURATION: Final = 3
INPUT: Final = 4
SHA: Final = re.compile(r"[0-9a-fA-F]{7,64}")
NUMBER: Final = re.compile(r"[1-9][0-9]*")
LINKS: Final = ("service_build_url", "service_job_url")
IN_BRACES: Final = re.compile(r"\{(\w+)\}")
IN_FUNCTIONS: Final = (
    *("GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH", "GITHUB_REF", "GITHUB_REF_NAME", "GITHUB_SHA"),
    *("GITHUB_TOKEN", "CIRCLE_PULL_REQUESTS", "TEAMCITY_BUILD_PROPERTIES_FILE", "CI_COMMIT_SHA"),
)
"""Variables that functions of the table read, which cannot be asked for them."""
COLUMNS: Final = ("fork", *JOB_FIELDS.values(), *BASE_FIELDS.values(), "merge_commit")


def names_in(rule: object) -> set[str]:
    """Return the variables that a rule of the table reads."""
    match rule:
        case str():
            return set(IN_BRACES.findall(rule)) or {rule}
        case When(condition=condition, name=name):
            return {condition, name}
        case Differs(name=name, other=other):
            return {name, other}
        case Part(name=name) | Unmerged(name=name):
            return {name}
        case _:
            assert isinstance(rule, FromEvent | FunctionType), rule
            return set()


def names_of(service: Service) -> Iterator[str]:
    """Yield the variables of one service, some of them more than once."""
    for marker in service.markers:
        yield from (condition.partition("=")[0] for condition in marker.split(" & "))
    for column in COLUMNS:
        yield from (name for rule in getattr(service, column) for name in names_in(rule))


def known_names() -> Iterator[str]:
    """Yield every variable that coverup reads, some of them more than once."""
    for service in (*SERVICES, LOCAL):
        yield from names_of(service)
    yield from (name for rules in GENERIC.values() for rule in rules for name in names_in(rule))
    yield from (name for setting in SETTINGS for name in setting.env)
    yield from identity._AUTHORS.values()
    yield from IN_FUNCTIONS


NAMES: Final = sorted(set(known_names()))
OURS: Final = sorted(name for setting in SETTINGS for name in setting.env)
TOKENS: Final = TOKEN_VARIABLES
"""Their values are masked wherever they appear, so they get values that appear nowhere else."""
TEXTS: Final = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40
)
TYPICAL: Final = st.sampled_from([
    *("", " ", "\t\n", "true", "false", "0", "1", "null", "42", "007", "HEAD", "main", "auto"),
    *("$(System.JobId)", "${BUILD_ID}", "a ${B} c", "refs/heads/x", "refs/pull/4/merge"),
    *("https://ci.example.com/", "https://ci.example.com/a/${B}", "http://u:p@ci.example.com:80/1"),
    *("http://", "https://?", "https://[", "https:///x", "//ci", "/", "///", "a//b", "owner/name"),
    *("a" * 40, "abc123", "3f78685", "f" * 65, "caf\udce9", "\x1b[31m", "a\nb", "::error::x"),
    *("pull_request", "workflow_run", "codeship", "pull/7", "x" * 100_000, "9" * 5_000),
])  # fmt: skip


@st.composite
def environments(draw: st.DrawFn) -> dict[str, str]:
    """Draw a build of one service, with anything in its variables and in some of all others."""
    service = draw(st.sampled_from(SERVICES))
    pairs = (condition.partition("=") for condition in service.markers[0].split(" & "))
    env = {name: value or "1" for name, _, value in pairs}
    own = st.sampled_from(sorted({"CI", *names_of(service)} - env.keys()))
    values = TYPICAL | TEXTS
    for names, most in ((st.sampled_from(NAMES), 8), (own, 20), (st.sampled_from(OURS), 5)):
        env |= draw(st.dictionaries(names, values, max_size=most))
    return env | {name: draw(st.sampled_from(["", "$(T)", "t0ken-\udce9"])) for name in TOKENS}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit, a source and a small report."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "a.py").write_text("a = 1\n")
    (folder / "lcov.info").write_text("SF:a.py\nDA:1,1\nend_of_record\n")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    commit(folder, "the first")
    return folder


def fuzzed(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test on many environments; its fixtures may be shared by them."""
    shared = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=200, suppress_health_check=shared)(given(env=environments())(test))


def check_explained(ran: Invoked, codes: tuple[int, ...]) -> None:
    assert ran.code in codes, ran.err
    assert "Traceback" not in ran.err + ran.out
    assert ran.code == 0 or "error: " in ran.err


def check_values(fields: Mapping[str, Any]) -> None:
    """Check the fields of a job, by whatever command they are told."""
    for name, value in fields.items():
        assert value is not None, name
        assert not isinstance(value, str) or value.strip() == value != "", name
    for name in ("commit_sha", "compare_sha"):
        assert SHA.fullmatch(fields.get(name, "a" * 40)), name
    assert NUMBER.fullmatch(fields.get("service_pull_request", "1"))
    assert fields.get("service_branch") != "HEAD"
    for name in LINKS:
        check_link(fields.get(name, "https://ci.example.com/1"))


def check_link(link: str) -> None:
    address = urlsplit(link)
    assert address.scheme.lower() in {"http", "https"}, link
    assert address.hostname, link
    assert address.username is None, link
    assert "//" not in link.partition("://")[2], link
    assert not re.search(r"None|\{\}|\$[({]", link), link
    assert link == "https://ci.example.com/" or not link.endswith("/"), link


def test_the_variables_are_those_of_the_table() -> None:
    assert len(NAMES) > 300
    assert {"CIRCLE_SHA1", "COVERALLS_PARALLEL", "GITHUB_HEAD_REF", "CI_COMMIT_ID"} < set(NAMES)


@example(env={"COVERALLS_BASE_PATH": "caf\udce9", "COVERALLS_FLAG_NAME": "caf\udce9"})
@fuzzed
def test_doctor_tells_no_value_that_says_nothing(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str]
) -> None:
    monkeypatch.chdir(checkout)
    ran = coverup(env, "doctor", "--json")
    check_explained(ran, (0, CONFIGURATION))
    if ran.code == 0:
        fields = json.loads(ran.out)["fields"]
        assert all(field["source"] for field in fields.values())
        check_values({name: field["value"] for name, field in fields.items()})


@fuzzed
def test_report_sends_no_value_that_says_nothing(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str]
) -> None:
    monkeypatch.chdir(checkout)
    ran = coverup(env, "report", "lcov.info", "--dry-run", "-o", "-")
    # A format or a base path of no sense makes the report unreadable.
    unreadable = {"COVERALLS_FORMAT", "COVERALLS_BASE_PATH"} & env.keys()
    check_explained(ran, (0, CONFIGURATION, INPUT) if unreadable else (0, CONFIGURATION))
    if ran.code == 0:
        job = json.loads(ran.out)
        check_values({name: value for name, value in job.items() if name in JOB_FIELDS_SENT})
        assert all(value for value in job["git"]["head"].values())
        assert job["git"]["head"]["id"] == job["commit_sha"]


@fuzzed
def test_done_closes_the_build_that_doctor_names_or_none(env: dict[str, str]) -> None:
    ran = coverup(env, "done", "--dry-run")
    check_explained(ran, (0, CONFIGURATION))
    told = coverup(env, "doctor", "--json")
    if told.code == 0:
        number = json.loads(told.out)["fields"].get("service_number")
        assert ran.code == (0 if number else CONFIGURATION)
        # A line that nobody could read is shown with its middle left out.
        is_shortened = " ... " in ran.err
        assert number is None or is_shortened or f"({number['source']}) at " in ran.err
