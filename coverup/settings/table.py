"""Every setting, in the order in which they are shown.

The documentation's table is generated from these rows (docs/reference/settings.md).
"""

from typing import Final

from coverup.settings.check_settings import CHECK_SETTINGS
from coverup.settings.dashboard_settings import DASHBOARD_SETTINGS
from coverup.settings.delivery_settings import DELIVERY_SETTINGS
from coverup.settings.gitlab_settings import GITLAB_SETTINGS
from coverup.settings.job_settings import JOB_SETTINGS
from coverup.settings.reading_settings import READING_SETTINGS
from coverup.settings.setting import Setting

SETTINGS: Final[tuple[Setting, ...]] = (
    *(*JOB_SETTINGS, *READING_SETTINGS, *DELIVERY_SETTINGS),
    *(*CHECK_SETTINGS, *GITLAB_SETTINGS, *DASHBOARD_SETTINGS),
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
