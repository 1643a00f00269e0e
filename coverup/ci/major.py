"""The CI services most builds run on.

Names, numbers and job ids are those of Coveralls' own Universal Reporter where it has them.
"""

from dataclasses import replace
from typing import Final

from coverup.ci.env import Env
from coverup.ci.github import (
    FromEvent,
    Unmerged,
    fork_branch,
    fork_repository,
    pushed_commit,
    ref_name,
    run_pull_request,
)
from coverup.ci.rules import Differs, Found, Part, When
from coverup.ci.service import Service
from coverup.ci.texts import pull_request_number
from coverup.values import Sourced


def lowest_circle_pull_request(env: Env) -> Found:
    """The lowest number in CIRCLE_PULL_REQUESTS: of several, the same in every job."""
    urls = (env.get("CIRCLE_PULL_REQUESTS") or "").split(",")
    numbers = [number for url in urls if (number := pull_request_number(url))]
    # Digits of the same length sort like numbers.
    lowest = min(numbers, key=lambda number: (len(number), number), default=None)
    return Sourced(lowest, "$CIRCLE_PULL_REQUESTS") if lowest else None


GITHUB: Final = Service(
    name="github",
    title="GitHub Actions",
    url="https://docs.github.com/en/actions/reference/workflows-and-actions/variables",
    markers=("GITHUB_ACTIONS",),
    number=("GITHUB_RUN_ID",),
    job_id=("GITHUB_JOB",),
    attempt=("GITHUB_RUN_ATTEMPT",),
    branch=(
        fork_branch,
        Unmerged("GITHUB_HEAD_REF"),
        FromEvent("pull_request.head.ref"),
        FromEvent("workflow_run.head_branch"),
        ref_name,
        "GITHUB_REF",
    ),
    build_url=("{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}",),
    job_url=("{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}",),
    pull_request=(
        Part("GITHUB_REF", r"refs/pull/([0-9]+)(?:/.*)?"),
        FromEvent("pull_request.number"),
        run_pull_request,
    ),
    commit=(
        FromEvent("pull_request.head.sha"),
        FromEvent("workflow_run.head_sha"),
        pushed_commit,
    ),
    merge_commit=(When("GITHUB_REF", "GITHUB_SHA", r"refs/pull/[0-9]+/merge"),),
    repo_name=("GITHUB_REPOSITORY",),
    base_branch=(
        Unmerged("GITHUB_BASE_REF"),
        FromEvent("pull_request.base.ref"),
        FromEvent("merge_group.base_ref"),
        FromEvent("workflow_run.pull_requests.0.base.ref"),
    ),
    base_commit=(
        FromEvent("pull_request.base.sha"),
        FromEvent("merge_group.base_sha"),
        FromEvent("workflow_run.pull_requests.0.base.sha"),
    ),
    fork=(fork_repository,),
    needs_flags=True,
    parallel="the same in all jobs, matrices, reusable workflows and re-runs; not in two workflows",
)

# Gitea's links have the run's id since Gitea 1.26, as on GitHub; Forgejo's have its number.
GITEA: Final = replace(
    GITHUB,
    name="gitea-actions",
    title="Gitea Actions",
    url="https://docs.gitea.com/usage/actions/actions-variables",
    markers=("GITEA_ACTIONS",),
    mimics=("github",),
)

FORGEJO: Final = replace(
    GITHUB,
    name="forgejo-actions",
    title="Forgejo Actions",
    url="https://forgejo.org/docs/latest/user/actions/reference/",
    markers=("FORGEJO_ACTIONS",),
    build_url=("{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_NUMBER}",),
    job_url=("{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_NUMBER}",),
    mimics=("gitea-actions", "github"),
)

GITLAB: Final = Service(
    name="gitlab-ci",
    title="GitLab CI/CD",
    url="https://docs.gitlab.com/ci/variables/predefined_variables/",
    markers=("GITLAB_CI",),
    number=("CI_PIPELINE_IID", "CI_PIPELINE_ID"),
    job_id=("CI_JOB_NAME", "CI_BUILD_NAME"),
    branch=(
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
        "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME",
        "CI_COMMIT_BRANCH",
        "CI_COMMIT_REF_NAME",
        "CI_BUILD_REF_NAME",
    ),
    build_url=("CI_PIPELINE_URL", "CI_JOB_URL"),
    job_url=("CI_JOB_URL",),
    pull_request=("CI_MERGE_REQUEST_IID", "CI_EXTERNAL_PULL_REQUEST_IID"),
    commit=(
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA",
        "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA",
        "CI_COMMIT_SHA",
        "CI_BUILD_REF",
    ),
    base_branch=(
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME",
    ),
    base_commit=("CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA"),
    fork=(Differs("CI_MERGE_REQUEST_SOURCE_PROJECT_PATH", "CI_MERGE_REQUEST_PROJECT_PATH"),),
    parallel="the same in all jobs, also with `parallel:`; child pipelines have their own",
)

CIRCLECI: Final = Service(
    name="circleci",
    title="CircleCI",
    url="https://circleci.com/docs/reference/variables/",
    markers=("CIRCLECI",),
    number=("CIRCLE_WORKFLOW_ID", "CIRCLE_BUILD_NUM"),
    job_id=("{CIRCLE_BUILD_NUM}-{CIRCLE_NODE_INDEX}", "CIRCLE_BUILD_NUM"),
    job_number=("CIRCLE_BUILD_NUM",),
    branch=("CIRCLE_BRANCH", "CIRCLE_TAG"),
    build_url=("CIRCLE_BUILD_URL",),
    job_url=("CIRCLE_BUILD_URL",),
    pull_request=(
        "CIRCLE_PR_NUMBER",
        lowest_circle_pull_request,
        "CIRCLE_PULL_REQUEST",
        "CI_PULL_REQUEST",
        Part("CIRCLE_BRANCH", r"pull/([0-9]+)"),
    ),
    commit=("CIRCLE_SHA1",),
    fork=("CIRCLE_PR_REPONAME",),
    parallel="the same in all jobs and nodes of a workflow; a rerun has its own",
)

# `PR-24`, `MR-24-merge` and `origin/pr/24/merge` are made up by plugins, for want of a branch.
_JENKINS_BRANCH: Final = r"(?!(?:origin/)?(?:(?:PR|MR)-[0-9]|pr/[0-9]+/))(?:origin/)?(.+)"

JENKINS: Final = Service(
    name="jenkins",
    title="Jenkins",
    url="https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables",
    markers=(
        "JENKINS_URL",
        "JENKINS_HOME & BUILD_NUMBER",
        "JENKINS_HOME & BUILD_ID",
        "JENKINS_HOME & BUILD_TAG",
    ),
    number=("BUILD_NUMBER",),
    job_id=("BUILD_ID",),
    branch=(
        "CHANGE_BRANCH",
        "ghprbSourceBranch",
        "gitlabSourceBranch",
        "gitlabBranch",
        Part("BRANCH_NAME", _JENKINS_BRANCH),
        Part("GIT_LOCAL_BRANCH", _JENKINS_BRANCH),
        Part("GIT_BRANCH", _JENKINS_BRANCH),
    ),
    build_url=("BUILD_URL",),
    job_url=("BUILD_URL",),
    pull_request=(
        "CHANGE_ID",
        "ghprbPullId",
        "gitlabMergeRequestIid",
        "CHANGE_URL",
        "CI_PULL_REQUEST",
    ),
    commit=("ghprbActualCommit", "gitlabMergeRequestLastCommit", "GIT_COMMIT"),
    base_branch=(
        "CHANGE_TARGET",
        "ghprbTargetBranch",
        When("gitlabMergeRequestIid", "gitlabTargetBranch"),
    ),
    fork=("CHANGE_FORK",),
    needs_flags=True,
    parallel=(
        "the same in all stages; starts again in each job and branch, where "
        "`COVERALLS_SERVICE_NUMBER=$BUILD_TAG` tells them apart"
    ),
)

TRAVIS: Final = Service(
    name="travis-ci",
    title="Travis CI",
    url="https://docs.travis-ci.com/user/environment-variables/#default-environment-variables",
    markers=("TRAVIS",),
    number=("TRAVIS_BUILD_NUMBER",),
    job_id=("TRAVIS_JOB_ID", "TRAVIS_JOB_NUMBER"),
    branch=("TRAVIS_PULL_REQUEST_BRANCH", "TRAVIS_BRANCH"),
    build_url=("TRAVIS_BUILD_WEB_URL",),
    job_url=("TRAVIS_JOB_WEB_URL",),
    pull_request=("TRAVIS_PULL_REQUEST",),
    commit=("TRAVIS_PULL_REQUEST_SHA", "TRAVIS_COMMIT"),
    merge_commit=(When("TRAVIS_PULL_REQUEST", "TRAVIS_COMMIT"),),
    base_branch=(When("TRAVIS_PULL_REQUEST", "TRAVIS_BRANCH"),),
    fork=(Differs("TRAVIS_PULL_REQUEST_SLUG", "TRAVIS_REPO_SLUG"),),
    parallel="the same in all jobs and stages",
)

_AZURE_BUILD: Final = "/{SYSTEM_TEAMPROJECT}/_build/results?buildId={BUILD_BUILDID}"
_AZURE_JOB: Final = _AZURE_BUILD + "&view=logs&j={SYSTEM_JOBID}"

AZURE: Final = Service(
    name="Azure Pipelines",
    title="Azure Pipelines",
    url="https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables",
    markers=("TF_BUILD",),
    number=("BUILD_BUILDID",),
    job_id=("SYSTEM_JOBID", "BUILD_BUILDID"),
    branch=("SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH"),
    build_url=(
        "{SYSTEM_COLLECTIONURI}" + _AZURE_BUILD,
        "{SYSTEM_TEAMFOUNDATIONCOLLECTIONURI}" + _AZURE_BUILD,
    ),
    job_url=(
        "{SYSTEM_COLLECTIONURI}" + _AZURE_JOB,
        "{SYSTEM_TEAMFOUNDATIONCOLLECTIONURI}" + _AZURE_JOB,
    ),
    pull_request=(
        "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER",
        "SYSTEM_PULLREQUEST_PULLREQUESTID",
        Part("BUILD_SOURCEBRANCH", r"refs/pull/([0-9]+)(?:/.*)?"),
    ),
    commit=("SYSTEM_PULLREQUEST_SOURCECOMMITID", "BUILD_SOURCEVERSION"),
    merge_commit=(When("BUILD_SOURCEBRANCH", "BUILD_SOURCEVERSION", r"refs/pull/[0-9]+/merge"),),
    base_branch=("SYSTEM_PULLREQUEST_TARGETBRANCH",),
    fork=(When("SYSTEM_PULLREQUEST_ISFORK", "SYSTEM_PULLREQUEST_SOURCEREPOSITORYURI"),),
    parallel="the same in all stages, jobs and attempts; triggered pipelines have their own",
)

BITBUCKET: Final = Service(
    name="bitbucket",
    title="Bitbucket Pipelines",
    url="https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/",
    markers=("BITBUCKET_BUILD_NUMBER",),
    number=("BITBUCKET_BUILD_NUMBER",),
    job_id=(Part("BITBUCKET_STEP_UUID", r"\{?([^{}]+)\}?"),),
    job_number=("BITBUCKET_PARALLEL_STEP",),
    branch=("BITBUCKET_BRANCH", "BITBUCKET_TAG"),
    build_url=(
        "https://bitbucket.org/{BITBUCKET_REPO_FULL_NAME}/pipelines/results/{BITBUCKET_BUILD_NUMBER}",
    ),
    pull_request=("BITBUCKET_PR_ID",),
    commit=("BITBUCKET_COMMIT",),
    base_branch=("BITBUCKET_PR_DESTINATION_BRANCH",),
    base_commit=("BITBUCKET_PR_DESTINATION_COMMIT",),
    parallel="the same in all steps, also parallel ones",
)

BUILDKITE: Final = Service(
    name="buildkite",
    title="Buildkite",
    url="https://buildkite.com/docs/pipelines/configure/environment-variables",
    markers=("BUILDKITE",),
    number=("BUILDKITE_BUILD_NUMBER",),
    job_id=("BUILDKITE_JOB_ID", "BUILDKITE_BUILD_ID"),
    branch=("BUILDKITE_BRANCH", "BUILDKITE_TAG"),
    build_url=("BUILDKITE_BUILD_URL",),
    job_url=("{BUILDKITE_BUILD_URL}#{BUILDKITE_JOB_ID}",),
    pull_request=("BUILDKITE_PULL_REQUEST",),
    commit=("BUILDKITE_COMMIT",),
    base_branch=("BUILDKITE_PULL_REQUEST_BASE_BRANCH",),
    parallel="the same in all jobs and retries; triggered builds have their own",
)
