"""Which code-coverage-dashboard is meant, and what a report is filed under there."""

from typing import Final

from coverup.settings.setting import Setting, row

LANGUAGES: Final = ("go", "php", "js", "java", "clover")
"""The only languages that the server knows; to it they are labels, and it reads no report by them.

Source: https://github.com/rakutentech/code-coverage-dashboard, coverages_handler.go
"""

DASHBOARD_SETTINGS: Final[tuple[Setting, ...]] = (
    row(
        "dashboard_url",
        "endpoint",
        "The code-coverage-dashboard's API, such as https://coverage.example.com/coverages-api.",
        "--url",
        "COVERUP_DASHBOARD_URL",
    ),
    # No key: a token does not belong into a file.
    Setting(
        "dashboard_token",
        "token",
        "A GitHub token that may write commit statuses, by which the dashboard knows who you are.",
        "--github-token",
        ("COVERUP_DASHBOARD_TOKEN",),
    ),
    Setting(
        "dashboard_language",
        "choice",
        "The label of the coverage on the dashboard; for another language take the nearest.",
        "--language",
        ("COVERUP_DASHBOARD_LANGUAGE",),
        ("dashboard_language",),
        LANGUAGES,
    ),
    row(
        "dashboard_org",
        "text",
        "The repository's owner on the dashboard; else that of `repo_name`.",
        "--org",
        "COVERUP_DASHBOARD_ORG",
    ),
    row(
        "dashboard_repo",
        "text",
        "The repository's bare name on the dashboard; else that of `repo_name`.",
        "--repo",
        "COVERUP_DASHBOARD_REPO",
    ),
    row(
        "dashboard_author",
        "text",
        "Whose commit it is on the dashboard; else the commit's author.",
        "--author",
        "COVERUP_DASHBOARD_AUTHOR",
        "GITHUB_ACTOR",
    ),
    row(
        "dashboard_github_api",
        "endpoint",
        "The GitHub that the dashboard asks about the token (https://api.github.com).",
        "--github-api",
        "COVERUP_DASHBOARD_GITHUB_API",
        "GITHUB_API_URL",
    ),
    row(
        "dashboard_max_size",
        "size",
        "The largest archive that is sent to the dashboard (100MB).",
        "--max-archive-size",
    ),
)
