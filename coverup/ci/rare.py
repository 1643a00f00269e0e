"""CI services that are rare, that tell little, or that are no longer run."""

from typing import Final

from coverup.ci.rules import When
from coverup.ci.service import Service

AGOLA: Final = Service(
    name="agola",
    title="Agola",
    url="https://agola.io/doc/concepts/environment_variables.html",
    markers=("AGOLA_GIT_REF",),
    number=("AGOLA_RUN_COUNTER",),
    branch=("AGOLA_GIT_BRANCH", "AGOLA_GIT_TAG"),
    pull_request=("AGOLA_PULL_REQUEST_ID",),
    commit=("AGOLA_GIT_COMMITSHA",),
    parallel="the same in all tasks of a run",
)

GOCD: Final = Service(
    name="gocd",
    title="GoCD",
    url="https://docs.gocd.org/current/faq/dev_use_current_revision_in_build.html",
    markers=("GO_PIPELINE_LABEL",),
    number=("GO_PIPELINE_COUNTER", "GO_PIPELINE_LABEL"),
    # GoCD names it so only when the pipeline has a single material.
    commit=("GO_REVISION",),
    parallel="the same in all stages and jobs of a pipeline",
)

PROW: Final = Service(
    name="prow",
    title="Prow",
    url="https://docs.prow.k8s.io/docs/jobs/#job-environment-variables",
    markers=("PROW_JOB_ID",),
    job_id=("PROW_JOB_ID",),
    # PULL_BASE_REF is the target of a pull request, and else the branch itself.
    branch=("PULL_HEAD_REF", When("JOB_TYPE", "PULL_BASE_REF", r"postsubmit")),
    pull_request=("PULL_NUMBER",),
    commit=("PULL_PULL_SHA", When("JOB_TYPE", "PULL_BASE_SHA", r"postsubmit")),
    base_branch=(When("PULL_NUMBER", "PULL_BASE_REF"),),
    base_commit=(When("PULL_NUMBER", "PULL_BASE_SHA"),),
    parallel="none: pass one to all jobs",
)

SOURCEHUT: Final = Service(
    name="sourcehut",
    title="SourceHut",
    url="https://man.sr.ht/builds.sr.ht/",
    markers=("CI_NAME=sourcehut",),
    job_id=("JOB_ID",),
    build_url=("JOB_URL",),
    job_url=("JOB_URL",),
    parallel="none: pass one to all jobs",
)

JETBRAINS_SPACE: Final = Service(
    name="jetbrains-space",
    title="JetBrains Space (closed)",
    url="https://www.jetbrains.com/help/space/automation-parameters.html",
    markers=("JB_SPACE_EXECUTION_NUMBER",),
    number=("JB_SPACE_EXECUTION_NUMBER",),
    branch=("JB_SPACE_GIT_BRANCH",),
    build_url=("JB_SPACE_EXECUTION_URL",),
    commit=("JB_SPACE_GIT_REVISION",),
    parallel="the same in all steps of an execution",
)

SHIPPABLE: Final = Service(
    name="shippable",
    title="Shippable (closed)",
    url="https://github.com/semantic-release/env-ci#supported-ci",
    markers=("SHIPPABLE",),
    number=("BUILD_NUMBER",),
    job_number=("JOB_NUMBER",),
    branch=(When("IS_PULL_REQUEST", "HEAD_BRANCH"), "BRANCH"),
    build_url=("BUILD_URL",),
    pull_request=(When("IS_PULL_REQUEST", "PULL_REQUEST"),),
    commit=("COMMIT",),
    base_branch=(When("IS_PULL_REQUEST", "BASE_BRANCH"),),
    mimics=("travis-ci",),
    parallel="the same in all jobs",
)

WERCKER: Final = Service(
    name="wercker",
    title="Wercker (closed)",
    url="https://github.com/coverallsapp/coverage-reporter",
    markers=("WERCKER", "WERCKER_MAIN_PIPELINE_STARTED"),
    number=("WERCKER_RUN_ID", "WERCKER_BUILD_ID"),
    job_id=("WERCKER_BUILD_ID",),
    branch=("WERCKER_GIT_BRANCH",),
    build_url=("WERCKER_RUN_URL",),
    commit=("WERCKER_GIT_COMMIT",),
    parallel="the same in all steps of a run",
)

TDDIUM: Final = Service(
    name="tddium",
    title="Solano CI, formerly Tddium (closed)",
    url="https://github.com/coverallsapp/coverage-reporter",
    markers=("TDDIUM",),
    number=("TDDIUM_SESSION_ID",),
    job_id=("TDDIUM_TID",),
    branch=("TDDIUM_CURRENT_BRANCH",),
    build_url=("https://ci.solanolabs.com/reports/{TDDIUM_SESSION_ID}",),
    pull_request=("TDDIUM_PR_ID",),
    commit=("TDDIUM_CURRENT_COMMIT",),
    parallel="the same in all workers of a session",
)

SURF: Final = Service(
    name="surf",
    title="Surf (closed)",
    url="https://github.com/surf-build/surf",
    markers=("SURF_SHA1",),
    branch=("SURF_REF",),
    commit=("SURF_SHA1",),
    parallel="none: pass one to all jobs",
)

SAIL: Final = Service(
    name="sail",
    title="Sail CI (closed)",
    url="https://github.com/semantic-release/env-ci#supported-ci",
    markers=("SAILCI",),
    branch=("SAIL_COMMIT_BRANCH",),
    pull_request=("SAIL_PULL_REQUEST_NUMBER",),
    commit=("SAIL_COMMIT_SHA",),
    parallel="none: pass one to all jobs",
)

PUPPET: Final = Service(
    name="puppet",
    title="Puppet Pipelines, formerly Distelli (closed)",
    url="https://github.com/semantic-release/env-ci#supported-ci",
    markers=("DISTELLI_APPNAME",),
    number=("DISTELLI_BUILDNUM",),
    branch=("DISTELLI_RELBRANCH",),
    build_url=("DISTELLI_RELEASE",),
    commit=("DISTELLI_RELREVISION",),
    parallel="the same in all steps of a build",
)

LAYERCI: Final = Service(
    name="layerci",
    title="LayerCI (closed)",
    url="https://github.com/watson/ci-info#supported-ci-tools",
    markers=("LAYERCI",),
    pull_request=("LAYERCI_PULL_REQUEST",),
    parallel="none: pass one to all jobs",
)

MAGNUM: Final = Service(
    name="magnum",
    title="Magnum CI (closed)",
    url="https://github.com/watson/ci-info#supported-ci-tools",
    markers=("MAGNUM",),
    parallel="none: pass one to all jobs",
)

EARTHLY: Final = Service(
    name="earthly",
    title="Earthly CI (closed)",
    url="https://github.com/watson/ci-info#supported-ci-tools",
    markers=("EARTHLY_CI",),
    parallel="none: pass one to all jobs",
)

TASKCLUSTER: Final = Service(
    name="taskcluster",
    title="Taskcluster",
    url="https://docs.taskcluster.net/docs/reference/workers/docker-worker/environment",
    markers=("TASK_ID & RUN_ID",),
    job_id=("TASK_ID",),
    parallel="none: pass one to all tasks",
)
