"""Build services of clouds, of hosting platforms and of platforms for mobile apps."""

from typing import Final

from coverup.ci.rules import Part, When
from coverup.ci.service import Service

CODEBUILD: Final = Service(
    name="codebuild",
    title="AWS CodeBuild",
    url="https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html",
    markers=("CODEBUILD_BUILD_ID", "CODEBUILD_BUILD_ARN", "CODEBUILD_CI"),
    number=("CODEBUILD_BUILD_ID",),
    job_id=("CODEBUILD_BUILD_ID",),
    branch=(
        "CODEBUILD_WEBHOOK_HEAD_REF",
        Part("CODEBUILD_WEBHOOK_TRIGGER", r"(?:branch|tag)/(.+)"),
    ),
    build_url=("CODEBUILD_BUILD_URL",),
    pull_request=(
        Part("CODEBUILD_WEBHOOK_TRIGGER", r"pr/([0-9]+)"),
        Part("CODEBUILD_SOURCE_VERSION", r"pr/([0-9]+)"),
    ),
    commit=("CODEBUILD_RESOLVED_SOURCE_VERSION",),
    base_branch=("CODEBUILD_WEBHOOK_BASE_REF",),
    parallel="each build of a batch has its own: pass one number to all",
)

GOOGLE_CLOUD_BUILD: Final = Service(
    name="google-cloud-build",
    title="Google Cloud Build",
    url="https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values",
    markers=("BUILDER_OUTPUT", "LOCATION & PROJECT_ID & PROJECT_NUMBER & BUILD_ID"),
    number=("BUILD_ID",),
    job_id=("BUILD_ID",),
    branch=("_HEAD_BRANCH", "BRANCH_NAME", "TAG_NAME"),
    pull_request=("_PR_NUMBER",),
    commit=("COMMIT_SHA",),
    base_branch=("_BASE_BRANCH",),
    needs_flags=True,
    parallel="the same in all steps, which see it only if the build maps it to a variable",
)

XCODE_CLOUD: Final = Service(
    name="xcode-cloud",
    title="Xcode Cloud",
    url="https://developer.apple.com/documentation/xcode/environment-variable-reference",
    markers=("CI_XCODE_PROJECT", "CI_XCODE_CLOUD"),
    number=("CI_BUILD_NUMBER",),
    branch=("CI_PULL_REQUEST_SOURCE_BRANCH", "CI_BRANCH", "CI_TAG"),
    build_url=("CI_BUILD_URL",),
    pull_request=("CI_PULL_REQUEST_NUMBER",),
    commit=("CI_PULL_REQUEST_SOURCE_COMMIT", "CI_COMMIT"),
    base_branch=("CI_PULL_REQUEST_TARGET_BRANCH",),
    base_commit=("CI_PULL_REQUEST_TARGET_COMMIT",),
    parallel="the same in all actions of a build",
)

BITRISE: Final = Service(
    name="bitrise",
    title="Bitrise",
    url="https://docs.bitrise.io/en/bitrise-ci/references/available-environment-variables.html",
    markers=("BITRISE_IO", "BITRISE_BUILD_SLUG"),
    number=("BITRISEIO_PIPELINE_ID", "BITRISE_BUILD_NUMBER"),
    job_id=("BITRISE_BUILD_SLUG",),
    branch=("BITRISE_GIT_BRANCH", "BITRISE_GIT_TAG"),
    build_url=("BITRISE_BUILD_URL",),
    pull_request=("BITRISE_PULL_REQUEST",),
    commit=("BITRISE_GIT_COMMIT", "GIT_CLONE_COMMIT_HASH"),
    base_branch=("BITRISEIO_GIT_BRANCH_DEST",),
    parallel="the same in all workflows of a pipeline; without a pipeline each has its own",
)

CODEMAGIC: Final = Service(
    name="codemagic",
    title="Codemagic",
    url="https://docs.codemagic.io/yaml-basic-configuration/environment-variables/",
    markers=("CM_BUILD_ID",),
    number=("CM_BUILD_ID",),
    branch=("CM_BRANCH", "CM_TAG"),
    pull_request=("CM_PULL_REQUEST_NUMBER",),
    commit=("CM_COMMIT",),
    base_branch=("CM_PULL_REQUEST_DEST",),
    parallel="each workflow has its own: pass one number to all",
)

APPCIRCLE: Final = Service(
    name="appcircle",
    title="Appcircle",
    url="https://docs.appcircle.io/environment-variables/appcircle-specific-environment-variables",
    markers=("AC_APPCIRCLE",),
    branch=("AC_GIT_BRANCH", "AC_GIT_TAG"),
    # AC_GIT_PR is documented both as a switch and as the number; the word `true` has no number.
    pull_request=("AC_PULL_NUMBER", "AC_GIT_PR"),
    commit=("AC_GIT_COMMIT",),
    parallel="none: pass one to all jobs",
)

EAS: Final = Service(
    name="eas",
    title="Expo Application Services",
    url="https://docs.expo.dev/eas/environment-variables/usage/",
    markers=("EAS_BUILD",),
    number=("EAS_BUILD_ID",),
    commit=("EAS_BUILD_GIT_COMMIT_HASH",),
    parallel="each build has its own: pass one number to all",
)

HEROKU: Final = Service(
    name="heroku",
    title="Heroku CI",
    url="https://devcenter.heroku.com/articles/heroku-ci#immutable-environment-variables",
    markers=("HEROKU_TEST_RUN_ID",),
    number=("HEROKU_TEST_RUN_ID",),
    job_number=("CI_NODE_INDEX",),
    branch=("HEROKU_TEST_RUN_BRANCH",),
    commit=("HEROKU_TEST_RUN_COMMIT_VERSION",),
    parallel="the same in all nodes of a test run",
)

NETLIFY: Final = Service(
    name="netlify",
    title="Netlify",
    url="https://docs.netlify.com/build/configure-builds/environment-variables/",
    markers=("NETLIFY",),
    number=("DEPLOY_ID", "BUILD_ID"),
    branch=("HEAD", "BRANCH"),
    build_url=("https://app.netlify.com/sites/{SITE_NAME}/deploys/{DEPLOY_ID}",),
    pull_request=(When("PULL_REQUEST", "REVIEW_ID"),),
    commit=("COMMIT_REF",),
    parallel="each deploy has its own",
)

VERCEL: Final = Service(
    name="vercel",
    title="Vercel",
    url="https://vercel.com/docs/environment-variables/system-environment-variables",
    markers=("VERCEL", "NOW_GITHUB_DEPLOYMENT", "NOW_BUILDER"),
    number=("VERCEL_DEPLOYMENT_ID",),
    branch=("VERCEL_GIT_COMMIT_REF", "NOW_GITHUB_COMMIT_REF"),
    pull_request=("VERCEL_GIT_PULL_REQUEST_ID",),
    commit=("VERCEL_GIT_COMMIT_SHA", "NOW_GITHUB_COMMIT_SHA"),
    parallel="each deployment has its own",
)

CLOUDFLARE_PAGES: Final = Service(
    name="cloudflare-pages",
    title="Cloudflare Pages",
    url="https://developers.cloudflare.com/pages/configuration/build-configuration/#environment-variables",
    markers=("CF_PAGES",),
    branch=("CF_PAGES_BRANCH",),
    commit=("CF_PAGES_COMMIT_SHA",),
    parallel="none",
)

CLOUDFLARE_WORKERS: Final = Service(
    name="cloudflare-workers",
    title="Cloudflare Workers Builds",
    url="https://developers.cloudflare.com/workers/ci-cd/builds/configuration/#environment-variables",
    markers=("WORKERS_CI",),
    number=("WORKERS_CI_BUILD_UUID",),
    branch=("WORKERS_CI_BRANCH",),
    commit=("WORKERS_CI_COMMIT_SHA",),
    parallel="each build has its own",
)

RENDER: Final = Service(
    name="render",
    title="Render",
    url="https://render.com/docs/environment-variables",
    markers=("RENDER",),
    branch=("RENDER_GIT_BRANCH",),
    commit=("RENDER_GIT_COMMIT",),
    parallel="none",
)

ARGO_CD: Final = Service(
    name="argocd",
    title="Argo CD",
    url="https://argo-cd.readthedocs.io/en/stable/user-guide/build-environment/",
    markers=("ARGOCD_APP_REVISION",),
    commit=("ARGOCD_APP_REVISION",),
    parallel="none",
)
