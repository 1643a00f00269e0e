"""Further CI services, hosted and self-hosted."""

from typing import Final

from coverup.ci import teamcity
from coverup.ci.rules import Part, When
from coverup.ci.service import Service

_APPVEYOR_BUILD: Final = "/builds/{APPVEYOR_BUILD_ID}"

APPVEYOR: Final = Service(
    name="appveyor",
    title="AppVeyor",
    url="https://www.appveyor.com/docs/environment-variables/",
    markers=("APPVEYOR",),
    number=("APPVEYOR_BUILD_VERSION", "APPVEYOR_BUILD_NUMBER"),
    job_id=("APPVEYOR_JOB_ID", "APPVEYOR_BUILD_ID"),
    branch=(
        "APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH",
        "APPVEYOR_REPO_BRANCH",
        "APPVEYOR_REPO_TAG_NAME",
    ),
    build_url=(
        "{APPVEYOR_URL}/project/{APPVEYOR_ACCOUNT_NAME}/{APPVEYOR_PROJECT_SLUG}" + _APPVEYOR_BUILD,
        "{APPVEYOR_URL}/project/{APPVEYOR_REPO_NAME}" + _APPVEYOR_BUILD,
    ),
    pull_request=("APPVEYOR_PULL_REQUEST_NUMBER",),
    commit=("APPVEYOR_PULL_REQUEST_HEAD_COMMIT", "APPVEYOR_REPO_COMMIT"),
    base_branch=(When("APPVEYOR_PULL_REQUEST_NUMBER", "APPVEYOR_REPO_BRANCH"),),
    parallel="the same in all jobs of the matrix",
)

# The second names are those of Semaphore Classic.
SEMAPHORE: Final = Service(
    name="semaphore",
    title="Semaphore",
    url="https://docs.semaphoreci.com/reference/env-vars",
    markers=("SEMAPHORE",),
    number=("SEMAPHORE_WORKFLOW_ID", "SEMAPHORE_EXECUTABLE_UUID", "SEMAPHORE_BUILD_NUMBER"),
    job_id=("SEMAPHORE_JOB_ID", "SEMAPHORE_JOB_UUID"),
    branch=(
        "SEMAPHORE_GIT_PR_BRANCH",
        "SEMAPHORE_GIT_WORKING_BRANCH",
        "SEMAPHORE_GIT_BRANCH",
        "SEMAPHORE_GIT_TAG_NAME",
        "BRANCH_NAME",
    ),
    build_url=("{SEMAPHORE_ORGANIZATION_URL}/workflows/{SEMAPHORE_WORKFLOW_ID}",),
    job_url=("{SEMAPHORE_ORGANIZATION_URL}/jobs/{SEMAPHORE_JOB_ID}",),
    pull_request=("SEMAPHORE_GIT_PR_NUMBER", "PULL_REQUEST_NUMBER"),
    commit=("SEMAPHORE_GIT_PR_SHA", "SEMAPHORE_GIT_SHA", "REVISION"),
    base_branch=(When("SEMAPHORE_GIT_PR_NUMBER", "SEMAPHORE_GIT_BRANCH"),),
    parallel="the same in all jobs of a workflow",
)

CODEFRESH: Final = Service(
    name="Codefresh",
    title="Codefresh",
    url="https://codefresh.io/docs/docs/pipelines/variables/",
    markers=("CF_BUILD_ID",),
    number=("CF_BUILD_ID",),
    job_id=("CF_BUILD_ID",),
    branch=("CF_BRANCH",),
    build_url=("CF_BUILD_URL",),
    pull_request=("CF_PULL_REQUEST_NUMBER", "CF_PULL_REQUEST_ID"),
    commit=("CF_REVISION",),
    base_branch=("CF_PULL_REQUEST_TARGET",),
    needs_flags=True,
    parallel="the same in all steps of a build",
)

CODESHIP: Final = Service(
    name="codeship",
    title="CodeShip",
    url="https://docs.cloudbees.com/docs/cloudbees-codeship/latest/basic-builds-and-configuration/set-environment-variables",
    markers=("CI_NAME=codeship",),
    number=("CI_BUILD_NUMBER", "CI_BUILD_ID"),
    job_id=("CI_BUILD_NUMBER",),
    branch=("CI_BRANCH",),
    build_url=("CI_BUILD_URL",),
    pull_request=("CI_PR_NUMBER", "CI_PULL_REQUEST"),
    commit=("CI_COMMIT_ID",),
    needs_flags=True,
    parallel="the same in all pipelines of a build",
)

DRONE: Final = Service(
    name="drone",
    title="Drone",
    url="https://docs.drone.io/pipeline/environment/reference/",
    markers=("DRONE",),
    number=("DRONE_BUILD_NUMBER",),
    job_id=("{DRONE_BUILD_NUMBER}.{DRONE_STAGE_NUMBER}", "DRONE_BUILD_NUMBER"),
    branch=("DRONE_SOURCE_BRANCH", "DRONE_BRANCH", "DRONE_TAG"),
    build_url=("DRONE_BUILD_LINK",),
    pull_request=("DRONE_PULL_REQUEST",),
    commit=("DRONE_COMMIT_SHA", "DRONE_COMMIT"),
    base_branch=(When("DRONE_PULL_REQUEST", "DRONE_BRANCH"),),
    parallel="the same in all stages and steps",
)

HARNESS: Final = Service(
    name="harness",
    title="Harness CI",
    url="https://developer.harness.io/docs/continuous-integration/troubleshoot-ci/ci-env-var/",
    markers=("HARNESS_BUILD_ID",),
    number=("CI_BUILD_NUMBER", "DRONE_BUILD_NUMBER", "HARNESS_BUILD_ID"),
    branch=("DRONE_SOURCE_BRANCH", "DRONE_COMMIT_BRANCH", "DRONE_TAG"),
    build_url=("CI_BUILD_LINK", "DRONE_BUILD_LINK"),
    pull_request=("DRONE_PULL_REQUEST",),
    commit=("DRONE_COMMIT_SHA",),
    base_branch=(When("DRONE_PULL_REQUEST", "DRONE_TARGET_BRANCH"),),
    mimics=("drone",),
    parallel="the same in all stages",
)

WOODPECKER: Final = Service(
    name="woodpecker",
    title="Woodpecker CI",
    url="https://woodpecker-ci.org/docs/usage/environment",
    markers=("CI=woodpecker", "CI_SYSTEM_NAME=woodpecker"),
    number=("CI_PIPELINE_NUMBER", "CI_BUILD_NUMBER"),
    job_id=("{CI_WORKFLOW_NUMBER}.{CI_STEP_NUMBER}", "CI_STEP_NUMBER"),
    branch=("CI_COMMIT_SOURCE_BRANCH", "CI_COMMIT_BRANCH", "CI_COMMIT_TAG"),
    build_url=("CI_PIPELINE_URL", "CI_BUILD_LINK"),
    job_url=("CI_STEP_URL",),
    pull_request=("CI_COMMIT_PULL_REQUEST",),
    commit=("CI_COMMIT_SHA",),
    base_branch=("CI_COMMIT_TARGET_BRANCH",),
    parallel="the same in all workflows and steps",
)

VELA: Final = Service(
    name="vela",
    title="Vela",
    url="https://go-vela.github.io/docs/reference/environment/variables/",
    markers=("VELA",),
    number=("VELA_BUILD_NUMBER",),
    branch=("VELA_PULL_REQUEST_SOURCE", "VELA_BUILD_BRANCH", "VELA_BUILD_TAG"),
    build_url=("VELA_BUILD_LINK",),
    pull_request=("VELA_BUILD_PULL_REQUEST", "VELA_PULL_REQUEST"),
    commit=("VELA_BUILD_COMMIT",),
    base_branch=("VELA_PULL_REQUEST_TARGET",),
    parallel="the same in all stages and steps",
)

CIRRUS: Final = Service(
    name="cirrus",
    title="Cirrus CI",
    url="https://cirrus-ci.org/guide/writing-tasks/#environment-variables",
    markers=("CIRRUS_CI",),
    number=("CIRRUS_BUILD_ID",),
    job_id=("CIRRUS_TASK_ID",),
    branch=("CIRRUS_BRANCH", "CIRRUS_TAG"),
    build_url=("https://cirrus-ci.com/build/{CIRRUS_BUILD_ID}",),
    job_url=("https://cirrus-ci.com/task/{CIRRUS_TASK_ID}",),
    pull_request=("CIRRUS_PR",),
    commit=("CIRRUS_CHANGE_IN_REPO",),
    base_branch=("CIRRUS_BASE_BRANCH",),
    base_commit=("CIRRUS_BASE_SHA",),
    parallel="the same in all tasks",
)

BUDDY: Final = Service(
    name="buddy",
    title="Buddy",
    url="https://buddy.works/docs/pipelines/environment-variables",
    markers=("BUDDY_WORKSPACE_ID",),
    number=("BUDDY_EXECUTION_ID",),
    branch=(
        "BUDDY_EXECUTION_PULL_REQUEST_HEAD_BRANCH",
        "BUDDY_EXECUTION_BRANCH",
        "BUDDY_EXECUTION_TAG",
    ),
    build_url=("BUDDY_EXECUTION_URL",),
    pull_request=("BUDDY_EXECUTION_PULL_REQUEST_ID", "BUDDY_RUN_PR_NO"),
    commit=("BUDDY_EXECUTION_REVISION",),
    base_branch=("BUDDY_EXECUTION_PULL_REQUEST_BASE_BRANCH",),
    parallel="the same in all actions of an execution",
)

RWX: Final = Service(
    name="rwx",
    title="RWX",
    url="https://www.rwx.com/docs/rwx/environment-variables",
    markers=("RWX",),
    number=("RWX_RUN_ID",),
    job_id=("RWX_TASK_ID",),
    attempt=("RWX_TASK_ATTEMPT_NUMBER",),
    branch=("RWX_GIT_REF_NAME",),
    build_url=("RWX_RUN_URL",),
    job_url=("RWX_TASK_URL",),
    commit=("RWX_GIT_COMMIT_SHA",),
    repo_name=("RWX_GIT_REPOSITORY_NAME",),
    parallel="the same in all tasks of a run",
)

SCREWDRIVER: Final = Service(
    name="screwdriver",
    title="Screwdriver",
    url="https://docs.screwdriver.cd/user-guide/environment-variables",
    markers=("SCREWDRIVER",),
    number=("SD_EVENT_ID",),
    job_id=("SD_BUILD_ID",),
    branch=(
        Part("PR_BRANCH_NAME", r"(?:origin/)?(.+)"),
        Part("GIT_BRANCH", r"(?:origin/)?(.+)"),
    ),
    build_url=("SD_UI_BUILD_URL",),
    pull_request=("SD_PULL_REQUEST",),
    commit=("SD_BUILD_SHA",),
    base_branch=("PR_BASE_BRANCH_NAME",),
    parallel="the same in all jobs of an event",
)

SCRUTINIZER: Final = Service(
    name="scrutinizer",
    title="Scrutinizer",
    url="https://scrutinizer-ci.com/docs/build/environment-variables",
    markers=("SCRUTINIZER",),
    number=("SCRUTINIZER_INSPECTION_UUID",),
    branch=("SCRUTINIZER_PR_SOURCE_BRANCH", "SCRUTINIZER_BRANCH"),
    pull_request=("SCRUTINIZER_PR_NUMBER",),
    commit=("SCRUTINIZER_SHA1",),
    base_branch=(When("SCRUTINIZER_PR_NUMBER", "SCRUTINIZER_BRANCH"),),
    parallel="the same in all nodes of an inspection",
)

TEAMCITY: Final = Service(
    name="teamcity",
    title="TeamCity",
    url="https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html",
    markers=("TEAMCITY_VERSION",),
    number=("BUILD_NUMBER",),
    branch=("TEAMCITY_PULLREQUEST_SOURCE_BRANCH", teamcity.branch),
    build_url=("BUILD_URL",),
    pull_request=("TEAMCITY_PULLREQUEST_NUMBER",),
    commit=("BUILD_VCS_NUMBER",),
    base_branch=("TEAMCITY_PULLREQUEST_TARGET_BRANCH",),
    parallel="each configuration of a chain has its own: pass one number to all",
)

BAMBOO: Final = Service(
    name="bamboo",
    title="Bamboo",
    url="https://confluence.atlassian.com/bamboo/bamboo-variables-289277087.html",
    markers=("bamboo_buildKey", "bamboo_planKey", "bamboo_agentId"),
    number=("bamboo_buildNumber",),
    job_id=("bamboo_buildKey",),
    branch=("bamboo_repository_pr_sourceBranch", "bamboo_planRepository_1_branchName"),
    build_url=("bamboo_buildResultsUrl",),
    pull_request=("bamboo_repository_pr_key",),
    commit=("bamboo_planRepository_1_revision",),
    base_branch=("bamboo_repository_pr_targetBranch",),
    parallel="the same in all jobs of a plan",
)
