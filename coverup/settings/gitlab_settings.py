"""How GitLab is reached, and which of a pipeline's files are coverage reports."""

from typing import Final

from coverup.settings.setting import Setting, choice, row

GITLAB_SETTINGS: Final[tuple[Setting, ...]] = (
    # No key: a token does not belong into a file.
    Setting(
        "gitlab_token",
        "token",
        "A token for GitLab's API, with the scope `read_api`; else the running job's own.",
        "--gitlab-token",
        ("GITLAB_TOKEN", "CI_JOB_TOKEN"),
    ),
    choice(
        "gitlab_token_type",
        "What the token is: `private` (personal, project or group), `job`, or `bearer` (OAuth).",
        *("private", "job", "bearer"),
    ),
    row(
        "gitlab_url",
        "text",
        "The GitLab server (gitlab.com).",
        "--gitlab-url",
        "GITLAB_URL",
        "CI_API_V4_URL",
        "CI_SERVER_URL",
    ),
    row(
        "gitlab_project",
        "text",
        "The project on GitLab: its number or its path.",
        "--project",
        "GITLAB_PROJECT",
        "CI_PROJECT_ID",
        "CI_PROJECT_PATH",
    ),
    Setting(
        "gitlab_pipeline",
        "text",
        "The pipeline on GitLab: its number in addresses, which is CI_PIPELINE_ID.",
        "--pipeline",
        ("CI_PIPELINE_ID",),
    ),
    row(
        "gitlab_paths",
        "list",
        "Which files of the artifacts are coverage reports, by globs; else what is named like one.",
        "--path",
    ),
    row("gitlab_jobs", "list", "Which jobs of the pipeline are meant, by globs.", "--job"),
)
