from collections.abc import Mapping
from pathlib import Path

import pytest

from coverup.errors import ConfigError
from coverup.settings import resolve
from coverup.settings.files import ConfigFile
from coverup.settings.setting import Setting
from coverup.settings.table import JOB_FIELDS, SETTINGS
from coverup.values import Sourced
from tests.unit.settings.resolving import settings

GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "77"}
CIRCLE = {"CIRCLECI": "true", "CIRCLE_BRANCH": "from-circle"}


def problem(
    env: Mapping[str, str] | None = None, file: Mapping[str, object] | None = None
) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        settings(env, file=file)
    return caught.value


class TestPrecedence:
    LEVELS = (
        ("option", "--service-branch"),
        ("variable", "$COVERALLS_GIT_BRANCH"),
        ("file", "pyproject.toml [tool.coverup]: service_branch"),
        ("circle", "$CIRCLE_BRANCH"),
        ("generic", "$CI_BRANCH"),
        ("git", "git"),
    )

    @pytest.mark.parametrize("first", range(len(LEVELS)))
    def test_the_first_place_that_has_a_value_wins_and_is_named(self, first: int) -> None:
        has = {name for name, _ in self.LEVELS[first:]}
        variables = {
            "variable": {"COVERALLS_GIT_BRANCH": "variable"},
            "circle": {"CIRCLECI": "true", "CIRCLE_BRANCH": "circle"},
            "generic": {"CI_BRANCH": "generic"},
        }
        env = {k: v for name, each in variables.items() if name in has for k, v in each.items()}
        found = settings(
            env,
            {"service_branch": "option"} if "option" in has else {},
            {"service_branch": "file"} if "file" in has else None,
            {"service_branch": "git"},
        )
        assert found.values["service_branch"] == Sourced(*self.LEVELS[first])

    def test_of_two_variables_the_first_wins(self) -> None:
        env = {"COVERALLS_ENDPOINT": "https://a.example", "COVERALLS_HOST": "https://b.example"}
        assert settings(env).values["endpoint"].source == "$COVERALLS_ENDPOINT"
        del env["COVERALLS_ENDPOINT"]
        assert settings(env).endpoint == "https://b.example"

    def test_of_two_files_the_first_wins(self) -> None:
        files = [ConfigFile("a", {"flag_name": "x"}), ConfigFile("b", {"flag_name": "y"})]
        assert resolve({}, {}, files).values["flag_name"] == Sourced("x", "a: flag_name")

    def test_an_empty_variable_is_no_value(self) -> None:
        env = {"COVERALLS_GIT_BRANCH": "", "COVERALLS_SERVICE_BRANCH": "  ", **CIRCLE}
        assert settings(env).text("service_branch") == "from-circle"

    @pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
    @pytest.mark.parametrize("empty", ["", "  \n"])
    def test_no_setting_takes_an_empty_text(self, setting: Setting, empty: str) -> None:
        name = setting.name
        variables = dict.fromkeys(setting.env, empty)
        found = settings(variables, {name: empty}, {name: empty})
        default = {"service_name": Sourced("coverup", "default")}
        assert found.values.get(name) == default.get(name)

    @pytest.mark.parametrize(
        ("name", "variable", "bad", "wanted"),
        [
            ("commit_sha", "COVERALLS_GIT_COMMIT", "main", "hash of a commit"),
            ("compare_sha", "COVERALLS_COMPARE_SHA", "HEAD~1", "hash of a commit"),
            ("service_build_url", "COVERALLS_SERVICE_BUILD_URL", "/builds/1", "address of a page"),
            ("service_job_url", "COVERALLS_SERVICE_JOB_URL", "https:///7", "address of a page"),
        ],
    )
    def test_a_bad_commit_or_link_is_left_out_with_a_warning_unless_it_was_typed(
        self, name: str, variable: str, bad: str, wanted: str
    ) -> None:
        for found in (settings({variable: bad}), settings(file={name: bad})):
            assert name not in found.values
            assert [each for each in found.warnings if repr(bad) in each and wanted in each]
        with pytest.raises(ConfigError, match=wanted) as caught:
            settings(options={name: bad})
        assert caught.value.hint

    @pytest.mark.parametrize("macro", ["$(Build.Id)", "${BUILD_ID}"])
    def test_a_macro_that_nobody_replaced_is_no_value(self, macro: str) -> None:
        for setting in SETTINGS:
            found = settings(dict.fromkeys(setting.env, macro), {setting.name: macro})
            assert setting.name == "service_name" or setting.name not in found.values

    def test_a_path_keeps_bytes_that_are_no_text(self) -> None:
        env = {"COVERALLS_BASE_PATH": "caf\udce9", "COVERALLS_FLAG_NAME": "caf\udce9"}
        assert settings(env).text("base_path") == "caf\udce9"
        assert settings(env).text("flag_name") == "caf?"

    def test_a_pull_request_that_is_none_lets_the_next_place_speak(self) -> None:
        env = {"COVERALLS_PULL_REQUEST": "false", "CI_PULL_REQUEST": "https://x.example/pull/42"}
        assert settings(env).values["service_pull_request"] == Sourced("42", "$CI_PULL_REQUEST")


class TestTexts:
    def test_space_around_a_value_is_taken_away(self) -> None:
        assert settings({"COVERALLS_FLAG_NAME": " unit \n"}).text("flag_name") == "unit"

    @pytest.mark.parametrize(("value", "text"), [(42, "42"), (0, "0"), (1.5, "1.5")])
    def test_a_number_in_a_file_is_its_text(self, value: object, text: str) -> None:
        assert settings(file={"service_number": value}).text("service_number") == text

    @pytest.mark.parametrize(
        ("value", "kind"), [(True, "bool"), (False, "bool"), (["x"], "list"), ({"x": 1}, "dict")]
    )
    def test_anything_else_in_a_file_is_refused(self, value: object, kind: str) -> None:
        error = problem(file={"flag_name": value})
        place = "pyproject.toml [tool.coverup]: flag_name"
        assert error.message == f"{place}: must be a text, not a {kind}"
        assert error.hint == "put it in quotes"

    @pytest.mark.parametrize(
        ("name", "given", "read"),
        [
            ("service_branch", "refs/heads/feature/x", "feature/x"),
            ("service_pull_request", "refs/pull/42/merge", "42"),
            ("service_pull_request", 42, "42"),
        ],
    )
    def test_branches_and_pull_requests_are_read_as_people_write_them(
        self, name: str, given: object, read: str
    ) -> None:
        assert settings(file={name: given}).text(name) == read


class TestFlags:
    @pytest.mark.parametrize(
        ("text", "on"),
        [
            *((word, False) for word in ("false", "False", "FALSE", "0", "no", "No", "off", "OFF")),
            *((word, True) for word in ("true", "True", "1", "yes", "on", "anything", " true ")),
        ],
    )
    def test_the_words_that_switch_parallel_off(self, text: str, *, on: bool) -> None:
        found = settings({"COVERALLS_PARALLEL": text}, file={"parallel": not on})
        assert found.values["parallel"] == Sourced(on, "$COVERALLS_PARALLEL")
        assert found.flag("parallel") is on

    @pytest.mark.parametrize("text", ["", " "])
    def test_an_empty_variable_leaves_it_to_the_file(self, text: str) -> None:
        assert settings({"COVERALLS_PARALLEL": text}, file={"parallel": True}).flag("parallel")
        assert not settings({"COVERALLS_PARALLEL": text}).flag("parallel")

    @pytest.mark.parametrize(("value", "on"), [(True, True), (False, False), ("no", False)])
    def test_a_file_may_have_a_boolean_or_a_word(self, value: object, *, on: bool) -> None:
        assert settings(file={"parallel": value}).flag("parallel") is on

    def test_an_option_that_is_not_given_is_not_false(self) -> None:
        env = {"COVERALLS_PARALLEL": "true"}
        assert settings(env, {"parallel": None}).flag("parallel")
        assert not settings(env, {"parallel": False}).flag("parallel")


class TestLists:
    @pytest.mark.parametrize(
        ("value", "items"),
        [
            ("a, b,,c ", ("a", "b", "c")),
            (["a", " b "], ("a", "b")),
            ([], ()),
            (" , ", ()),
            ("", ()),
        ],
    )
    def test_items_are_separated_by_commas_or_a_list(
        self, value: object, items: tuple[str, ...]
    ) -> None:
        assert settings(file={"carryforward": value}).items("carryforward") == items

    @pytest.mark.parametrize("value", [5, {"a": 1}, ["a", 5], True])
    def test_anything_else_is_refused(self, value: object) -> None:
        assert (
            "carryforward: must be a list of texts" in problem(file={"carryforward": value}).message
        )


class TestEndpoint:
    @pytest.mark.parametrize(
        ("text", "endpoint"),
        [
            ("https://coveralls.example/", "https://coveralls.example"),
            ("coveralls.example", "https://coveralls.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://example.com/coveralls//", "https://example.com/coveralls"),
        ],
    )
    def test_it_is_the_address_of_a_server(self, text: str, endpoint: str) -> None:
        assert settings({"COVERALLS_ENDPOINT": text}).endpoint == endpoint

    @pytest.mark.parametrize(
        "text", ["ftp://x", "file:///etc/passwd", "https://", "://", "http:///"]
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        assert "is not the address of a server" in problem({"COVERALLS_ENDPOINT": text}).message

    def test_without_one_it_is_coveralls(self) -> None:
        assert settings().endpoint == "https://coveralls.io"
        assert "endpoint" not in settings().values


class TestProblems:
    def test_all_are_told_at_once(self) -> None:
        error = problem({"COVERALLS_ENDPOINT": "ftp://x"}, {"flag_name": True, "carryforward": 5})
        assert error.message.startswith("3 problems in the configuration:\n")
        for part in ("$COVERALLS_ENDPOINT", "flag_name: must", "carryforward: must"):
            assert part in error.message

    def test_a_wrong_value_that_is_overruled_does_not_matter(self) -> None:
        found = settings({"COVERALLS_FLAG_NAME": "unit"}, file={"flag_name": True})
        assert found.text("flag_name") == "unit"

    @pytest.mark.parametrize("value", [True, ["tok-secret"]])
    def test_a_token_of_the_wrong_type_is_not_shown(self, value: object) -> None:
        assert "tok-" not in problem(file={"repo_token": value}).message

    def test_warnings_of_files_and_of_the_ci_are_kept(self, tmp_path: Path) -> None:
        files = [ConfigFile(".coveralls.yml", {}, ("unknown key 'x'",))]
        event = {
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": str(tmp_path / "gone.json"),
        }
        env = {**GITHUB, **event}
        warnings = resolve({}, env, files).warnings
        assert "unknown key 'x'" in warnings
        assert any("gone.json" in warning for warning in warnings)


class TestJobFields:
    def test_they_come_in_the_documents_order(self) -> None:
        said = dict.fromkeys(reversed(JOB_FIELDS), "1234567")
        links = dict.fromkeys(("service_build_url", "service_job_url"), "https://ci.example")
        fields = settings(options={**said, **links, "parallel": True}).job_fields()
        assert tuple(fields) == JOB_FIELDS
        assert fields["parallel"] is True

    def test_a_setting_of_the_way_only_is_not_in_the_document(self) -> None:
        found = settings({"COVERALLS_BASE_PATH": "src", "COVERALLS_ENDPOINT": "https://x.example"})
        assert set(found.job_fields()) == {"service_name"}

    def test_where_there_is_no_ci_the_service_is_coverup_itself(self) -> None:
        assert settings().values["service_name"] == Sourced("coverup", "default")
        assert settings({"CI_NAME": "my-ci"}).text("service_name") == "my-ci"
        assert settings(CIRCLE).text("service_name") == "circleci"


def test_an_endpoint_with_a_login_is_refused_without_showing_it() -> None:
    with pytest.raises(ConfigError) as caught:
        resolve({"endpoint": "https://me:s3cr3t@coveralls.example.com"}, {}, [])
    assert "--endpoint: the address has a login in it" in str(caught.value)
    assert "s3cr3t" not in str(caught.value)


@pytest.mark.parametrize(("value", "sent"), [("auto", True), ("AUTO", True), ("no", False)])
def test_the_base_of_the_pull_request_is_taken_with_compare_auto(value: str, *, sent: bool) -> None:
    env = {"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "3", "TRAVIS_BRANCH": "main"}
    settings = resolve({}, env | {"COVERALLS_COMPARE": value}, [])
    assert settings.text("compare_ref") == ("main" if sent else None)


def test_another_way_to_compare_is_not_known() -> None:
    with pytest.raises(ConfigError, match=r"\$COVERALLS_COMPARE: 'always' is not known"):
        resolve({}, {"COVERALLS_COMPARE": "always"}, [])
