"""What a measurement must come to, and what it is compared with.

`fail_under` and `max_drop` are with the other thresholds that Coveralls' own verdict is held
against: coverup.settings.delivery_settings.
"""

from typing import Final

from coverup.settings.setting import Setting, choice, row

CHECK_SETTINGS: Final[tuple[Setting, ...]] = (
    row(
        "fail_under_branches",
        "percent",
        "The least coverage of branches that passes.",
        "--fail-under-branches",
    ),
    row(
        "fail_under_patch",
        "percent",
        "The least coverage of the changed lines that passes.",
        "--fail-under-patch",
    ),
    row(
        "thresholds",
        "percents",
        "The least coverage of parts: patterns as in .gitignore, with percentages.",
        "--threshold",
    ),
    row(
        "flag_thresholds",
        "percents",
        "The least coverage of each flag: flags, with percentages.",
        "--flag-threshold",
    ),
    row(
        "base",
        "text",
        "The branch or commit that changed lines are found against, where the CI does not tell it.",
        "--base",
    ),
    row(
        "previous",
        "text",
        "An earlier result to compare with: the file of a `check --json`, or `coveralls`.",
        "--previous",
    ),
    choice(
        "sort",
        "The order of files in the table: `name`, `percent` or `branches` (lowest first), `missed` "
        "(most missed lines first).",
        *("name", "percent", "branches", "missed"),
    ),
    row("below", "percent", "Show only files with less coverage of lines than this.", "--below"),
)
