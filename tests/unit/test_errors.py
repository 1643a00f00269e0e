from pathlib import Path

from coverup import errors
from coverup.errors import ConfigError, CoverupError, InvalidReportError, NoTokenError

EXIT_CODES = {
    "CoverupError": 1,
    "OutputError": 2,
    "ConfigError": 3,
    "NoTokenError": 3,
    "ReportError": 4,
    "NoReportError": 4,
    "InvalidReportError": 4,
    "NothingResolvedError": 4,
    "NetworkError": 5,
    "RefusedError": 6,
    "ClosedBuildError": 6,
    "ThresholdError": 7,
}
"""The contract of docs/reference/exit-codes.md; a new error is entered here on purpose."""

CLASSES = {
    name: each
    for name, each in vars(errors).items()
    if isinstance(each, type) and issubclass(each, CoverupError)
}


def test_every_error_has_the_exit_code_that_scripts_stand_on() -> None:
    assert {name: each.exit_code for name, each in CLASSES.items()} == EXIT_CODES


def test_every_error_has_its_own_heading_in_the_documentation() -> None:
    slugs = [each.slug for each in CLASSES.values()]
    assert len(set(slugs)) == len(slugs)
    assert all("slug" in vars(each) for each in CLASSES.values())


def test_an_error_is_its_message_and_keeps_its_hint() -> None:
    error = CoverupError("no coverage", hint="run the tests")
    assert str(error) == error.message == "no coverage"
    assert error.hint == "run the tests"


class TestPlace:
    def test_a_report_error_starts_with_path_and_line(self) -> None:
        error = InvalidReportError(Path("coverage/lcov.info"), "DA before SF", line=17)
        assert error.message == f"{Path('coverage/lcov.info')}:17: DA before SF"
        assert (error.path, error.line) == (str(Path("coverage/lcov.info")), 17)

    def test_without_lines_the_path_alone_is_the_place(self) -> None:
        error = InvalidReportError(".coverage", "is damaged", hint="run the tests again")
        assert error.message == ".coverage: is damaged"
        assert error.line is None
        assert error.hint == "run the tests again"


class TestSeveralProblems:
    def test_all_are_told_at_once(self) -> None:
        joined = ConfigError.of([ConfigError("a is wrong"), NoTokenError("no token")])
        assert joined.message.splitlines() == [
            "2 problems in the configuration:",
            "  - a is wrong",
            "  - no token",
        ]

    def test_the_same_hint_is_given_once(self) -> None:
        problems = [
            ConfigError("a", hint="put it in quotes"),
            ConfigError("b", hint="put it in quotes"),
            ConfigError("c", hint="set COVERALLS_REPO_TOKEN"),
            ConfigError("d"),
        ]
        assert ConfigError.of(problems).hint == "put it in quotes; set COVERALLS_REPO_TOKEN"

    def test_without_any_hint_there_is_none(self) -> None:
        assert ConfigError.of([ConfigError("a"), ConfigError("b")]).hint is None

    def test_a_single_problem_stays_what_it_is(self) -> None:
        problem = NoTokenError("no token", hint="set it")
        assert ConfigError.of([problem]) is problem
