"""The CI services that examples/ci has pipelines for, and the variables they set in each job."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

COMMIT: Final = "0123456789abcdef0123456789abcdef01234567"


@dataclass(frozen=True)
class Ci:
    """A CI service: its folder in the examples, and what it sets.

    In the number and in the variables `<build>` stands for the build's number, and `<job>` for
    what is another one in each job.
    """

    folder: str
    service_name: str
    number: str
    env: Mapping[str, str]

    def number_of(self, build: int) -> str:
        """Return the build number that all jobs of a build must come to."""
        return self.number.replace("<build>", str(build))

    def variables(self, build: int, job: int) -> dict[str, str]:
        """Return the variables of one job of a build."""
        return {
            name: value.replace("<build>", str(build)).replace("<job>", str(job))
            for name, value in self.env.items()
        }


GITHUB: Final = Ci(
    "github-actions",
    "github",
    "47<build>",
    {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "push",
        # The same in all jobs of a matrix.
        "GITHUB_JOB": "test",
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_REF_NAME": "main",
        "GITHUB_REPOSITORY": "ada/calculator",
        "GITHUB_RUN_ID": "47<build>",
        "GITHUB_SHA": COMMIT,
        "GITHUB_TOKEN": "ghs_example",
    },
)
_TOKEN: Final = {"COVERALLS_REPO_TOKEN": "example-token"}
SERVICES: Final = (
    GITHUB,
    Ci(
        "gitlab-ci",
        "gitlab-ci",
        "1<build>",
        {
            "GITLAB_CI": "true",
            "CI_PIPELINE_IID": "1<build>",
            "CI_JOB_ID": "90<job>",
            "CI_JOB_NAME": "test <job>",
            "CI_COMMIT_BRANCH": "main",
            "CI_COMMIT_SHA": COMMIT,
            **_TOKEN,
        },
    ),
    Ci(
        "circleci",
        "circleci",
        "w-<build>",
        {
            "CIRCLECI": "true",
            "CIRCLE_WORKFLOW_ID": "w-<build>",
            "CIRCLE_BUILD_NUM": "30<job>",
            "CIRCLE_NODE_INDEX": "0",
            "CIRCLE_BRANCH": "main",
            "CIRCLE_SHA1": COMMIT,
            **_TOKEN,
        },
    ),
    Ci(
        "jenkins",
        "jenkins",
        "jenkins-calculator-main-<build>",
        {
            "JENKINS_URL": "https://jenkins.example.com",
            "BUILD_ID": "<build>",
            "BUILD_NUMBER": "<build>",
            "BUILD_TAG": "jenkins-calculator-main-<build>",
            "BRANCH_NAME": "main",
            "GIT_COMMIT": COMMIT,
            **_TOKEN,
        },
    ),
    Ci(
        "travis",
        "travis-ci",
        "3<build>",
        {
            "TRAVIS": "true",
            "TRAVIS_BUILD_NUMBER": "3<build>",
            "TRAVIS_JOB_ID": "80<job>",
            "TRAVIS_JOB_NUMBER": "3<build>.<job>",
            "TRAVIS_BRANCH": "main",
            "TRAVIS_PULL_REQUEST": "false",
            "TRAVIS_COMMIT": COMMIT,
            **_TOKEN,
        },
    ),
    Ci(
        "azure-pipelines",
        "Azure Pipelines",
        "77<build>",
        {
            "TF_BUILD": "True",
            "BUILD_BUILDID": "77<build>",
            "BUILD_BUILDNUMBER": "20260102.<job>",
            "SYSTEM_JOBID": "job-<job>",
            "BUILD_SOURCEBRANCH": "refs/heads/main",
            "BUILD_SOURCEVERSION": COMMIT,
            **_TOKEN,
        },
    ),
    Ci(
        "bitbucket-pipelines",
        "bitbucket",
        "5<build>",
        {
            "BITBUCKET_BUILD_NUMBER": "5<build>",
            "BITBUCKET_STEP_UUID": "{step-<job>}",
            "BITBUCKET_BRANCH": "main",
            "BITBUCKET_COMMIT": COMMIT,
            **_TOKEN,
        },
    ),
    Ci(
        "buildkite",
        "buildkite",
        "8<build>",
        {
            "BUILDKITE": "true",
            "BUILDKITE_BUILD_NUMBER": "8<build>",
            "BUILDKITE_JOB_ID": "job-<job>",
            "BUILDKITE_BRANCH": "main",
            "BUILDKITE_PULL_REQUEST": "false",
            "BUILDKITE_COMMIT": COMMIT,
            **_TOKEN,
        },
    ),
)
