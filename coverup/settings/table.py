"""Every setting: its option, its variables and its keys in configuration files.

The documentation's table is generated from these rows (docs/reference/settings.md).
"""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "auto",
    "text",
    "path",
    "flag",
    "token",
    "branch",
    "pull_request",
    "commit",
    "url",
    "endpoint",
    "list",
    "map",
    "percent",
]

COMPARE_AUTO: Final = "auto"
"""The only value of a setting of the kind `auto`, beside none."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: What the job document calls it; for those not in the document, coverup's own word.
        kind: How its text is read.
        help: One line for the documentation.
        option: The option on the command line, None if there is none.
        env: Variables, the first that is not empty wins.
        keys: Keys in `[tool.coverup]` and `.coveralls.yml`.
    """

    name: str
    kind: Kind
    help: str
    option: str | None = None
    env: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def _row(name: str, kind: Kind, help_text: str, option: str | None, *env: str) -> Setting:
    return Setting(name, kind, help_text, option, env, (name,))


SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "repo_token",
        "token",
        "The repository's secret token on Coveralls.",
        "--repo-token",
        ("COVERALLS_REPO_TOKEN",),
        ("repo_token", "repo_secret_token"),
    ),
    _row(
        "service_name",
        "text",
        "The CI service.",
        "--service-name",
        "COVERALLS_SERVICE_NAME",
    ),
    _row(
        "service_number",
        "text",
        "The build: the same for all of its parallel jobs and for `done`.",
        "--build-number",
        "COVERALLS_SERVICE_NUMBER",
    ),
    _row(
        "service_job_id",
        "text",
        "The job within the build.",
        "--service-job-id",
        "COVERALLS_SERVICE_JOB_ID",
    ),
    _row(
        "service_job_number",
        "text",
        "The job's number within the build.",
        None,
        "COVERALLS_SERVICE_JOB_NUMBER",
    ),
    _row(
        "service_attempt",
        "text",
        "Which attempt of a re-run build this is.",
        "--attempt",
        "COVERALLS_SERVICE_ATTEMPT",
    ),
    _row(
        "service_branch",
        "branch",
        "The branch under test; of a pull request its own, never the target.",
        "--service-branch",
        "COVERALLS_GIT_BRANCH",
        "COVERALLS_SERVICE_BRANCH",
    ),
    _row(
        "service_build_url",
        "url",
        "The build's page at the CI.",
        "--service-build-url",
        "COVERALLS_SERVICE_BUILD_URL",
    ),
    _row(
        "service_job_url",
        "url",
        "The job's page at the CI.",
        "--service-job-url",
        "COVERALLS_SERVICE_JOB_URL",
    ),
    _row(
        "service_pull_request",
        "pull_request",
        "The pull request's number.",
        "--service-pull-request",
        "COVERALLS_PULL_REQUEST",
        "COVERALLS_SERVICE_PULL_REQUEST",
    ),
    _row(
        "service_event_type",
        "text",
        "What started the build.",
        None,
        "COVERALLS_EVENT_TYPE",
    ),
    _row(
        "commit_sha",
        "commit",
        "The commit under test; of a pull request its head, not the merge.",
        None,
        "COVERALLS_GIT_COMMIT",
    ),
    _row(
        "repo_name",
        "text",
        "The repository as owner/name.",
        None,
        "COVERALLS_REPO_NAME",
    ),
    _row(
        "flag_name",
        "text",
        "The name of this part of the coverage (unit, linux, ...).",
        "--job-flag",
        "COVERALLS_FLAG_NAME",
    ),
    _row(
        "parallel",
        "flag",
        "Whether the build has several jobs and is closed by `coverup done`.",
        "--parallel",
        "COVERALLS_PARALLEL",
    ),
    _row("run_at", "text", "When the job ran.", None, "COVERALLS_RUN_AT"),
    _row(
        "compare_ref",
        "text",
        "The branch to compare the coverage with.",
        "--compare-ref",
        "COVERALLS_COMPARE_REF",
    ),
    _row(
        "compare_sha",
        "commit",
        "The commit to compare the coverage with.",
        "--compare-sha",
        "COVERALLS_COMPARE_SHA",
    ),
    _row(
        "compare",
        "auto",
        "`auto` compares with the base of the pull request, where the CI tells it.",
        "--compare",
        "COVERALLS_COMPARE",
    ),
    Setting(
        "endpoint",
        "endpoint",
        "The Coveralls server.",
        "--endpoint",
        ("COVERALLS_ENDPOINT", "COVERALLS_HOST"),
        ("endpoint", "coveralls_host", "coveralls_endpoint"),
    ),
    Setting(
        "carryforward",
        "list",
        "Flags whose last coverage stands in for jobs that did not run.",
        "--carryforward",
        ("COVERALLS_CARRYFORWARD_FLAGS", "COVERALLS_CARRYFORWARD"),
        ("carryforward", "carryforward_flags"),
    ),
    _row(
        "base_path",
        "path",
        "The folder that the paths in reports are relative to; a glob may name several.",
        "--base-path",
        "COVERALLS_BASE_PATH",
    ),
    _row(
        "source_root",
        "list",
        "More folders that the paths in reports are relative to.",
        "--source-root",
    ),
    _row(
        "path_map",
        "map",
        "Fronts of the reports' paths, and the repository's folders that replace them.",
        "--path-map",
    ),
    _row(
        "include",
        "list",
        "The only files of the job, by patterns as in .gitignore.",
        "--include",
    ),
    _row(
        "exclude",
        "list",
        "Files that are left out of the job, by patterns as in .gitignore.",
        "--exclude",
    ),
    _row(
        "include_untracked",
        "flag",
        "Whether files that git does not track, such as generated ones, belong to the job.",
        "--include-untracked",
    ),
    _row(
        "min_resolved",
        "percent",
        "How many of the reports' files must be found in the repository, in percent (50).",
        "--min-resolved",
    ),
    _row(
        "format",
        "text",
        "The reports' format, when it is not to be found from their content.",
        "--format",
        "COVERALLS_FORMAT",
    ),
    Setting(
        "reports",
        "list",
        "Report files or globs, instead of discovery.",
        "FILE...",
        (),
        ("reports",),
    ),
    _row(
        "lcov_exclusions",
        "flag",
        "Whether LCOV_EXCL comments in the sources leave lines out of gcov's reports.",
        "--lcov-exclusions",
    ),
    _row("strict", "flag", "Whether a warning about a report is an error.", "--strict"),
    _row("allow_empty", "flag", "Whether to go on without any coverage.", "--allow-empty"),
)

BY_NAME: Final = {setting.name: setting for setting in SETTINGS}
JOB_FIELDS: Final = (
    "service_name",
    "service_number",
    "service_job_id",
    "service_job_number",
    "service_attempt",
    "service_branch",
    "service_build_url",
    "service_job_url",
    "service_pull_request",
    "service_event_type",
    "commit_sha",
    "repo_name",
    "flag_name",
    "parallel",
    "run_at",
    "compare_ref",
    "compare_sha",
)
"""The settings that the job document carries, in its order."""
