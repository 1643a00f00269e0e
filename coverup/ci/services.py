"""All CI services that coverup knows, in the order in which they are looked for.

Order has a meaning where the variables of several services are set at once:

- a look-alike comes before the service it imitates: Forgejo, Gitea, Shippable, Harness;
- a guest comes before its host: a GitHub job may run on a CodeBuild machine or in the image
  `jenkins/jenkins`, so that Jenkins comes last of those that many builds run on;
- CircleCI comes first of the rest: on Azure, `CIRCLECI=1` is an old recipe to be taken for it;
- services told by names that anybody may use (`RENDER`, `TASK_ID`) come late.
"""

from typing import Final

from coverup.ci import further, hosting, major, rare
from coverup.ci.rules import Rules
from coverup.ci.service import Service

SERVICES: Final[tuple[Service, ...]] = (
    major.FORGEJO,
    major.GITEA,
    major.CIRCLECI,
    major.GITHUB,
    major.GITLAB,
    rare.SHIPPABLE,
    major.TRAVIS,
    further.SEMAPHORE,
    further.APPVEYOR,
    major.AZURE,
    major.BUILDKITE,
    major.BITBUCKET,
    further.HARNESS,
    further.WOODPECKER,
    further.VELA,
    further.DRONE,
    further.CIRRUS,
    hosting.BITRISE,
    further.BUDDY,
    further.CODEFRESH,
    further.CODESHIP,
    hosting.XCODE_CLOUD,
    further.RWX,
    further.SCREWDRIVER,
    further.SCRUTINIZER,
    rare.SAIL,
    rare.JETBRAINS_SPACE,
    rare.WERCKER,
    rare.TDDIUM,
    rare.SURF,
    hosting.CODEBUILD,
    hosting.GOOGLE_CLOUD_BUILD,
    further.TEAMCITY,
    further.BAMBOO,
    hosting.HEROKU,
    hosting.NETLIFY,
    hosting.VERCEL,
    hosting.CLOUDFLARE_PAGES,
    hosting.CLOUDFLARE_WORKERS,
    rare.PUPPET,
    rare.AGOLA,
    hosting.APPCIRCLE,
    hosting.CODEMAGIC,
    rare.GOCD,
    rare.SOURCEHUT,
    rare.PROW,
    hosting.EAS,
    rare.EARTHLY,
    rare.MAGNUM,
    rare.LAYERCI,
    hosting.ARGO_CD,
    hosting.RENDER,
    major.JENKINS,
    rare.TASKCLUSTER,
)

LOCAL: Final = Service(
    name="coveralls-universal",
    title="A developer's machine",
    url="https://docs.coveralls.io/supported-ci-services",
    markers=("COVERALLS_RUN_LOCALLY",),
    event_type="manual",
    parallel="none",
)
"""Taken when no service is found and COVERALLS_RUN_LOCALLY is on."""

GENERIC: Final[dict[str, Rules]] = {
    "service_name": ("CI_NAME",),
    "service_number": ("CI_BUILD_NUMBER",),
    "service_job_id": ("CI_JOB_ID",),
    "service_build_url": ("CI_BUILD_URL",),
    "service_job_url": ("CI_JOB_URL",),
    "service_branch": ("CI_BRANCH",),
    "service_pull_request": ("CI_PULL_REQUEST",),
    "commit_sha": ("CI_COMMIT_ID",),
}
"""Variables for services that Coveralls does not know. They fill only what a service leaves empty.

Source: https://docs.coveralls.io/supported-ci-services
"""
