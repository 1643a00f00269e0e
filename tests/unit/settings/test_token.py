import pytest

from coverup.errors import NoTokenError
from coverup.values import Secret, Sourced
from tests.unit.settings.resolving import settings

GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "77"}
CIRCLE = {"CIRCLECI": "true", "CIRCLE_BRANCH": "from-circle"}


class TestToken:
    def test_it_comes_from_its_variable_before_any_file(self) -> None:
        found = settings({"COVERALLS_REPO_TOKEN": "tok-env"}, file={"repo_token": "tok-file"})
        assert found.required_token() == Secret("tok-env")

    @pytest.mark.parametrize("key", ["repo_token", "repo_secret_token"])
    def test_it_may_stand_in_a_file(self, key: str) -> None:
        found = settings(file={key: "tok-file"})
        assert found.token == Secret("tok-file")
        assert found.values["repo_token"].source == f"pyproject.toml [tool.coverup]: {key}"

    @pytest.mark.parametrize("show", [str, repr])
    def test_it_is_never_shown(self, show: type[str]) -> None:
        found = settings({"COVERALLS_REPO_TOKEN": "tok-env", **GITHUB, "GITHUB_TOKEN": "tok-gh"})
        assert "tok-" not in show(found)
        assert "***" in show(found)

    def test_it_is_no_field_of_the_job(self) -> None:
        assert "repo_token" not in settings({"COVERALLS_REPO_TOKEN": "tok-env"}).job_fields()

    def test_githubs_token_is_the_last_resort_on_github(self) -> None:
        env = {**GITHUB, "GITHUB_TOKEN": " tok-gh\n"}
        assert settings(env).values["repo_token"] == Sourced(Secret("tok-gh"), "$GITHUB_TOKEN")
        assert settings(env, file={"repo_token": "tok-file"}).token == Secret("tok-file")

    @pytest.mark.parametrize(
        "marker",
        [
            {},
            {"CI": "true"},
            {"CIRCLECI": "true"},
            {"GITLAB_CI": "true"},
            {"JENKINS_URL": "https://ci.example", "BUILD_NUMBER": "1"},
            {"GITEA_ACTIONS": "true", "GITHUB_ACTIONS": "true"},
            {"FORGEJO_ACTIONS": "true", "GITEA_ACTIONS": "true", "GITHUB_ACTIONS": "true"},
            {"GITHUB_ACTIONS": "false"},
        ],
    )
    def test_githubs_token_goes_nowhere_from_other_places(self, marker: dict[str, str]) -> None:
        assert settings({**marker, "GITHUB_TOKEN": "tok-gh"}).token is None

    def test_an_empty_one_is_none(self) -> None:
        assert settings({**GITHUB, "GITHUB_TOKEN": " ", "COVERALLS_REPO_TOKEN": ""}).token is None

    @pytest.mark.parametrize(
        ("env", "hint"), [(GITHUB, "GITHUB_TOKEN"), (CIRCLE, "COVERALLS_REPO_TOKEN")]
    )
    def test_without_one_the_hint_fits_the_ci(self, env: dict[str, str], hint: str) -> None:
        with pytest.raises(NoTokenError) as caught:
            settings(env).required_token()
        assert hint in str(caught.value.hint)
