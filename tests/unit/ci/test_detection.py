"""Which service is found, by which marker, before which other."""

import pytest

from coverup.ci import SERVICES, Service, detect
from coverup.values import Sourced


def name_of(env: dict[str, str]) -> str | None:
    service = detect(env).service
    return service.name if service else None


def variables(marker: str) -> dict[str, str]:
    pairs = (condition.partition("=") for condition in marker.split(" & "))
    return {name: value or "1" for name, _, value in pairs}


MARKERS = [(service, marker) for service in SERVICES for marker in service.markers]


@pytest.mark.parametrize(("service", "marker"), MARKERS, ids=[marker for _, marker in MARKERS])
class TestEveryMarker:
    def test_tells_its_service(self, service: Service, marker: str) -> None:
        detected = detect(variables(marker))
        assert detected.service is service
        assert detected.fields["service_name"].value == service.name

    def test_needs_all_its_variables(self, service: Service, marker: str) -> None:
        for name in variables(marker):
            env = {key: value for key, value in variables(marker).items() if key != name}
            assert detect(env).service is not service

    @pytest.mark.parametrize("off", ["", "  ", "false", "False", "0", "no", "OFF"])
    def test_switched_off_tells_nothing(self, service: Service, marker: str, off: str) -> None:
        env = variables(marker) | dict.fromkeys(variables(marker), off)
        assert detect(env).service is not service


def test_names_are_unique() -> None:
    assert len({service.name for service in SERVICES}) == len(SERVICES) > 50


def test_every_service_has_a_page_and_a_note_on_parallel_builds() -> None:
    for service in SERVICES:
        assert service.url.startswith("https://"), service.name
        assert service.parallel, service.name


def test_a_service_that_mimics_another_comes_before_it() -> None:
    order = [service.name for service in SERVICES]
    for service in SERVICES:
        for original in service.mimics:
            assert order.index(service.name) < order.index(original)


GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_REF_NAME": "main"}


@pytest.mark.parametrize(
    ("env", "name", "others"),
    [
        (GITHUB | {"GITEA_ACTIONS": "1"}, "gitea-actions", ()),
        (GITHUB | {"GITEA_ACTIONS": "1", "FORGEJO_ACTIONS": "1"}, "forgejo-actions", ()),
        ({"HARNESS_BUILD_ID": "1", "DRONE": "true"}, "harness", ()),
        ({"SHIPPABLE": "true", "TRAVIS": "true"}, "shippable", ()),
        (GITHUB | {"JENKINS_HOME": "/j", "BUILD_NUMBER": "1"}, "github", ("jenkins",)),
        (GITHUB | {"CODEBUILD_BUILD_ID": "x:1"}, "github", ("codebuild",)),
        ({"TF_BUILD": "True", "CIRCLECI": "1"}, "circleci", ("Azure Pipelines",)),
        ({"JENKINS_URL": "http://j", "BUILDKITE": "true"}, "buildkite", ("jenkins",)),
        ({"JENKINS_URL": "http://j", "TEAMCITY_VERSION": "1"}, "teamcity", ("jenkins",)),
        ({"JENKINS_URL": "http://j", "TASK_ID": "1", "RUN_ID": "2"}, "jenkins", ("taskcluster",)),
        ({"CI_NAME": "codeship", "CF_BRANCH": "x"}, "codeship", ()),
    ],
)
def test_one_service_wins_and_the_others_are_named(
    env: dict[str, str], name: str, others: tuple[str, ...]
) -> None:
    detected = detect(env)
    assert detected.service
    assert detected.service.name == name
    assert detected.others == others


@pytest.mark.parametrize(
    "env",
    [
        {"CI": "true"},
        {"JENKINS_HOME": "/var/jenkins_home"},
        {"CF_BRANCH": "main"},
        {"CI_NAME": "homegrown"},
        {"BUILD_ID": "1", "PROJECT_ID": "p", "LOCATION": "eu"},
        {"TASK_ID": "1"},
    ],
)
def test_no_service_is_told_by(env: dict[str, str]) -> None:
    assert name_of(env) is None


def test_only_the_variables_of_the_winner_are_read() -> None:
    env = {"CIRCLECI": "1", "CIRCLE_SHA1": "a" * 40, "TRAVIS": "1", "TRAVIS_BRANCH": "other"}
    assert "service_branch" not in detect(env).fields


def test_a_service_is_told_without_ci_being_set() -> None:
    assert name_of({"GITLAB_CI": "true", "CI": "false"}) == "gitlab-ci"


def test_a_developers_machine_is_taken_only_if_no_service_is_found() -> None:
    assert name_of({"COVERALLS_RUN_LOCALLY": "1"}) == "coveralls-universal"
    assert name_of({"COVERALLS_RUN_LOCALLY": "1", "DRONE": "true"}) == "drone"


def test_generic_variables_stay_apart_from_the_service() -> None:
    detected = detect({"CIRCLECI": "1", "CIRCLE_BRANCH": "topic", "CI_BRANCH": "main"})
    assert detected.fields["service_branch"] == Sourced("topic", "$CIRCLE_BRANCH")
    assert detected.generic["service_branch"] == Sourced("main", "$CI_BRANCH")


@pytest.mark.parametrize(
    ("env", "field", "expected"),
    [
        ({"TRAVIS": "1"}, "service_name", Sourced("travis-ci", "$TRAVIS")),
        (
            {"JENKINS_HOME": "/j", "BUILD_NUMBER": "4"},
            "service_name",
            Sourced("jenkins", "$JENKINS_HOME and $BUILD_NUMBER"),
        ),
        ({"CI": "woodpecker"}, "service_name", Sourced("woodpecker", "$CI")),
        (
            {"CIRCLECI": "1", "CIRCLE_BUILD_NUM": "5", "CIRCLE_NODE_INDEX": "0"},
            "service_job_id",
            Sourced("5-0", "$CIRCLE_BUILD_NUM-$CIRCLE_NODE_INDEX"),
        ),
        (
            {"COVERALLS_RUN_LOCALLY": "1"},
            "service_event_type",
            Sourced("manual", "$COVERALLS_RUN_LOCALLY"),
        ),
        (GITHUB, "service_branch", Sourced("main", "$GITHUB_REF_NAME")),
    ],
)
def test_every_value_knows_where_it_comes_from(
    env: dict[str, str], field: str, expected: Sourced[str]
) -> None:
    assert detect(env).fields[field] == expected


def test_names_in_upper_case_are_found_on_windows() -> None:
    env = {"JENKINS_URL": "http://j", "GHPRBPULLID": "10"}
    assert detect(env).fields["service_pull_request"].value == "10"
