"""Which reports are read, and which files of the repository they speak of."""

from typing import Final

from coverup.settings.setting import Setting, row

READING_SETTINGS: Final[tuple[Setting, ...]] = (
    row(
        "base_path",
        "path",
        "The folder that the paths in reports are relative to; a glob may name several.",
        "--base-path",
        "COVERALLS_BASE_PATH",
    ),
    row(
        "source_root",
        "list",
        "More folders that the paths in reports are relative to.",
        "--source-root",
    ),
    row(
        "path_map",
        "map",
        "Fronts of the reports' paths, and the repository's folders that replace them.",
        "--path-map",
    ),
    row(
        "include",
        "list",
        "The only files of the job, by patterns as in .gitignore.",
        "--include",
    ),
    row(
        "exclude",
        "list",
        "Files that are left out of the job, by patterns as in .gitignore.",
        "--exclude",
    ),
    row(
        "include_untracked",
        "flag",
        "Whether files that git does not track, such as generated ones, belong to the job.",
        "--include-untracked",
    ),
    row(
        "min_resolved",
        "percent",
        "How many of the reports' files must be found in the repository, in percent (50).",
        "--min-resolved",
    ),
    row(
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
    row(
        "lcov_exclusions",
        "flag",
        "Whether LCOV_EXCL comments in the sources leave lines out of gcov's reports.",
        "--lcov-exclusions",
    ),
    row("strict", "flag", "Whether a warning about a report is an error.", "--strict"),
    row("allow_empty", "flag", "Whether to go on without any coverage.", "--allow-empty"),
    row(
        "split_flags",
        "list",
        "Folders, by globs, that become one parallel job each, with the folder as the flag.",
        "--split-flags",
    ),
)
